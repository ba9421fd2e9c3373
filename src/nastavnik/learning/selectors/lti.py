"""Platforms and those who come from them: found by what a token says, and shown at the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet

from nastavnik.core.text import search_key
from nastavnik.learning.enums import SendState, SystemFault
from nastavnik.learning.lti.words import Refused, Why
from nastavnik.learning.models import Completion, LtiGrade, LtiKey, LtiLaunch, LtiLink, LtiPerson, LtiPlatform
from nastavnik.people.enums import Role
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor, roles_of
from nastavnik.programme.models import Lesson, LessonSpeaker, School
from nastavnik.programme.permissions import can_run_school, lessons_visible_to

MOST_CHOICES = 500
MOST_LINKS = 200
MOST_FAULTS = 5


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """A platform in the list of the desk."""

    token: str
    title: str
    issuer: str
    people: int
    lessons: int
    waiting: int
    failed: int
    makes_accounts: bool


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A lesson in a course of a platform; `fault` says why its grades are not taken."""

    token: str
    lesson_title: str
    lesson_path: str
    course_title: str
    has_grades: bool
    has_people: bool
    people: int
    completed: int
    waiting: int
    failed: int


@dataclass(frozen=True, slots=True)
class PlatformPage:
    """A platform at the desk. `faults`: what it answered to grades that were not taken, each once."""

    platform: LtiPlatform
    links: list[LinkRow]
    faults: list[tuple[str, str]]

    @property
    def is_stuck(self) -> bool:
        """Tell whether grades wait or were not taken."""
        return any(link.waiting or link.failed for link in self.links)


@dataclass(frozen=True, slots=True)
class MemberAccount:
    """What the school knows of somebody of a course: her account's name, whether the lesson counts for her."""

    name: str
    is_completed: bool


@dataclass(frozen=True, slots=True)
class Connection:
    """A platform from which a person comes into her account."""

    id: int
    title: str
    linked_at: datetime


def platform_of(school: School, issuer: str, client_id: str) -> LtiPlatform:
    """Return the platform that announces somebody. Raises `Refused` unless it is exactly one."""
    found = LtiPlatform.objects.filter(school=school, removed_at=None, issuer=issuer)
    platforms = list(found.filter(client_id=client_id) if client_id else found[:2])
    if len(platforms) != 1:
        raise Refused(Why.UNKNOWN_PLATFORM, f"{issuer} {client_id}"[:200])
    return platforms[0]


def lesson_at(school: School, target: str) -> Lesson | None:
    """Return the lesson that an address of the school names, by the address for courses or by its own; as guests see them."""
    if not target.startswith(f"{school.base_url}/"):
        return None
    words = urlsplit(target.removeprefix(school.base_url)).path.strip("/").split("/")
    lessons = lessons_visible_to(AnonymousUser(), school)
    if words[:2] == ["lti", "lessons"] and len(words) == 3:  # noqa: PLR2004 -- lti/lessons/<uid>
        return lessons.filter(uid=words[2]).first()
    if words[:1] == ["lessons"] and len(words) == 2:  # noqa: PLR2004 -- lessons/<slug>
        return lessons.filter(slug=words[1]).first()
    return None


def lesson_path(actor: Actor, school: School, uid: str) -> str:
    """Return the page of a lesson, within the school; its words are the lesson's title. Raises `Lesson.DoesNotExist`."""
    return lessons_visible_to(actor, school).get(uid=uid).path


def lessons_to_choose(school: School, words: str) -> list[Lesson]:
    """Return the lessons that can be put into a course: those that everybody sees, in the order of the programme, the newest first."""
    order = ("-cycle__programme__starts_on", "cycle__programme", "cycle__position", "number", "pk")
    visible = lessons_visible_to(AnonymousUser(), school).select_related("cycle__programme")
    lessons = visible.order_by(*order)[:MOST_CHOICES]
    # no database compares Cyrillic without case on both sides alike
    key = search_key(words)
    return [lesson for lesson in lessons if key in search_key(f"{lesson.title} {lesson.cycle.title}")]


def chosen_lessons(school: School, uids: list[str]) -> list[Lesson]:
    """Return the lessons of these names that everybody sees, in the order of the names."""
    found = {lesson.uid: lesson for lesson in lessons_visible_to(AnonymousUser(), school).filter(uid__in=uids)}
    return [found[uid] for uid in dict.fromkeys(uids) if uid in found]


def person_of(launch: LtiLaunch) -> LtiPerson | None:
    """Return who of ours the person of an entrance is, if she is known."""
    people = LtiPerson.objects.select_related("user").filter(platform=launch.platform_id, sub=launch.sub)
    return people.first()


def signs_in_herself(user: User) -> bool:
    """Tell whether no word of a platform opens this account: its person sees other people's data, or the operator's tables."""
    if user.is_staff or user.is_superuser or any(role is not Role.LEARNER for role, _place in roles_of(user)):
        return True
    # a speaker reads what people answered and asked at her lessons
    return LessonSpeaker.objects.filter(speaker__user=user).exists()


def public_keys() -> list[dict[str, str]]:
    """Return the public halves of the school's keys, the newest first."""
    return list(LtiKey.objects.order_by("-made_at", "-pk").values_list("public", flat=True))


def origins_of(platform: LtiPlatform) -> list[str]:
    """Return the sites of a platform, which may show in a frame what it sends people to."""
    origins = (origin_of(url) for url in (platform.auth_url, platform.issuer))
    return sorted({origin for origin in origins if origin})


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address; nothing for what is no address of the web, or not safe in a header."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    is_web = parts.scheme in {"https", "http"} and parts.hostname
    is_plain = all(letter.isalnum() or letter in ".-:[]_" for letter in parts.netloc)
    return f"{parts.scheme}://{parts.netloc}" if is_web and is_plain else ""


def check_can_run(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` for who may not connect other systems."""
    if not can_run_school(actor, school):
        raise PermissionDenied


def platform_rows(actor: Actor, school: School) -> list[PlatformRow]:
    """Return the platforms of a school for its methodist. Raises `PermissionDenied`."""
    check_can_run(actor, school)
    platforms = list(LtiPlatform.objects.filter(school=school, removed_at=None).order_by("title", "pk"))
    people = _counts(LtiPerson.objects.filter(platform__in=platforms).values_list("platform"))
    lessons = _counts(LtiLink.objects.filter(platform__in=platforms).values_list("platform"))
    stuck = LtiGrade.objects.filter(link__platform__in=platforms).exclude(state=SendState.SENT)
    grades = _counts(stuck.values_list("link__platform", "state"))
    return [
        PlatformRow(
            token=platform.token,
            title=platform.title,
            issuer=platform.issuer,
            people=people.get((platform.pk,), 0),
            lessons=lessons.get((platform.pk,), 0),
            waiting=grades.get((platform.pk, SendState.WAITING), 0),
            failed=grades.get((platform.pk, SendState.FAILED), 0),
            makes_accounts=platform.makes_accounts,
        )
        for platform in platforms
    ]


def _counts(rows: QuerySet[Any, Any]) -> dict[tuple[object, ...], int]:
    """Return how many rows there are of each value."""
    return {row[:-1]: row[-1] for row in rows.annotate(count=Count("pk")).order_by()}


def platform_to_edit(actor: Actor, school: School, token: str) -> LtiPlatform:
    """Return a platform for the methodist of its school, a removed one too. Raises `LtiPlatform.DoesNotExist`."""
    if not can_run_school(actor, school):
        raise LtiPlatform.DoesNotExist
    return LtiPlatform.objects.get(school=school, token=token)


def platform_page(actor: Actor, school: School, token: str) -> PlatformPage:
    """Return a platform with its lessons in courses. Raises `LtiPlatform.DoesNotExist`."""
    platform = platform_to_edit(actor, school, token)
    found = (
        LtiLink.objects.filter(platform=platform)
        .select_related("lesson")
        .annotate(
            people=Count("grades"),
            completed=Count("grades", filter=Q(grades__is_completed=True)),
            waiting=Count("grades", filter=Q(grades__state=SendState.WAITING)),
            failed=Count("grades", filter=Q(grades__state=SendState.FAILED)),
        )
    )
    stuck = LtiGrade.objects.filter(link__platform=platform).exclude(fault="")
    said = stuck.order_by("fault", "said").values_list("fault", "said").distinct()[:MOST_FAULTS]
    faults = [(str(SystemFault(fault).label), words) for fault, words in said]
    return PlatformPage(platform, [_link_row(link) for link in found.order_by("-seen_at", "pk")[:MOST_LINKS]], faults)


def _link_row(link: LtiLink) -> LinkRow:
    counts = {name: getattr(link, name) for name in ("people", "completed", "waiting", "failed")}
    return LinkRow(
        token=link.token,
        lesson_title=link.lesson.title,
        lesson_path=link.lesson.path,
        course_title=link.course_title,
        has_grades=bool(link.grades_url),
        has_people=bool(link.people_url),
        **counts,
    )


def link_to_read(actor: Actor, school: School, token: str) -> LtiLink:
    """Return a lesson in a course whose people the methodist may see. Raises `LtiLink.DoesNotExist`."""
    if not can_run_school(actor, school):
        raise LtiLink.DoesNotExist
    links = LtiLink.objects.select_related("platform", "lesson").filter(
        platform__school=school, platform__removed_at=None
    )
    return links.get(token=token)


def accounts_of_members(link: LtiLink) -> dict[str, MemberAccount]:
    """Return who of the platform's people has which account, by her number there."""
    people = LtiPerson.objects.filter(platform=link.platform_id).select_related("user")
    counted = set(Completion.objects.filter(lesson=link.lesson_id).values_list("user_id", flat=True))
    return {one.sub: MemberAccount(one.user.full_name, one.user_id in counted) for one in people}


def connections_of(user: User) -> list[Connection]:
    """Return the platforms from which a person comes into her account."""
    people = LtiPerson.objects.filter(user=user, platform__removed_at=None).select_related("platform")
    return [Connection(one.pk, one.platform.title, one.linked_at) for one in people.order_by("-linked_at", "-pk")]
