"""Every hour: heads for the audit, and an end for what is over."""
