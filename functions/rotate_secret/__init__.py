"""POST /v1/team/webhooks/{id}/secret."""
