"""The identity provider's trigger before it signs a token."""
