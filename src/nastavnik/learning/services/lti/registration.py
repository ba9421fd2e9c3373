"""A platform that connects itself: its administrator opens a link of our methodist, the two systems tell each other the rest."""

import json
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core.ids import new_token
from nastavnik.core.outside import OutsideFault, check_address
from nastavnik.learning.lti.registration import (
    Configuration,
    Registered,
    Tool,
    read_configuration,
    read_registered,
    request,
)
from nastavnik.learning.models import LtiPlatform
from nastavnik.learning.services.lti.entrances import launch_url
from nastavnik.learning.services.lti.platforms import PlatformWords, check_room, make_platform
from nastavnik.learning.services.lti.refusals import RegistrationFailed, RegistrationOver
from nastavnik.learning.services.lti.talk import Untaken, guarded, said_of
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school

log = structlog.get_logger("nastavnik.learning.lti")

SALT = "learning.lti-registration"
LIVES_SECONDS = 24 * 3600
JSON = {"Accept": "application/json"}


@dataclass(frozen=True, slots=True)
class Door:
    """A link by which a platform may connect itself: for which school, given by whom, under which name."""

    school_id: int
    user_id: int
    name: str


def registration_secret(*, actor: User, school: School) -> str:
    """Return a secret for a link that connects one platform within a day. It is the right to do so: hand it to administrators only."""
    if not can_run_school(actor, school):
        raise PermissionDenied
    return signing.dumps([school.pk, actor.pk, new_token(16)], salt=SALT)


def open_door(*, school: School, secret: str) -> Door:
    """Return what a link may. Raises `RegistrationOver`, `School.DoesNotExist` for what is no link of this school."""
    try:
        school_id, user_id, name = signing.loads(secret, salt=SALT, max_age=LIVES_SECONDS)
    except signing.SignatureExpired as error:
        raise RegistrationOver from error
    except signing.BadSignature as error:
        raise School.DoesNotExist from error
    if school_id != school.pk:
        raise School.DoesNotExist
    if LtiPlatform.objects.filter(registered_by=name).exists():
        raise RegistrationOver
    return Door(school_id, user_id, name)


def register(*, school: School, secret: str, configuration_url: str, token: str, now: datetime) -> LtiPlatform:
    """Connect the platform that tells of itself at `configuration_url`; `token` is its leave to register.

    In the name of the methodist who gave the link, while she is one. Raises `RegistrationOver`, `RegistrationFailed`,
    `PlatformKnown`, `TooManyPlatforms`.
    """
    door = open_door(school=school, secret=secret)
    actor = User.objects.filter(pk=door.user_id, is_active=True).first()
    if actor is None or not can_run_school(actor, school):
        raise RegistrationOver
    check_room(school)
    try:
        told = _told(configuration_url)
        for url in (told.auth_url, told.token_url, told.keys_url):
            check_address(url)
        registered = _registered(told, tool_of(school), token)
    except (Untaken, OutsideFault, ValueError) as error:
        log.warning("lti_registration_failed", school=school.pk, why=str(error))
        raise RegistrationFailed from error
    return _keep(actor, school, told=told, registered=registered, door=door, now=now)


def _told(url: str) -> Configuration:
    answer = guarded("GET", url, headers=JSON)
    if not answer.is_good:
        raise ValueError(said_of(answer))
    return read_configuration(answer.json(), url)


def _registered(told: Configuration, tool: Tool, token: str) -> Registered:
    headers = {**JSON, "Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    answer = guarded("POST", told.registration_url, headers=headers, body=json.dumps(request(tool)).encode())
    if not answer.is_good:
        raise ValueError(said_of(answer))
    return read_registered(answer.json())


def tool_of(school: School) -> Tool:
    """Return the addresses of the school that a platform needs."""
    home = school.base_url
    return Tool(
        title=school.title,
        home=home,
        login_url=f"{home}/lti/login/",
        launch_url=launch_url(school),
        choice_url=f"{home}/lti/deep/",
        keys_url=f"{home}/lti/keys/",
    )


@transaction.atomic
def _keep(
    actor: Actor, school: School, *, told: Configuration, registered: Registered, door: Door, now: datetime
) -> LtiPlatform:
    words = PlatformWords(
        title=told.issuer.partition("://")[2][:120],
        issuer=told.issuer,
        client_id=registered.client_id,
        deployments=registered.deployments,
        auth_url=told.auth_url,
        token_url=told.token_url,
        keys_url=told.keys_url,
        makes_accounts=False,
    )
    return make_platform(actor=actor, school=school, words=words, now=now, registered_by=door.name)
