"""PUT, GET, DELETE /v1/users/{user_id}/hold."""
