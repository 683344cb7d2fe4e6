"""The background lane: finds the subject, draws its edge at full size, and puts another ground behind it."""
