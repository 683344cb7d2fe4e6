"""GET /v1/team/webhooks/{id}."""
