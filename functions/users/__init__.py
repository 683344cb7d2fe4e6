"""GET /v1/users/{user_id}, GET /v1/me."""
