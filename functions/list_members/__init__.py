"""GET /v1/team/members."""
