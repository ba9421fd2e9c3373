"""Lessons chosen for a course of a platform: the signed answer that puts them there."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from nastavnik.learning.lti.deep_linking import Item, Wish, answer
from nastavnik.learning.lti.tokens import Issuer
from nastavnik.learning.models import LtiLaunch
from nastavnik.learning.services.lti.keys import signed
from nastavnik.programme.models import Lesson, School

MOST_LESSONS = 50


def answer_choice(*, school: School, launch: LtiLaunch, lessons: Sequence[Lesson], now: datetime) -> str:
    """Return the token that puts `lessons`, which a guest may see, into the course that asked for them."""
    wish = Wish(**launch.wish)
    chosen = lessons[: MOST_LESSONS if wish.is_several else 1]
    items = [
        Item(
            uid=lesson.uid,
            title=lesson.title,
            text=lesson.summary,
            url=f"{school.base_url}/lti/lessons/{lesson.uid}/",
        )
        for lesson in chosen
    ]
    claims = answer(
        wish,
        items,
        expected=Issuer(launch.platform.issuer, launch.platform.client_id),
        deployment_id=launch.deployment_id,
        nonce=secrets.token_urlsafe(16),
    )
    return signed(claims, now=now)
