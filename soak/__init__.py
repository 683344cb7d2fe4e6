"""Load, faults and fuzzing against a local cloud: bounded, aimed at this machine, not part of `make check`."""
