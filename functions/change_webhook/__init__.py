"""PATCH /v1/team/webhooks/{id}."""
