"""POST /v1/jobs."""
