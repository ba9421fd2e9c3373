from ipaddress import ip_network

import pytest

from nastavnik.config.proxies import seen_through

OURS = [ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("::1")]


def scope_of(peer, scheme="http", **headers):
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"client": peer and (peer, 4000), "scheme": scheme, "headers": [*pairs, (b"accept", b"*/*")]}


@pytest.mark.parametrize(
    ("peer", "forwarded", "sender"),
    [
        ("127.0.0.1", "203.0.113.5", "203.0.113.5"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", "6.6.6.6, 203.0.113.5", "203.0.113.5"),  # the first may be made up by the sender
        ("127.0.0.1", "203.0.113.5, 10.2.3.4", "203.0.113.5"),  # through two proxies of ours
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "10.1.1.1", "127.0.0.1"),
        ("127.0.0.1", "not an address", "not an address"),
        ("203.0.113.9", "6.6.6.6", "203.0.113.9"),  # no proxy of ours: not believed
    ],
)
def test_sender_is_the_last_that_is_no_proxy(peer, forwarded, sender):
    scope = seen_through(scope_of(peer, x_forwarded_for=forwarded), OURS)

    assert scope["client"][0] == sender


def test_scheme_is_taken_from_our_proxy_alone():
    assert seen_through(scope_of("127.0.0.1", x_forwarded_proto="https"), OURS)["scheme"] == "https"
    assert seen_through(scope_of("127.0.0.1", x_forwarded_proto="gopher"), OURS)["scheme"] == "http"
    assert seen_through(scope_of("203.0.113.9", x_forwarded_proto="https"), OURS)["scheme"] == "http"
    assert seen_through(scope_of("127.0.0.1", x_forwarded_proto="https"), [])["scheme"] == "http"


def test_headers_of_proxies_are_removed_whoever_sent_them():
    said = {
        "x_forwarded_for": "6.6.6.6",
        "x_forwarded_proto": "https",
        "x_real_ip": "6.6.6.6",
        "forwarded": "for=6.6.6.6",
    }

    for peer in ("127.0.0.1", "203.0.113.9", None):
        assert seen_through(scope_of(peer, **said), OURS)["headers"] == [(b"accept", b"*/*")]
