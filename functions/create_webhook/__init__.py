"""POST /v1/team/webhooks."""
