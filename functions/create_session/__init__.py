"""POST /v1/sessions."""
