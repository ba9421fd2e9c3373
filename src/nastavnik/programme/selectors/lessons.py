"""Lessons as pages show them: cards with everything joined, and the lesson's own page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, QuerySet, TextField, Value
from django.urls import get_script_prefix
from django.utils.translation import gettext

from nastavnik.core.memory import remembered
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import LessonKind, LessonState
from nastavnik.programme.models import Handout, Lesson, LessonSpeaker, Programme, School
from nastavnik.programme.permissions import (
    can_enrol_herself,
    can_run_school,
    can_see_desk,
    handouts_visible_to,
    lessons_visible_to,
    programmes_of,
)


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker of a lesson, as the name stands under its title."""

    id: int
    name: str
    position: str
    organisation: str


@dataclass(frozen=True, slots=True)
class LessonCard:
    """A lesson as a card shows it."""

    id: int
    uid: str
    slug: str
    url: str
    title: str
    summary: str
    kind: LessonKind
    state: LessonState
    # the call number: cycle, number, kind, in words
    mark: tuple[str, str, str]
    number: int
    cycle_id: int
    cycle_number: int
    cycle_title: str
    programme_id: int
    # of a programme that is shown to everybody
    is_public: bool
    starts_at: datetime | None
    ends_at: datetime | None
    duration_minutes: int
    # the key of the zone in which the lesson's hour was set
    zone: str
    place: str
    age_rating: str
    cancelled_because: str
    version: int
    speakers: tuple[SpeakerRow, ...]

    @property
    def duration_seconds(self) -> int:
        """Return the planned length in seconds."""
        return self.duration_minutes * 60

    @property
    def state_label(self) -> str:
        """Return the state in a word."""
        return str(self.state.label)

    @property
    def badge(self) -> str:
        """Return the kind of badge that shows the state."""
        return BADGES[self.state]

    @property
    def is_draft(self) -> bool:
        return self.state == LessonState.DRAFT

    @property
    def is_announced(self) -> bool:
        return self.state == LessonState.ANNOUNCED

    @property
    def is_cancelled(self) -> bool:
        return self.state == LessonState.CANCELLED

    @property
    def is_held(self) -> bool:
        return self.state == LessonState.HELD

    def is_on(self, now: datetime) -> bool:
        """Tell whether the lesson is going on at `now` by its plan."""
        return self.is_announced and bool(self.starts_at and self.ends_at and self.starts_at <= now < self.ends_at)


BADGES = {
    LessonState.DRAFT: "neutral",
    LessonState.ANNOUNCED: "waiting",
    LessonState.CANCELLED: "wrong",
    LessonState.HELD: "ok",
}


@dataclass(frozen=True, slots=True)
class HandoutRow:
    """A handout as a list shows it; `url` leads to the file or to the outside address."""

    id: int
    token: str
    title: str
    url: str
    is_file: bool
    # in words: «документ PDF»; nothing for an address
    kind_label: str
    bytes: int


@dataclass(frozen=True, slots=True)
class LessonPage:
    """Everything that the page of a lesson shows besides its film."""

    card: LessonCard
    lesson: Lesson
    programme: Programme
    # with whom it is made, by name
    partners: list[str]
    handouts: list[HandoutRow]
    is_enrolled: bool
    can_enrol: bool
    can_edit: bool
    # the neighbours that the viewer may open, in the order of the programme
    previous: LessonCard | None
    following: LessonCard | None


@dataclass(frozen=True, slots=True)
class NowOrNext:
    """What the first page begins with; whatever there is not is None."""

    now: LessonCard | None
    next: LessonCard | None
    latest: LessonCard | None


def lesson_url(slug: str) -> str:
    """Return the address of a lesson's page in the school that is being answered for."""
    return f"{get_script_prefix()}lessons/{slug}/"


def programme_url() -> str:
    """Return the address of the programme's public page in the school that is being answered for."""
    return f"{get_script_prefix()}programme/"


def cards_of(lessons: QuerySet[Lesson]) -> list[LessonCard]:
    """Return the lessons as cards, in two queries however many there are."""
    joined = list(lessons.select_related("cycle__programme", "school"))
    speakers = speakers_by_lesson(lesson.pk for lesson in joined)
    return [card_of(lesson, speakers.get(lesson.pk, ())) for lesson in joined]


def card_of(lesson: Lesson, speakers: tuple[SpeakerRow, ...]) -> LessonCard:
    """Return a lesson, whose cycle, programme and school are joined, as a card."""
    cycle, kind = lesson.cycle, LessonKind(lesson.kind)
    return LessonCard(
        id=lesson.pk,
        uid=lesson.uid,
        slug=lesson.slug,
        url=lesson_url(lesson.slug),
        title=lesson.title,
        summary=lesson.summary,
        kind=kind,
        state=LessonState(lesson.state),
        mark=mark_of(cycle.position, lesson.number, kind),
        number=lesson.number,
        cycle_id=cycle.pk,
        cycle_number=cycle.position,
        cycle_title=cycle.title,
        programme_id=cycle.programme_id,
        is_public=cycle.programme.is_public,
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
        duration_minutes=lesson.duration_minutes,
        zone=lesson.zone.key,
        place=lesson.place,
        age_rating=lesson.age_rating,
        cancelled_because=lesson.cancelled_because,
        version=lesson.version,
        speakers=speakers,
    )


def mark_of(cycle_number: int, number: int, kind: LessonKind) -> tuple[str, str, str]:
    """Return the call number of a lesson: cycle, number, kind, in words."""
    cycle = gettext("Cycle %(number)d") % {"number": cycle_number}
    return cycle, gettext("No. %(number)d") % {"number": number}, str(kind.label)


def speakers_by_lesson(lesson_ids: Iterable[int]) -> dict[int, tuple[SpeakerRow, ...]]:
    """Return who holds each lesson, in their order."""
    places = LessonSpeaker.objects.filter(lesson__in=list(lesson_ids)).select_related("speaker__organisation")
    found: dict[int, tuple[SpeakerRow, ...]] = {}
    for place in places.order_by("position", "pk"):
        speaker = place.speaker
        organisation = str(speaker.organisation) if speaker.organisation else ""
        row = SpeakerRow(speaker.pk, speaker.name, speaker.position, organisation)
        found[place.lesson_id] = (*found.get(place.lesson_id, ()), row)
    return found


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson, whose cycle, programme and school are joined, and its card."""

    lesson: Lesson
    card: LessonCard


def visible_cards(actor: Actor, school: School) -> tuple[LessonCard, ...]:
    """Return every lesson of `school` that `actor` may see, newest programme first, in the order of the programme."""
    return tuple(row.card for row in _visible_rows(actor, school))


def _visible_rows(actor: Actor, school: School) -> tuple[LessonRow, ...]:
    """Return the lessons that `actor` may see.

    The desk is answered by the database; everybody else, who all see the same lessons, by a memory of some seconds.
    """
    return _rows_in_order(actor, school) if can_see_desk(actor, school) else _public_rows(school)


@remembered
def _public_rows(school: School) -> tuple[LessonRow, ...]:
    return _rows_in_order(AnonymousUser(), school)


def _rows_in_order(actor: Actor, school: School) -> tuple[LessonRow, ...]:
    """Return the lessons that `actor` may see; one query, in whose answer a lesson stands once for each of its speakers."""
    order = ("-cycle__programme__starts_on", "cycle__programme", "cycle__position", "number", "pk")
    lessons = lessons_visible_to(actor, school).select_related("cycle__programme", "school")
    speaking = lessons.annotate(
        speaker_place=F("lessonspeaker__position"),
        speaker_row=F("lessonspeaker__pk"),
        speaker=F("lessonspeaker__speaker"),
        speaker_name=F("lessonspeaker__speaker__name"),
        speaker_position=F("lessonspeaker__speaker__position"),
        speaker_organisation=F("lessonspeaker__speaker__organisation__name"),
        speaker_organisation_short=F("lessonspeaker__speaker__organisation__short_name"),
    )
    found: dict[int, tuple[Lesson, list[SpeakerRow]]] = {}
    for lesson in speaking.order_by(*order, "speaker_place", "speaker_row"):
        _lesson, speakers = found.setdefault(lesson.pk, (lesson, []))
        if lesson.speaker is not None:
            organisation = lesson.speaker_organisation_short or lesson.speaker_organisation or ""
            speakers.append(SpeakerRow(lesson.speaker, lesson.speaker_name, lesson.speaker_position, organisation))
    return tuple(LessonRow(lesson, card_of(lesson, tuple(speakers))) for lesson, speakers in found.values())


def lessons_by_ids(actor: Actor, school: School, ids: Iterable[int]) -> dict[int, LessonCard]:
    """Return the cards of those lessons of `school` that `actor` may see, by their numbers."""
    wanted = frozenset(ids)
    return {card.id: card for card in visible_cards(actor, school) if card.id in wanted}


def lessons_to_choose(actor: Actor, school: School) -> list[LessonCard]:
    """Return all lessons of `school` that `actor` may see, newest programme first, in the order of the programme."""
    return list(visible_cards(actor, school))


def lesson_for(actor: Actor, school: School, slug: str) -> LessonPage:
    """Return the page of a lesson. Raises `Lesson.DoesNotExist` also for lessons that `actor` may not see."""
    rows = _visible_rows(actor, school)
    if all(row.card.slug != slug for row in rows):
        rows = _rows_in_order(actor, school)  # it may have been announced a moment ago
    row = next((row for row in rows if row.card.slug == slug), None)
    if row is None:
        raise Lesson.DoesNotExist
    lesson, programme = row.lesson, row.lesson.cycle.programme
    programme.school = lesson.school
    previous, following = neighbours_of(lesson, [row.card for row in rows])
    belongings = belongings_of if can_see_desk(actor, school) else _known_belongings_of
    partners, handouts = belongings(lesson)
    is_enrolled = programme.pk in programmes_of(actor)
    return LessonPage(
        card=row.card,
        lesson=lesson,
        programme=programme,
        partners=partners,
        handouts=handouts,
        is_enrolled=is_enrolled,
        can_enrol=not is_enrolled and can_enrol_herself(actor, programme),
        can_edit=can_run_school(actor, school),
        previous=previous,
        following=following,
    )


class _Belonging(NamedTuple):
    """A partner or a handout of a lesson; what a partner has not is empty. They stand in the order of these fields."""

    is_handout: int
    position: int
    name_key: str
    id: int
    title: str
    token: str
    url: str
    file: str
    file_kind: str
    file_bytes: int


def belongings_of(lesson: Lesson) -> tuple[list[str], list[HandoutRow]]:
    """Return with whom a lesson is made, and its handouts; one query."""
    nothing = Value("", output_field=TextField())
    partners = lesson.partners.order_by().values_list(
        Value(0), Value(0), "name_key", "pk", "name", nothing, nothing, nothing, nothing, Value(0)
    )
    fields = ("pk", "title", "token", "url", "file", "file_kind", "file_bytes")
    handouts = Handout.objects.filter(lesson=lesson).order_by().values_list(Value(1), "position", nothing, *fields)
    rows = sorted(_Belonging(*row) for row in partners.union(handouts, all=True))
    return [row.title for row in rows if not row.is_handout], [_handout_row(row) for row in rows if row.is_handout]


def _handout_row(row: _Belonging) -> HandoutRow:
    return handout_row(
        Handout(
            pk=row.id,
            token=row.token,
            title=row.title,
            url=row.url,
            file=row.file,
            file_kind=row.file_kind,
            file_bytes=row.file_bytes,
        )
    )


_known_belongings_of = remembered(belongings_of)


def neighbours_of(lesson: Lesson, cards: Iterable[LessonCard]) -> tuple[LessonCard | None, LessonCard | None]:
    """Return the lessons before and after `lesson` in its programme."""
    here = (lesson.cycle.position, lesson.number, lesson.pk)
    others = [card for card in cards if card.programme_id == lesson.cycle.programme_id and card.id != lesson.pk]
    before = [card for card in others if (card.cycle_number, card.number, card.id) < here]
    after = others[len(before) :]
    return (before[-1] if before else None, after[0] if after else None)


def handouts_of(lesson: Lesson) -> list[HandoutRow]:
    """Return the handouts of a lesson in their order."""
    return [handout_row(handout) for handout in Handout.objects.filter(lesson=lesson).order_by("position", "pk")]


def handout_for(actor: Actor, school: School, token: str) -> Handout:
    """Return a handout of a lesson that `actor` may see."""
    return handouts_visible_to(actor, school).get(token=token)


def handout_row(handout: Handout) -> HandoutRow:
    """Return a handout as a list shows it."""
    return HandoutRow(
        id=handout.pk,
        token=handout.token,
        title=handout.title,
        url=handout.url or f"{get_script_prefix()}handouts/{handout.token}/",
        is_file=bool(handout.file),
        kind_label=handout.get_file_kind_display() if handout.file_kind else "",
        bytes=handout.file_bytes,
    )


def now_or_next(actor: Actor, school: School, now: datetime) -> NowOrNext:
    """Return the lesson of a public programme that is going on, the next one, and the last that was held."""
    return now_or_next_among(visible_cards(actor, school), now)


def now_or_next_among(lessons: Iterable[LessonCard], now: datetime) -> NowOrNext:
    """Return the same of `lessons`, which are all that somebody may see."""
    cards = [card for card in lessons if card.is_public and card.starts_at is not None]
    cards.sort(key=lambda card: (card.starts_at or now, card.id))
    announced = [card for card in cards if card.state == LessonState.ANNOUNCED]
    return NowOrNext(
        now=next((card for card in announced if card.is_on(now)), None),
        next=next((card for card in announced if card.starts_at and card.starts_at > now), None),
        latest=next((card for card in reversed(cards) if card.state == LessonState.HELD), None),
    )
