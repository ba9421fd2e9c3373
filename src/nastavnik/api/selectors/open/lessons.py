"""The school, its programmes and lessons."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from nastavnik.api.selectors.cursors import Asked, Piece, piece_of, piece_of_rows
from nastavnik.api.selectors.open import GUEST
from nastavnik.api.selectors.shapes.base import Handout
from nastavnik.api.selectors.shapes.open import (
    Cycle,
    Lesson,
    LessonFull,
    Programme,
    ProgrammeFull,
    School,
    Speaker,
)
from nastavnik.programme import models
from nastavnik.programme import selectors as programme
from nastavnik.programme.enums import EnrolmentPolicy, LessonKind, LessonState
from nastavnik.programme.permissions import programmes_visible_to
from nastavnik.programme.selectors import HandoutRow, LessonCard, LessonPage
from nastavnik.publishing.selectors.reading.addresses import whole_address
from nastavnik.video.selectors import films_by_lesson


def school_shape(school: models.School) -> School:
    """Return the school with its figures."""
    figures = programme.figures(programme.visible_cards(GUEST, school))
    return School(
        title=school.title,
        motto=school.motto,
        about=school.about,
        url=f"{school.base_url}/",
        owner=school.owner.name,
        partners=[partner.name for partner in programme.partners_of(school)],
        time_zone=school.time_zone,
        lessons=figures.lessons,
        hours=figures.hours,
        speakers=figures.speakers,
    )


def programme_shapes(asked: Asked) -> Piece[Programme]:
    """Return the public programmes."""
    piece = piece_of_rows(asked, programmes_visible_to(GUEST, asked.school))
    return Piece([Programme(**_programme_words(asked.school, one)) for one in piece.rows], piece.following)


def programme_shape(school: models.School, token: str) -> ProgrammeFull:
    """Return a public programme. Raises `Programme.DoesNotExist`."""
    overview = programme.programme_overview(GUEST, school, token)
    assert overview is not None  # it was asked for by its token
    return ProgrammeFull(
        **_programme_words(school, overview.programme),
        description=overview.programme.description,
        cycles=[
            Cycle(
                number=cycle.number,
                title=cycle.title,
                description=cycle.description,
                lessons=[card.uid for card in cycle.lessons],
            )
            for cycle in overview.cycles
        ],
    )


def _programme_words(school: models.School, row: models.Programme) -> dict[str, Any]:
    return {
        "token": row.token,
        "url": f"{school.base_url}/programme/{row.token}/",
        "title": row.title,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "enrolment": EnrolmentPolicy(row.enrolment_policy),
    }


def lesson_shapes(
    asked: Asked, now: datetime, *, token: str, state: LessonState | None, kind: LessonKind | None
) -> Piece[Lesson]:
    """Return the public lessons of a programme, or of all, in the order in which they were made."""
    tokens, cards = programme_tokens(asked.school), programme.visible_cards(GUEST, asked.school)
    wanted = [card for card in cards if _is_wanted(card, tokens, token, state, kind)]
    piece = piece_of(asked, wanted, lambda card: f"{card.id:012}")
    films = film_tokens(asked.school, piece.rows, now)
    rows = [Lesson(**lesson_words(asked.school, card, tokens, films)) for card in piece.rows]
    return Piece(rows, piece.following)


def _is_wanted(
    card: LessonCard, tokens: Mapping[int, str], token: str, state: LessonState | None, kind: LessonKind | None
) -> bool:
    is_of_it = not token or tokens.get(card.programme_id) == token
    return is_of_it and state in {None, card.state} and kind in {None, card.kind}


def programme_tokens(school: models.School) -> Mapping[int, str]:
    """Return the tokens of the programmes by their numbers, hidden ones too: to be looked up in, not to be told."""
    return dict(models.Programme.objects.filter(school=school).values_list("pk", "token"))


def film_tokens(school: models.School, cards: Iterable[LessonCard], now: datetime) -> Mapping[int, str]:
    """Return the open film of each lesson by the lesson’s number."""
    return {pk: film.token for pk, film in films_by_lesson(GUEST, school, now, cards).items()}


def lesson_shape(school: models.School, uid: str, now: datetime) -> LessonFull:
    """Return a public lesson. Raises `Lesson.DoesNotExist`."""
    slug = next((card.slug for card in programme.visible_cards(GUEST, school) if card.uid == uid), None)
    if slug is None:
        raise models.Lesson.DoesNotExist
    page = programme.lesson_for(GUEST, school, slug)
    return LessonFull(
        **lesson_words(school, page.card, programme_tokens(school), film_tokens(school, [page.card], now)),
        **_more(school, page),
    )


def _more(school: models.School, page: LessonPage) -> dict[str, Any]:
    return {
        "description": page.lesson.description,
        "partners": page.partners,
        "handouts": [handout_shape(school, one) for one in page.handouts],
    }


def handout_shape(school: models.School, row: HandoutRow) -> Handout:
    """Return a handout."""
    url = row.url if "://" in row.url else whole_address(school, row.url)
    return Handout(token=row.token, title=row.title, url=url, bytes=row.bytes)


def lesson_words(
    school: models.School, card: LessonCard, tokens: Mapping[int, str], films: Mapping[int, str]
) -> dict[str, Any]:
    """Return what every answer says of a lesson."""
    plain = ("uid", "title", "summary", "kind", "state", "number", "cycle_title", "starts_at", "ends_at")
    more = ("duration_minutes", "place", "age_rating", "cancelled_because")
    return {
        **{name: getattr(card, name) for name in (*plain, *more)},
        "url": whole_address(school, card.url),
        "programme": tokens[card.programme_id],
        "cycle": card.cycle_number,
        "time_zone": card.zone,
        "speakers": [
            Speaker(name=one.name, position=one.position, organisation=one.organisation) for one in card.speakers
        ],
        "film": films.get(card.id),
    }
