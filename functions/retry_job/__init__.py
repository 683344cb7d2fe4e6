"""POST /v1/jobs/{id}/retry."""
