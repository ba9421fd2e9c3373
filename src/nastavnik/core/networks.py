"""Which addresses belong to the internet, and which to a network of ours."""

from ipaddress import IPv4Address, IPv6Address, ip_network

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
