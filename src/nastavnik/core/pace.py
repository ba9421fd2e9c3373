"""How often one network may ask for something: counted in the cache, which without Redis each process has of its own."""

from django.core.cache import cache

from nastavnik.core.networks import network_of

MINUTE_SECONDS = 60


def is_within(what: str, who: str, most: int, *, seconds: int = MINUTE_SECONDS) -> bool:
    """Count a request of `who`; tell whether it is among the first `most` since the count began, which lasts `seconds`.

    `who` is a network address, of which the network is counted, or any word of ours, as the token of a key.
    """
    key = _name_of(what, who)
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key)) <= most
    except ValueError:  # its time ended between the two
        return True


def is_used_up(what: str, who: str, most: int) -> bool:
    """Tell whether `who` has asked `most` times already, and count nothing."""
    return int(cache.get(_name_of(what, who), 0)) >= most


def _name_of(what: str, who: str) -> str:
    return f"pace.{what}.{network_of(who)}"
