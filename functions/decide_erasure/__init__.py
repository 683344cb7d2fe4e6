"""POST /v1/erasures/{id}/approve, POST /v1/erasures/{id}/cancel."""
