"""The CDK app: one construct per function, the stores, identity and API, and the stack that composes them."""
