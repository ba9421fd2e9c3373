"""Coming in from a platform, in three steps: the platform announces somebody, says who she is, she comes in by a ticket.

Nothing is kept of the first step: its `state` is signed and carries the nonce, the browser and the way. The second writes an
entrance down, once for each nonce. The third happens in the browser that asked in the first, and once; see
docs/decisions/2026-11-26-lti-in-its-own-window.md for why nothing else of the browser is relied upon.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlencode

import structlog
from django.core import signing
from django.db import IntegrityError, transaction

from nastavnik.core.sealing import digest
from nastavnik.learning.lti.launches import Launch, read_launch
from nastavnik.learning.lti.tokens import Issuer, read_token
from nastavnik.learning.lti.words import Refused, Why
from nastavnik.learning.models import LtiLaunch, LtiLink, LtiPlatform
from nastavnik.learning.selectors.lti import lesson_at, platform_of
from nastavnik.learning.services.lti.talk import find_key
from nastavnik.programme.models import School

log = structlog.get_logger("nastavnik.learning.lti")

STATE_SALT = "learning.lti-state"
PURPOSE = "learning.lti-entrance"
STATE_SECONDS = 600
# to read a letter with a code, and to connect an account by it
TICKET_LIVES = timedelta(hours=1)
KEPT_FOR = timedelta(days=1)
BROWSER_BYTES = 24


@dataclass(frozen=True, slots=True)
class Announced:
    """What a platform says in the first step; `message_hint` and `client_id` may be empty."""

    issuer: str
    login_hint: str
    target: str
    client_id: str
    message_hint: str


@dataclass(frozen=True, slots=True)
class Entered:
    """An entrance that was written down: its ticket, and whether lessons are to be chosen by it."""

    ticket: str
    is_choice: bool


def announce(*, school: School, announced: Announced, browser: str) -> str:
    """Return where the browser goes to be told who its person is. Raises `Refused`.

    `browser` is the secret of the browser's cookie; nothing when it keeps none, which does for choosing lessons.
    """
    if not (announced.issuer and announced.login_hint and announced.target):
        raise Refused(Why.NOT_ASKED)
    platform = platform_of(school, announced.issuer, announced.client_id)
    if not announced.target.startswith(f"{school.base_url}/"):
        raise Refused(Why.WRONG_TARGET, announced.target[:200])
    nonce = secrets.token_urlsafe(24)
    kept = {"platform": platform.pk, "nonce": nonce, "browser": _browser_hash(browser)}
    query = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": platform.client_id,
        "redirect_uri": launch_url(school),
        "login_hint": announced.login_hint,
        "state": signing.dumps(kept, salt=STATE_SALT),
        "nonce": nonce,
        **({"lti_message_hint": announced.message_hint} if announced.message_hint else {}),
    }
    return f"{platform.auth_url}{'&' if '?' in platform.auth_url else '?'}{urlencode(query)}"


def launch_url(school: School) -> str:
    """Return where platforms send people to: the one address that they may."""
    return f"{school.base_url}/lti/launch/"


def receive(*, school: School, state: str, id_token: str, now: datetime) -> Entered:
    """Read what a platform says of somebody, and write her entrance down. Raises `Refused`."""
    kept = _read_state(state)
    platform = LtiPlatform.objects.filter(pk=kept["platform"], school=school, removed_at=None).first()
    if platform is None:
        raise Refused(Why.UNKNOWN_PLATFORM, "removed meanwhile")
    expected = Issuer(platform.issuer, platform.client_id)
    claims = read_token(id_token, expected=expected, nonce=kept["nonce"], find_key=partial(find_key, platform))
    launch = read_launch(claims, platform.deployments)
    return _write_down(school, platform, launch, kept, now)


def _read_state(state: str) -> dict[str, str]:
    try:
        kept: dict[str, str] = signing.loads(state, salt=STATE_SALT, max_age=STATE_SECONDS)
    except signing.BadSignature as error:
        raise Refused(Why.STATE, type(error).__name__) from error
    return kept


@transaction.atomic
def _write_down(school: School, platform: LtiPlatform, launch: Launch, kept: dict[str, str], now: datetime) -> Entered:
    ticket = secrets.token_urlsafe(24)
    link = None if launch.wish else _keep_link(school, platform, launch, now)
    try:
        with transaction.atomic():
            LtiLaunch.objects.create(
                platform=platform,
                nonce=kept["nonce"],
                ticket_hash=ticket_hash(ticket),
                browser_hash=kept["browser"],
                sub=launch.sub,
                name=launch.name,
                link=link,
                deployment_id=launch.deployment_id,
                wish=launch.wish.kept() if launch.wish else {},
                at=now,
            )
    except IntegrityError as error:
        raise Refused(Why.REPLAY) from error
    log.info("lti_launch", platform=platform.pk, link=link.pk if link else None)
    return Entered(ticket, is_choice=launch.wish is not None)


def _keep_link(school: School, platform: LtiPlatform, launch: Launch, now: datetime) -> LtiLink:
    """Return the lesson in the course, with the addresses of the course's services as they are told today."""
    lesson = lesson_at(school, launch.target)
    if lesson is None:
        raise Refused(Why.NO_LESSON, launch.target[:200])
    link, _is_new = LtiLink.objects.update_or_create(
        platform=platform,
        deployment_id=launch.deployment_id,
        resource_id=launch.resource_id,
        defaults={
            "lesson": lesson,
            "course_title": launch.course_title,
            "grades_url": launch.grades_url,
            "people_url": launch.people_url,
            "seen_at": now,
        },
    )
    return link


def new_browser() -> str:
    """Return a secret for the cookie of a browser."""
    return secrets.token_urlsafe(BROWSER_BYTES)


def entrance(*, school: School, ticket: str, browser: str, now: datetime) -> LtiLaunch:
    """Return the entrance of a ticket for the browser that asked for it. Raises `Refused`."""
    launch = _open(school, ticket, now)
    if launch.link is None:
        raise Refused(Why.TICKET)
    if not browser or not hmac.compare_digest(launch.browser_hash, _browser_hash(browser)):
        raise Refused(Why.BROWSER)
    return launch


def choice(*, school: School, ticket: str, now: datetime) -> LtiLaunch:
    """Return the entrance by which lessons are chosen. Raises `Refused`.

    In whichever browser: a frame in another site may keep no cookie, and here nobody is signed in and nothing is shown or
    done that a guest may not.
    """
    launch = _open(school, ticket, now)
    if launch.link is not None:
        raise Refused(Why.TICKET)
    return launch


def _open(school: School, ticket: str, now: datetime) -> LtiLaunch:
    launches = LtiLaunch.objects.select_related("platform", "link__lesson").filter(
        ticket_hash=ticket_hash(ticket),
        platform__school=school,
        platform__removed_at=None,
        used_at=None,
        at__gt=now - TICKET_LIVES,
    )
    launch = launches.first()
    if launch is None:
        raise Refused(Why.TICKET)
    return launch


def use(launch: LtiLaunch, *, now: datetime) -> None:
    """Use a ticket up. Raises `Refused` when another request was first."""
    if not LtiLaunch.objects.filter(pk=launch.pk, used_at=None).update(used_at=now):
        raise Refused(Why.TICKET)


def forget_old_entrances(*, now: datetime) -> int:
    """Delete entrances that nobody can come in by any more, with the names that platforms told."""
    count, _rows = LtiLaunch.objects.filter(at__lt=now - KEPT_FOR).delete()
    return count


def ticket_hash(ticket: str) -> str:
    """Return what is kept of a ticket."""
    return digest(ticket, purpose=PURPOSE)


def _browser_hash(browser: str) -> str:
    return digest(browser, purpose=STATE_SALT) if browser else ""
