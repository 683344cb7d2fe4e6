"""The routes of `/v1/reviews`."""
