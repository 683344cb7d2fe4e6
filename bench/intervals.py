"""How sure a share is that was counted on few."""

import math

Z95 = 1.959964


def wilson(hits: float, n: int) -> tuple[float, float]:
    """The 95 % score interval of the share ``hits`` of ``n`` (Wilson, 1927). ``n`` is at least 1."""
    share, weight = hits / n, Z95 * Z95 / n
    middle = (share + weight / 2) / (1 + weight)
    half = Z95 * math.sqrt(share * (1 - share) / n + weight / n / 4) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)
