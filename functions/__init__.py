"""Everything that runs in AWS Lambda: one importable package, the code of every function's asset."""
