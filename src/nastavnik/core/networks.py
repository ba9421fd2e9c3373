"""Which addresses belong to the internet and which to a network of ours, and which count as one visitor."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

INSIDE_ENDINGS = (".local", ".internal", ".localhost", ".home.arpa", ".lan")
# Addresses of IPv6 that carry one of IPv4 inside; a router would unwrap it after we have looked.
WRAPPINGS = tuple(ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


def is_outside(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether `address` belongs to the internet and to no network of ours."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_outside(address.ipv4_mapped)
        if any(address in net for net in WRAPPINGS):
            return False
    return address.is_global and not address.is_multicast


def network_of(address: str) -> str:
    """Return what one connection has: an IPv4 address, or of IPv6 the half that is given to a household as a whole.

    A socket that takes both writes IPv4 addresses inside of IPv6 ones, of which the first half is the same for everybody.
    """
    try:
        found = ip_address(address)
    except ValueError:  # a socket of the machine itself has none
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Network((int(found) >> 64 << 64, 64)))
