"""One suite for fakes and adapters: what a fake promises, the cloud's adapter keeps, and the other way."""
