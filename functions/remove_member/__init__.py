"""DELETE /v1/team/members/{id}."""
