"""The only boto3: the tables' schema, and adapters that implement core's ports."""
