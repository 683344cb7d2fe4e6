"""Pixels only: open → orient → detect → choose → mask → encode → verify. Knows nothing of AWS.

``functions.imaging.pipeline.build_pipeline`` makes the pipeline; nothing is loaded before that.
"""
