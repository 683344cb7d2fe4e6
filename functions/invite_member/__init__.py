"""POST /v1/team/members."""
