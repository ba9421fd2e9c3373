"""How often one network may ask for something: counted in the cache, which without Redis each process has of its own."""

from ipaddress import ip_address, ip_network

from django.core.cache import cache

MINUTE_SECONDS = 60
IPV6 = 6


def is_within(what: str, address: str, most: int, *, seconds: int = MINUTE_SECONDS) -> bool:
    """Count a request from a network address; tell whether it is among the first `most` since the count began, which lasts `seconds`."""
    key = f"pace.{what}.{network_of(address)}"
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key)) <= most
    except ValueError:  # its time ended between the two
        return True


def network_of(address: str) -> str:
    """Return what one connection has: an address, or of IPv6 the half that is given to a household as a whole."""
    try:
        found = ip_address(address)
    except ValueError:  # a socket of the machine itself has none
        return address
    return str(ip_network((int(found) >> 64 << 64, 64))) if found.version == IPV6 else str(found)
