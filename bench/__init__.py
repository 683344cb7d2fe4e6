"""Benchmarks. Each prints a table; `python -m bench.NAME --help` says what it needs."""
