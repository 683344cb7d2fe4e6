"""Sends what webhooks want to be told, from a queue."""
