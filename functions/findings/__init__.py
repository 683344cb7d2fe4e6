"""Findings of AWS become incidents of the teams that they concern."""
