"""Makes a school in the data folder of the environment, with an upload that has just begun; prints its keys as JSON."""

import json
import sys

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.utils import timezone
from tests.people.factories import UserFactory, grant
from tests.programme.factories import SchoolFactory

from nastavnik.people.enums import Role
from nastavnik.people.selectors import sessions
from nastavnik.programme.permissions import place_of
from nastavnik.video import services


def make() -> None:
    call_command("migrate", verbosity=0)
    school, user = SchoolFactory(), UserFactory()
    grant(user, Role.METHODIST, place_of(school))
    session = sessions.SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    words = {"actor": user, "school": school, "name": "занятие.mp4", "now": timezone.now()}
    upload = services.begin(**words, length=8 * 2**20)
    cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    sys.stdout.write(json.dumps({"upload": upload.token, "cookie": cookie}))
