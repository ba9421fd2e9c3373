"""What the services of a platform are asked and told: access tokens, scores (AGS 2.0), people (NRPS 2.0)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
NEXT = re.compile(r"<([^<>]+)>\s*;[^,]*\brel=\"?next\"?", re.IGNORECASE)
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a course, as the platform tells."""

    sub: str
    name: str
    is_learner: bool


def assertion_claims(client_id: str, token_url: str, jti: str) -> dict[str, Any]:
    """Return what the school says of itself to get an access token (Security Framework 4.1)."""
    return {"iss": client_id, "sub": client_id, "aud": token_url, "jti": jti}


def token_form(assertion: str, scope: str) -> dict[str, str]:
    """Return the form that asks for an access token."""
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION,
        "client_assertion": assertion,
        "scope": scope,
    }


def scores_url(line_item: str) -> str:
    """Return where scores of a grade column go; what follows a question mark stays at the end (Moodle has such)."""
    parts = urlsplit(line_item)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/scores"))


def score(*, sub: str, percent: int | None, is_completed: bool, now: datetime) -> dict[str, Any]:
    """Return a score in the words of AGS 2.0.

    Moodle takes a grade only when it is final (`FullyGraded`); others show that somebody is on her way.
    """
    words: dict[str, Any] = {
        "userId": sub,
        "timestamp": now.isoformat(timespec="milliseconds"),
        "activityProgress": "Completed" if is_completed else "InProgress",
        "gradingProgress": "FullyGraded" if is_completed else "Pending" if percent is not None else "NotReady",
    }
    return words if percent is None else {**words, "scoreGiven": percent, "scoreMaximum": 100}


def read_members(page: Any) -> list[Member]:
    """Return the active people on a page of a course. Raises `ValueError` for what is no such page."""
    members = page.get("members") if isinstance(page, dict) else None
    if isinstance(members, list):
        return [_member(one) for one in members if isinstance(one, dict) and _is_there(one)]
    raise ValueError("no list of members")


def _is_there(one: Mapping[str, Any]) -> bool:
    return isinstance(one.get("user_id"), str) and one.get("status", "Active") == "Active"


def _member(one: Mapping[str, Any]) -> Member:
    roles = one.get("roles")
    words = roles if isinstance(roles, list) else []
    return Member(
        sub=one["user_id"],
        name=str(one.get("name") or "")[:MOST_SHOWN],
        is_learner=any(str(role).rpartition("#")[2] == "Learner" or role == "Learner" for role in words),
    )


def next_page(link: str) -> str:
    """Return the address of the next page from a `Link` header (RFC 8288); nothing on the last."""
    found = NEXT.search(link)
    return found[1] if found else ""
