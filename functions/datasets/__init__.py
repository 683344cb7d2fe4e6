"""GET /v1/team/datasets/{purpose}."""
