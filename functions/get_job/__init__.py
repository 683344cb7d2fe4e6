"""GET /v1/jobs/{id}."""
