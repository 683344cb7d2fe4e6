"""GET /v1/jobs."""
