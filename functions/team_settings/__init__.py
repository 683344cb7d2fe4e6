"""GET and PATCH /v1/team/settings."""
