"""Limits of proportions. Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927)."""

from math import sqrt

Z_95 = 1.959964


def wilson(successes: float, total: float, z: float = Z_95) -> tuple[float, float]:
    """The interval of a share that `successes` of `total` speak of; ValueError when total is 0."""
    if total <= 0:
        message = "A share of nothing has no limits."
        raise ValueError(message)
    share = successes / total
    scale = 1 + z * z / total
    middle = (share + z * z / (2 * total)) / scale
    reach = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / scale
    return max(0.0, middle - reach), min(1.0, middle + reach)
