"""The authorizer of the routes under /v1/me."""
