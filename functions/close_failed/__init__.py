"""The consumer of the maskers' dead letters."""
