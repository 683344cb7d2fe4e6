"""DELETE /v1/team/webhooks/{id}."""
