"""PUT /v1/team/members/{id}/roles."""
