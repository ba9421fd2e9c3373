"""Other systems: learning platforms that send people in, and the desk where they are connected."""

from typing import Any

from django.utils import timezone

from nastavnik.learning.models import LtiLaunch, LtiLink, LtiPerson, LtiPlatform, RecordStore
from nastavnik.learning.services.lti.entrances import ticket_hash
from nastavnik.learning.services.lti.registration import registration_secret
from nastavnik.people.models import User
from nastavnik.programme.models import School
from tests.architecture.access.words import (
    OWN,
    PUBLIC,
    ROLES,
    RUN,
    RUN_HIDDEN,
    Answer,
    Row,
    get,
    post,
    who,
)
from tests.programme.factories import LessonFactory

Things = dict[str, Any]

TO_THE_LESSON = who(*ROLES, gets=Answer.AWAY, others=Answer.AWAY)
NO_BROWSER = who(*ROLES, gets=Answer.FORBIDDEN, others=Answer.FORBIDDEN)
HERS = who("learner", others=Answer.MISSING)

SYSTEMS: tuple[Row, ...] = (
    get("learning:lti_login", PUBLIC),
    post("learning:lti_launch", PUBLIC),
    get("learning:lti_keys", PUBLIC),
    get("learning:lti_door", PUBLIC),
    get("learning:lti_enter", NO_BROWSER, "entrance", why="only the browser that asked for it, by a cookie of its own"),
    get("learning:lti_lesson", TO_THE_LESSON, "lesson", why="leads to the lesson, which asks for rights itself"),
    get("learning:lti_choice", PUBLIC, "choice"),
    get("learning:lti_register", PUBLIC, "registration"),
    get("learning:own_systems", OWN),
    post("learning:disconnect_lti", HERS, "connection"),
    get("learning:systems", RUN),
    get("learning:record_store", RUN),
    post("learning:retry_statements", RUN),
    get("learning:add_lti_platform", RUN),
    get("learning:lti_platform", RUN_HIDDEN, "platform"),
    get("learning:edit_lti_platform", RUN_HIDDEN, "platform"),
    post("learning:remove_lti_platform", RUN_HIDDEN, "platform"),
    post("learning:restore_lti_platform", RUN_HIDDEN, "platform"),
    post("learning:retry_lti_grades", RUN_HIDDEN, "platform"),
    post("learning:lti_people", RUN_HIDDEN, "course"),
)


def things_of_systems(school: School, people: dict[str, User | None]) -> Things:
    """Return a platform with a lesson in a course, somebody connected with it, entrances from it, and a link to register."""
    now, methodist = timezone.now(), people["methodist"]
    assert methodist is not None
    RecordStore.objects.create(school=school)
    platform = LtiPlatform.objects.create(
        school=school, title="Moodle", issuer=f"https://moodle-{school.pk}.example", client_id="1", added_at=now
    )
    lesson = LessonFactory(cycle__programme__school=school, announced=True)
    link = LtiLink.objects.create(platform=platform, deployment_id="1", resource_id="1", lesson=lesson, seen_at=now)
    person = LtiPerson.objects.create(platform=platform, sub="1", user=people["learner"], linked_at=now)
    wish = {"return_url": "https://moodle.example/", "data": None, "is_several": True, "takes_grades": True}
    tickets = {"entrance": {"link": link}, "choice": {"wish": wish}}
    for name, words in tickets.items():
        ticket = ticket_hash(f"{name}-{school.pk}")
        LtiLaunch.objects.create(platform=platform, nonce=name, ticket_hash=ticket, sub="2", at=now, **words)
    return {
        "platform": platform.token,
        "course": link.token,
        "connection": person.pk,
        "registration": registration_secret(actor=methodist, school=school),
        **{name: f"{name}-{school.pk}" for name in tickets},
    }
