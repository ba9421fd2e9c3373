"""The log of nginx keeps no secret that opens something to whoever has it."""

import re
from pathlib import Path

import pytest
from django.urls import URLPattern, get_resolver

CONF = Path(__file__).parents[2] / "deploy" / "nginx.conf"
SECRET = "a1b2c3secret"
# what addresses call that which opens them
WORDS = {"secret", "ticket", "signed"}
OTHERS = [
    f"calendar/{SECRET}.ics",
    f"grants/calendar/{SECRET}.ics",
    f"accounts/password/reset/key/{SECRET}/",
    f"accounts/confirm-email/{SECRET}/",
]


def paths_in(patterns, before=""):
    """Yield the addresses that have a secret in them."""
    for one in patterns:
        route = before + str(one.pattern)
        if not isinstance(one, URLPattern):
            yield from paths_in(one.url_patterns, route)
        elif WORDS & set(one.pattern.converters):
            yield re.sub(r"<(?:\w+:)?(\w+)>", lambda name: SECRET if name[1] in WORDS else "1", route)


def logged(uri):
    """Return what the log says of an address, by the map of nginx."""
    told = re.search(r"map \$uri \$logged_uri \{(.*?)\n\}", CONF.read_text(), re.DOTALL)
    for pattern, put in re.findall(r'"~(.*?)"\s+(\S+);', told[1]):
        if found := re.search(pattern.replace("(?<", "(?P<"), uri):
            return re.sub(r"\$(\w+)", lambda name, found=found: found[name[1]], put)
    return uri


@pytest.mark.parametrize("school", ["", "other/"])
def test_secrets_of_addresses_are_not_logged(school):
    paths = [*paths_in(get_resolver().url_patterns), *OTHERS]

    assert len(paths) > 10
    assert [path for path in paths if SECRET in logged(f"/{school}{path}")] == []


def test_what_is_no_secret_is_logged_as_it_is():
    assert logged("/lessons/proof/") == "/lessons/proof/"
    assert logged("/m/123-abc/film/build/a.m4s") == "/m/-/film/build/a.m4s"
    assert logged(f"/proof/{SECRET}/pictures/a.jpg/") == "/proof/-/pictures/a.jpg/"
