"""Load, faults, fuzzing against a local cloud: bounded, on this machine alone, not in `make check`."""
