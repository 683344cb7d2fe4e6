"""The masker of faces, started by S3 through a queue."""
