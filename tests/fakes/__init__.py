"""Fakes typed to core's ports. The contract suite holds them to the same rules as the adapters."""
