"""The rules of Moretta, pure: no boto3, no powertools, no PIL."""
