"""Benchmarks: ratios and rates, of the same pipeline that the Lambda runs. They print tables and draw plots.

    python -m bench.speed       × floor, and against deface in the same run
    python -m bench.accuracy    recall and precision on a labelled folder
    python -m bench.memory      peak memory by size
    python -m bench.imports     what starting costs
    python -m bench.linkage     who is recognised behind each style

Bare times mean nothing on another machine: everything is measured against something in the same run.
"""
