"""How often one network address may ask whether a certificate is genuine: often enough for a person, not for a search."""

from django.core.cache import cache

WINDOW_SECONDS = 60
MOST_LOOKS = 30


def may_verify(*, address: str) -> bool:
    """Count a look; tell whether it is answered."""
    key = f"learning.verify.{address}"
    if cache.add(key, 1, WINDOW_SECONDS):
        return True
    try:
        return int(cache.incr(key)) <= MOST_LOOKS
    except ValueError:  # its minute ended between the two
        return True
