"""GET /v1/erasures/{id}."""
