"""Who really asks: the addresses that a proxy forwards are believed only when the proxy is ours."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address

from nastavnik.config.talk import Scope, header

Network = IPv4Network | IPv6Network
FORWARDED = frozenset({b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"x-real-ip", b"forwarded"})


def is_ours(address: str, proxies: Sequence[Network]) -> bool:
    """Tell whether `address` is one of our proxies."""
    try:
        known = ip_address(address)
    except ValueError:
        return False
    return any(known in network for network in proxies)


def seen_through(scope: Scope, proxies: Sequence[Network]) -> Scope:
    """Return the request as its sender made it.

    From one of our `proxies` the sender's address and scheme are taken over: of the addresses in `X-Forwarded-For` the
    last that is not a proxy of ours, because everything before it may be made up. Then the headers that say such things
    are removed, so that nothing later believes them.
    """
    peer = scope["client"][0] if scope.get("client") else ""
    if proxies and is_ours(peer, proxies):
        chain = [address.strip() for address in header(scope, b"x-forwarded-for").split(",") if address.strip()]
        sender = next((address for address in reversed(chain) if not is_ours(address, proxies)), peer)
        scheme = header(scope, b"x-forwarded-proto").split(",")[-1].strip()
        scope["client"] = (sender, 0)
        scope["scheme"] = scheme if scheme in {"http", "https"} else scope["scheme"]
    scope["headers"] = [pair for pair in scope["headers"] if pair[0] not in FORWARDED]
    return scope
