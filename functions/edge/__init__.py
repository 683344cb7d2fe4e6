"""Where the world enters and leaves a function: HTTP from the gateway, S3 events from a queue, telemetry."""
