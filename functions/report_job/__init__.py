"""POST /v1/jobs/{id}/reports, POST /v1/me/jobs/{id}/reports."""
