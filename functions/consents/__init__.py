"""…/consents: what users agreed to."""
