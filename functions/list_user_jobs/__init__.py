"""GET /v1/users/{user_id}/jobs."""
