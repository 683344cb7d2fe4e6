"""The worker of the erasure workflow."""
