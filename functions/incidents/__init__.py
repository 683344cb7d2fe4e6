"""Incidents of a team, and whom they are about."""
