"""What a platform wants when it sends somebody: read from the claims of its token, strictly."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from nastavnik.learning.lti.deep_linking import Wish, read_wish
from nastavnik.learning.lti.tokens import Claims
from nastavnik.learning.lti.words import (
    CONTEXT,
    DEPLOYMENT,
    GRADES,
    LTI_VERSION,
    MESSAGE_TYPE,
    PEOPLE,
    RESOURCE_LINK,
    ROLES,
    SCOPE_SCORE,
    TARGET,
    VERSION,
    WISH,
    Message,
    Refused,
    Why,
)

MOST_ID = 255
MOST_NAME = 200
MOST_ADDRESS = 500


@dataclass(frozen=True, slots=True)
class Launch:
    """Somebody who comes from a platform. `wish` is there when she chooses lessons for a course."""

    sub: str
    name: str
    deployment_id: str
    target: str
    resource_id: str
    course_title: str
    grades_url: str
    people_url: str
    wish: Wish | None


def read_launch(claims: Claims, deployments: Collection[str]) -> Launch:
    """Return what the claims of a verified token say. Raises `Refused` for what a tool must not take (LTI 1.3, 5.3)."""
    message = claims.get(MESSAGE_TYPE)
    if message not in list(Message):
        raise Refused(Why.MESSAGE, repr(message)[:60])
    if claims.get(LTI_VERSION) != VERSION:
        raise Refused(Why.VERSION, repr(claims.get(LTI_VERSION))[:20])
    deployment_id = _text(claims, DEPLOYMENT, Why.DEPLOYMENT)
    if deployment_id not in deployments:
        raise Refused(Why.DEPLOYMENT, deployment_id[:60])
    if not isinstance(claims.get(ROLES), list):
        raise Refused(Why.CLAIMS, "roles")
    is_choice = message == Message.CHOICE
    grades = _part(claims, GRADES)
    return Launch(
        # whoever chooses lessons may be nobody here
        sub=_text(claims, "sub", Why.CLAIMS),
        name=_shown(claims.get("name") or _joined(claims), MOST_NAME),
        deployment_id=deployment_id,
        target="" if is_choice else _text(claims, TARGET, Why.CLAIMS, MOST_ADDRESS),
        resource_id="" if is_choice else _text(_part(claims, RESOURCE_LINK), "id", Why.CLAIMS),
        course_title=_shown(_part(claims, CONTEXT).get("title"), MOST_ID),
        grades_url=_address(grades.get("lineitem")) if SCOPE_SCORE in _list(grades.get("scope")) else "",
        people_url=_address(_part(claims, PEOPLE).get("context_memberships_url")),
        wish=read_wish(_part(claims, WISH)) if is_choice else None,
    )


def _part(claims: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = claims.get(name)
    return part if isinstance(part, dict) else {}


def _list(words: Any) -> list[Any]:
    return words if isinstance(words, list) else []


def _text(claims: Mapping[str, Any], name: str, why: Why, most: int = MOST_ID) -> str:
    """Return a claim that must be there. Raises `Refused`."""
    text = claims.get(name)
    if not isinstance(text, str) or not text.strip() or len(text) > most:
        raise Refused(why, name.rpartition("/")[2])
    return text


def _shown(text: Any, most: int) -> str:
    """Return a text for people, as far as it is one."""
    return " ".join(text.split())[:most] if isinstance(text, str) else ""


def _joined(claims: Claims) -> str:
    """Return a name of its parts, where the platform tells no whole one."""
    parts = (claims.get("given_name"), claims.get("family_name"))
    return " ".join(part for part in parts if isinstance(part, str))


def _address(text: Any) -> str:
    """Return the address of a service, as far as it may be one; it is looked at again before it is called."""
    is_one = isinstance(text, str) and len(text) <= MOST_ADDRESS and text.startswith(("https://", "http://"))
    return text if is_one else ""
