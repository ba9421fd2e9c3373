"""Lessons chosen for a course (deep linking 2.0): what the platform wishes, and the answer it gets."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from nastavnik.learning.lti.tokens import Issuer
from nastavnik.learning.lti.words import (
    ANSWER_TO_CHOICE,
    CONTENT_ITEMS,
    DATA,
    DEPLOYMENT,
    LTI_VERSION,
    MESSAGE_TYPE,
    VERSION,
    Refused,
    Why,
)

ITEM_TYPE = "ltiResourceLink"
MOST_ADDRESS = 2000
MOST_DATA = 8000
GRADE_MOST = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What a platform wants back: where, how many, with what of its own (`data`)."""

    return_url: str
    data: str | None
    is_several: bool
    takes_grades: bool

    def kept(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Item:
    """A lesson that is put into a course."""

    uid: str
    title: str
    text: str
    url: str


def read_wish(settings: Mapping[str, Any]) -> Wish:
    """Return what the settings of a request to choose say. Raises `Refused`."""
    return_url, data = settings.get("deep_link_return_url"), settings.get("data")
    is_address = isinstance(return_url, str) and return_url.startswith(("https://", "http://"))
    if not is_address or len(str(return_url)) > MOST_ADDRESS:
        raise Refused(Why.CLAIMS, "deep_link_return_url")
    types = settings.get("accept_types")
    if not isinstance(types, list) or ITEM_TYPE not in types:
        raise Refused(Why.CLAIMS, "accept_types")
    if data is not None and (not isinstance(data, str) or len(data) > MOST_DATA):
        raise Refused(Why.CLAIMS, "data")
    return Wish(
        return_url=str(return_url),
        data=data,
        is_several=settings.get("accept_multiple") in [True, "true"],
        takes_grades=settings.get("accept_lineitem", True) not in [False, "false"],
    )


def answer(wish: Wish, items: Sequence[Item], *, expected: Issuer, deployment_id: str, nonce: str) -> dict[str, Any]:
    """Return the claims that put `items` into the course of the platform `expected`."""
    claims = {
        "iss": expected.client_id,
        "sub": expected.client_id,
        "aud": [expected.issuer],
        "azp": expected.issuer,
        "nonce": nonce,
        MESSAGE_TYPE: ANSWER_TO_CHOICE,
        LTI_VERSION: VERSION,
        DEPLOYMENT: deployment_id,
        CONTENT_ITEMS: [_content_item(item, with_grade=wish.takes_grades) for item in items],
    }
    return claims if wish.data is None else {**claims, DATA: wish.data}


def _content_item(item: Item, *, with_grade: bool) -> dict[str, Any]:
    content = {
        "type": ITEM_TYPE,
        "title": item.title,
        "text": item.text,
        "url": item.url,
        # the lesson is watched in a window of its own: docs/decisions/2026-11-26-lti-in-its-own-window.md
        "window": {"targetName": "_blank"},
    }
    grade = {"label": item.title, "scoreMaximum": GRADE_MOST, "resourceId": item.uid}
    return {**content, "lineItem": grade} if with_grade else content
