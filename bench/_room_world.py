"""Makes a school with a broadcast on air in the folder of the environment; prints what its clients need as JSON."""

import json
import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nastavnik.config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 -- Django was set up just above
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 -- the same
from django.core.management import call_command  # noqa: E402 -- the same
from django.utils import timezone  # noqa: E402 -- the same
from tests.live.factories import BroadcastFactory  # noqa: E402 -- the same
from tests.people.factories import UserFactory, grant  # noqa: E402 -- the same

from nastavnik.live.models import Broadcast, Room  # noqa: E402 -- the same
from nastavnik.live.services import room as services  # noqa: E402 -- the same
from nastavnik.people.enums import Role  # noqa: E402 -- the same
from nastavnik.people.models import User  # noqa: E402 -- the same
from nastavnik.people.selectors.sessions import SessionStore  # noqa: E402 -- the same
from nastavnik.programme.permissions import place_of  # noqa: E402 -- the same

PEOPLE = 220


def cookie_of(user: User) -> str:
    """Return the cookie of somebody who has signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def make() -> dict[str, Any]:
    """Make the world; where there is a broadcast already, the people who come to it."""
    call_command("migrate", verbosity=0)
    broadcast = Broadcast.objects.first() or BroadcastFactory(live=True)
    methodist = UserFactory()
    grant(methodist, Role.METHODIST, place_of(broadcast.school))
    people = [UserFactory() for _number in range(PEOPLE)]
    for person in people:
        grant(person, Role.LEARNER, place_of(broadcast.school))
    question = services.ask(
        actor=methodist,
        room_id=Room.objects.get_or_create(broadcast=broadcast, defaults={"created_at": timezone.now()})[0].pk,
        text="С чего начать?",
        now=timezone.now(),
    )
    room = Room.objects.get()
    return {
        "room": room.token,
        "question": question.token,
        "methodist": cookie_of(methodist),
        "people": [cookie_of(person) for person in people],
        "csrf": settings.CSRF_COOKIE_NAME,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(make()))
