"""How often programs may ask: each key, and each network address without one, so often in a minute."""

from django.core.cache import cache

WINDOW_SECONDS = 60
MOST_OF_ADDRESS = 300
MOST_OF_KEY = 600
# Each looks through everything that was ever said.
MOST_SEARCHES = 60
MOST_WRONG_KEYS = 30


def note_request(what: str, who: str, most: int) -> bool:
    """Count a request of `who`; tell whether it is within what is allowed."""
    name = f"api.{what}.{who}"
    if cache.add(name, 1, WINDOW_SECONDS):
        return True
    try:
        return int(cache.incr(name)) <= most
    except ValueError:  # its minute ended between the two
        return True
