"""What maskers draw, and with what: shapes, colours, faces. Knows nothing of the picture that is masked."""
