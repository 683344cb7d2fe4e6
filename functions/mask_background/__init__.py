"""The masker of backgrounds, started by S3 through a queue of its own."""
