"""GET and PATCH /v1/team/settings, GET and POST /v1/team/agreement."""
