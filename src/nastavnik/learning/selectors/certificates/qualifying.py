"""Who may have a certificate: participants by the rule of their programme; mentors, speakers and jurors from their lists."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from nastavnik.core.text import search_key
from nastavnik.learning.enums import CertificateKind
from nastavnik.learning.models import Certificate, CertificateRule, Completion, Standing
from nastavnik.people.enums import PlaceKind, Role
from nastavnik.people.models import RoleAssignment, User
from nastavnik.people.permissions import people_of
from nastavnik.programme.models import Enrolment, LessonSpeaker, Programme, Speaker
from nastavnik.programme.permissions import place_of

ROLES = {CertificateKind.MENTOR: Role.MENTOR, CertificateKind.JUROR: Role.JUROR}
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who gets a certificate. `key` tells her from all others in a programme."""

    key: str
    name: str
    user_id: int | None = None
    hours: Decimal | None = None
    themes: tuple[str, ...] = ()


def user_key(user_id: int) -> str:
    """Return the key of a person with an account."""
    return f"user {user_id}"


def speaker_key(speaker: Speaker) -> str:
    """Return the key of a speaker: of her account where she has one."""
    return user_key(speaker.user_id) if speaker.user_id else f"speaker {speaker.pk}"


def rule_of_programme(programme: Programme) -> CertificateRule | None:
    """Return from how many hours or lessons a participant gets a certificate; None where nobody has said."""
    return CertificateRule.objects.filter(programme=programme).first()


def candidates(programme: Programme) -> QuerySet[User]:
    """Return who takes part in a programme, or has learnt something in it, and has an account that is in use."""
    places = Enrolment.objects.filter(programme=programme, user=OuterRef("pk"), left_at=None)
    learnt = Standing.objects.filter(programme=programme, user=OuterRef("pk"))
    return User.objects.filter(Exists(places) | Exists(learnt), is_active=True, erased_at=None)


def enough(programme: Programme, rule: CertificateRule) -> QuerySet[Standing]:
    """Return the standings that meet the rule."""
    return Standing.objects.filter(programme=programme, hours__gte=rule.hours or 0, lessons__gte=rule.lessons or 0)


def current(programme: Programme, kind: CertificateKind) -> QuerySet[Certificate]:
    """Return the certificates of a programme that hold."""
    return Certificate.objects.filter(programme=programme, kind=kind, revoked_at=None, replaced_at=None)


def qualified(programme: Programme, rule: CertificateRule) -> QuerySet[User]:
    """Return who meets the rule and has had no certificate yet, by name.

    From whom one was taken gets another by hand alone: to revoke it was a decision, which the next issue to all must not undo.
    """
    met = Exists(enough(programme, rule).filter(user=OuterRef("pk")))
    had = Certificate.objects.filter(programme=programme, kind=CertificateKind.PARTICIPANT, replaced_at=None)
    people = candidates(programme).filter(met, ~Exists(had.filter(user=OuterRef("pk"))))
    return people.order_by("name_key", "pk")


def participants(programme: Programme, people: Iterable[User]) -> list[Holder]:
    """Return people with what they have learnt in the programme, three queries for all of them."""
    listed = list(people)
    ids = [person.pk for person in listed]
    standings = Standing.objects.filter(programme=programme, user__in=ids)
    hours: dict[int, Decimal] = dict(standings.values_list("user_id", "hours"))
    themes = themes_of(programme, ids)
    return [
        Holder(
            key=user_key(person.pk),
            name=person.full_name,
            user_id=person.pk,
            hours=hours.get(person.pk),
            themes=tuple(themes.get(person.pk, ())),
        )
        for person in listed
    ]


def themes_of(programme: Programme, user_ids: Collection[int]) -> Mapping[int, list[str]]:
    """Return the titles of the lessons that count for each person, in the order of the programme."""
    counted = Completion.objects.filter(user__in=user_ids, lesson__cycle__programme=programme)
    rows = counted.order_by("lesson__cycle__position", "lesson__number", "lesson_id").values_list(
        "user_id", "lesson__title"
    )
    titles: dict[int, list[str]] = {}
    for user_id, title in rows:
        titles.setdefault(user_id, []).append(title)
    return titles


def speakers_of(programme: Programme) -> list[Holder]:
    """Return who holds lessons of the programme, by name, with the titles of these lessons."""
    rows = LessonSpeaker.objects.filter(lesson__cycle__programme=programme, lesson__removed_at=None)
    rows = rows.select_related("speaker", "lesson").order_by("speaker__name_key", "speaker_id", "lesson__starts_at")
    lessons: dict[int, list[str]] = {}
    speakers: dict[int, Speaker] = {}
    for row in rows:
        speakers[row.speaker_id] = row.speaker
        lessons.setdefault(row.speaker_id, []).append(row.lesson.title)
    return [
        Holder(key=speaker_key(speaker), name=speaker.name, user_id=speaker.user_id, themes=tuple(lessons[speaker.pk]))
        for speaker in speakers.values()
    ]


def people_by_role(programme: Programme, role: Role, words: str = "") -> QuerySet[User]:
    """Return who holds a role in the school, or in a contest, and whose name has `words`, by name."""
    place = place_of(programme.school)
    held = RoleAssignment.objects.filter(user=OuterRef("pk"), role=role)
    here = Q(place_kind=place.kind, place_id=place.id) | Q(place_kind=PlaceKind.CONTEST)
    return _named(people_of(place).filter(Exists(held.filter(here)), is_active=True), words)


def people_by_name(programme: Programme, words: str) -> QuerySet[User]:
    """Return the people of the school whose name has `words`, by name."""
    return _named(people_of(place_of(programme.school)).filter(is_active=True), words)


def _named(people: QuerySet[User], words: str) -> QuerySet[User]:
    key = search_key(words)
    return (people.filter(name_key__contains=key) if key else people).order_by("name_key", "pk")


def choosable(programme: Programme, kind: CertificateKind, words: str = "") -> list[Holder]:
    """Return whom a methodist may give a certificate of a kind by hand, at most `MOST_SHOWN`; `words` narrow the list.

    Participants are looked for by name: whoever of the school the methodist decides for.
    """
    if kind == CertificateKind.SPEAKER:
        key = search_key(words)
        return [one for one in speakers_of(programme) if key in search_key(one.name)][:MOST_SHOWN]
    if kind == CertificateKind.PARTICIPANT:
        return participants(programme, people_by_name(programme, words)[:MOST_SHOWN]) if words.strip() else []
    people = people_by_role(programme, ROLES[kind], words)[:MOST_SHOWN]
    return [Holder(key=user_key(one.pk), name=one.full_name, user_id=one.pk) for one in people]


def chosen_holders(programme: Programme, kind: CertificateKind, keys: Collection[str]) -> list[Holder]:
    """Return those of `keys` whom a methodist may give a certificate; keys of others count as not chosen."""
    if kind == CertificateKind.SPEAKER:
        return [one for one in speakers_of(programme) if one.key in keys]
    ids = [int(key.removeprefix("user ")) for key in keys if key.removeprefix("user ").isdecimal()]
    if kind == CertificateKind.PARTICIPANT:
        return participants(programme, people_by_name(programme, "").filter(pk__in=ids))
    people = people_by_role(programme, ROLES[kind]).filter(pk__in=ids)
    return [Holder(key=user_key(one.pk), name=one.full_name, user_id=one.pk) for one in people]


def names_held(programme: Programme, kind: CertificateKind, keys: Iterable[str]) -> frozenset[str]:
    """Return which of `keys` have a certificate that holds."""
    held = current(programme, kind).filter(holder__in=list(keys))
    return frozenset(held.values_list("holder", flat=True))
