"""DELETE /v1/users/{user_id}, /v1/me, /v1/jobs/{id}."""
