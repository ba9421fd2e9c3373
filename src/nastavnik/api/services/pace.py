"""How often programs may ask: each key, and each network without one, so often in a minute."""

from nastavnik.core.pace import MINUTE_SECONDS, is_within

WINDOW_SECONDS = MINUTE_SECONDS
MOST_OF_ADDRESS = 300
MOST_OF_KEY = 600
# Each looks through everything that was ever said.
MOST_SEARCHES = 60
MOST_WRONG_KEYS = 30


def note_request(what: str, who: str, most: int) -> bool:
    """Count a request of `who`, the token of a key or an address; tell whether it is within what is allowed."""
    return is_within(f"api.{what}", who, most)
