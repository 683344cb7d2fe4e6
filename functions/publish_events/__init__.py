"""The outbox: from the tables' streams to the event bus."""
