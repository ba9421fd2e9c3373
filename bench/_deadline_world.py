"""Makes a contest with many whole drafts in the folder of the environment, sets its deadline, and tells what was kept; JSON.

`python -m bench._deadline_world make 500` · `deadline 60` (seconds from now; prints the moment) · `kept`
"""

import json
import os
import sys
from datetime import timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nastavnik.config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 -- Django was set up just above
from django.core.management import call_command  # noqa: E402 -- the same
from tests.contest.applications.a_form import make_form  # noqa: E402 -- the same
from tests.contest.applications.conftest import draft_of, fill_in, head_of  # noqa: E402 -- the same
from tests.contest.factories import AuthorFactory, ContestFactory, DirectionFactory  # noqa: E402 -- the same
from tests.people.factories import LibraryFactory, UserFactory, grant, in_network  # noqa: E402 -- the same
from tests.programme.factories import SchoolFactory  # noqa: E402 -- the same

from bench._room_world import cookie_of  # noqa: E402 -- the same
from nastavnik.contest.models import Contest, SectionText, Submission  # noqa: E402 -- the same
from nastavnik.contest.services.snapshots import digest_of  # noqa: E402 -- the same
from nastavnik.core import clock  # noqa: E402 -- the same
from nastavnik.people.enums import Role  # noqa: E402 -- the same
from nastavnik.people.models import ConsentRound, User  # noqa: E402 -- the same
from nastavnik.programme.permissions import place_of  # noqa: E402 -- the same

# besides those that are submitted in time: one in the last half second, one just after the deadline, one that two write
MORE = 3


def make(many: int) -> dict[str, Any]:
    """Make the world: libraries with their heads, a whole draft of each, a colleague who writes the last one too."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    school, now = SchoolFactory(), clock.now()
    in_network(school.owner, place_of(school))
    contest = ContestFactory(school=school, intake=True)
    make_form(contest)
    direction = DirectionFactory(contest=contest)
    drafts = []
    for _number in range(many + MORE):
        library = LibraryFactory(organisation=school.owner)
        head = head_of(library, school)
        enter(head, school, now)
        draft = fill_in(draft_of(contest, direction, library, head), now)
        drafts.append({"token": draft.token, "cookie": cookie_of(head)})
    colleague = UserFactory()
    grant(colleague, Role.LEARNER, place_of(school))
    enter(colleague, school, now)
    AuthorFactory(application=draft, user=colleague)
    return {"drafts": drafts, "colleague": cookie_of(colleague), "csrf": settings.CSRF_COOKIE_NAME}


def enter(user: User, school: Any, now: Any) -> None:
    """Let somebody have gone through the documents."""
    place = place_of(school)
    ConsentRound.objects.create(user=user, place_kind=place.kind, place_id=place.id, answered_at=now)


def set_deadline(seconds: float) -> dict[str, Any]:
    """Let the deadline be in so many seconds."""
    moment = clock.now() + timedelta(seconds=seconds)
    Contest.objects.update(deadline_at=moment)
    return {"deadline": moment.timestamp()}


def kept() -> dict[str, Any]:
    """Return every submission, whether its hash is that of what is kept, and what the two have written."""
    rows = Submission.objects.select_related("application")
    return {
        "last_number": Contest.objects.get().last_number,
        "submissions": [
            {
                "token": one.application.token,
                "number": one.application.number,
                "taken_number": one.taken["application"]["number"],
                "sha256": one.sha256,
                "is_whole": digest_of(one.taken) == one.sha256,
                "at": one.submitted_at.timestamp(),
                "is_late": one.is_late,
            }
            for one in rows
        ],
        "goals": {
            row.application.token: row.values.get("goal", "")
            for row in SectionText.objects.filter(key="about").select_related("application")
        },
    }


if __name__ == "__main__":
    deed, *words = sys.argv[1:]
    told = {"make": lambda: make(int(words[0])), "deadline": lambda: set_deadline(float(words[0])), "kept": kept}[
        deed
    ]()
    sys.stdout.write(json.dumps(told, ensure_ascii=False))
