"""The sweeper, started every minute."""
