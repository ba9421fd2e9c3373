"""What the desk reads by a key: asked with the rights of the key's owner, through what her pages ask."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from nastavnik.api.selectors.cursors import Asked, Piece, piece_of, piece_of_rows
from nastavnik.api.selectors.open.lessons import film_tokens, handout_shape, lesson_words, programme_tokens
from nastavnik.api.selectors.shapes import desk as shapes
from nastavnik.api.selectors.shapes.open import Lesson
from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application
from nastavnik.contest.permissions import applications_visible_to, contests_at_desk_of
from nastavnik.contest.selectors.applications.register import head_name, library_name, organisation_name, with_heads
from nastavnik.core.connections import rows_of
from nastavnik.learning.models import Standing
from nastavnik.learning.selectors import network
from nastavnik.learning.selectors.lesson_desk import library_label
from nastavnik.learning.selectors.people import held_lessons
from nastavnik.live.enums import ChannelKind
from nastavnik.live.permissions import channels_visible_to
from nastavnik.mentoring.enums import ConsultationState
from nastavnik.mentoring.models import Consultation
from nastavnik.mentoring.permissions import consultations_routed_by
from nastavnik.mentoring.selectors.overview import figures_of
from nastavnik.mentoring.selectors.queue import mentor_names
from nastavnik.people.models import User
from nastavnik.programme import selectors as programme
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import LessonSpeaker, Programme, School
from nastavnik.programme.permissions import can_see_desk
from nastavnik.programme.selectors import board

# --- lessons ---------------------------------------------------------------------------------------------------------


def programme_rows(actor: User, school: School) -> list[shapes.DeskProgramme]:
    """Return all programmes with their numbers, the newest first. Raises `School.DoesNotExist` for who is not of the desk."""
    names = ("lessons", "drafts", "held", "enrolled")
    return [
        shapes.DeskProgramme(
            token=year.programme.token,
            title=year.programme.title,
            is_public=year.programme.is_public,
            **{name: getattr(year, name) for name in names},
        )
        for year in board.years_of(actor, school)
    ]


def cycle_shapes(actor: User, school: School, token: str, now: datetime) -> list[shapes.DeskCycle]:
    """Return the cycles of a programme, empty ones too. Raises `DoesNotExist`."""
    cycles = board.board_for(actor, school, token, now).cycles
    return [shapes.DeskCycle(token=one.cycle.token, number=one.cycle.number, title=one.cycle.title) for one in cycles]


def lesson_rows(actor: User, asked: Asked, now: datetime, *, state: LessonState | None) -> Piece[Lesson]:
    """Return the lessons of the desk, drafts too. Raises `School.DoesNotExist` for who is not of it."""
    school = asked.school
    if not can_see_desk(actor, school):
        raise School.DoesNotExist
    cards = [card for card in programme.visible_cards(actor, school) if state in {None, card.state}]
    piece = piece_of(asked, cards, lambda card: f"{card.id:012}")
    tokens, films = programme_tokens(school), film_tokens(school, piece.rows, now)
    return Piece([Lesson(**lesson_words(school, card, tokens, films)) for card in piece.rows], piece.following)


def lesson_row(actor: User, school: School, uid: str, now: datetime) -> shapes.DeskLesson:
    """Return a lesson as the desk sees it. Raises `DoesNotExist`."""
    desk = board.lesson_desk(actor, school, uid, now)
    tokens, films = programme_tokens(school), film_tokens(school, [desk.card], now)
    places = LessonSpeaker.objects.filter(lesson=desk.lesson).order_by("position", "pk")
    return shapes.DeskLesson(
        **lesson_words(school, desk.card, tokens, films),
        description=desk.lesson.description,
        partners=sorted(str(one) for one in desk.lesson.partners.all()),
        handouts=[handout_shape(school, one) for one in desk.handouts],
        version=desk.lesson.version,
        speaker_tokens=list(places.values_list("speaker__token", flat=True)),
    )


def channel_rows(actor: User, school: School) -> list[shapes.Channel]:
    """Return the channels of the school, without their keys. Raises `School.DoesNotExist`."""
    if not can_see_desk(actor, school):
        raise School.DoesNotExist
    return [
        shapes.Channel(token=one.token, title=one.title, kind=ChannelKind(one.kind), page_url=one.page_url or None)
        for one in channels_visible_to(actor, school).order_by("position", "pk")
    ]


# --- learning --------------------------------------------------------------------------------------------------------


def _programme(actor: User, school: School, token: str) -> Programme:
    found = network.programme_among(network.programmes_at_desk(actor, school), token)
    assert found is not None  # it was asked for by its token
    return found


def learner_rows(actor: User, asked: Asked, token: str) -> Piece[shapes.Learner]:
    """Return who takes part in a programme and how far she is. Raises `School.DoesNotExist`, `Programme.DoesNotExist`."""
    piece = piece_of_rows(asked, network.people_at_desk(_programme(actor, asked.school, token)))
    return Piece([_learner(row) for row in piece.rows], piece.following)


def _learner(row: Standing) -> shapes.Learner:
    return shapes.Learner(
        person=row.user.token,
        name=row.user.full_name,
        position=row.user.position,
        library=library_label(row.user),
        lessons=row.lessons,
        hours=float(row.hours),
        last_at=row.last_at,
    )


def progress_shape(actor: User, school: School, token: str) -> shapes.Progress:
    """Return how far the branches of the network are in a programme. Raises as `learner_rows`."""
    chosen = _programme(actor, school, token)
    held = held_lessons(chosen)
    rows = network.branch_rows(school, chosen, held)
    totals = network.totals_of(rows, held)
    return shapes.Progress(
        programme=token,
        hours=float(totals.hours),
        **{name: getattr(totals, name) for name in ("held", "people", "idle", "done", "percent")},
        branches=[_branch(row) for row in rows],
    )


def _branch(row: network.BranchRow) -> shapes.Branch:
    names = ("people", "lessons", "idle", "done", "percent")
    return shapes.Branch(library=row.label, hours=float(row.hours), **{name: getattr(row, name) for name in names})


def lesson_numbers(actor: User, school: School, token: str) -> list[shapes.LessonNumbers]:
    """Return the lessons of a programme in numbers. Raises as `learner_rows`."""
    chosen = _programme(actor, school, token)
    names = ("uid", "title", "state", "starts_at", "screens", "people", "attended", "counted")
    rows = (network.lesson_row(row) for row in rows_of(network.LESSONS, [chosen.pk]))
    return [shapes.LessonNumbers(**{name: getattr(row, name) for name in names}) for row in rows]


# --- contests and questions ------------------------------------------------------------------------------------------


def application_rows(actor: User, asked: Asked, slug: str) -> Piece[shapes.RegisterRow]:
    """Return the register of a contest. Raises `Contest.DoesNotExist`."""
    contest = contests_at_desk_of(actor, asked.school).select_related("school").get(slug=slug)
    rows = applications_visible_to(actor, contest).filter(is_sample=False, number__isnull=False)
    piece = piece_of_rows(asked, with_heads(rows))
    return Piece([_application(row) for row in piece.rows], piece.following)


def _application(row: Application) -> shapes.RegisterRow:
    names = ("token", "number", "title", "is_late", "submitted_at")
    return shapes.RegisterRow(
        **{name: getattr(row, name) for name in names},
        library=library_name(row),
        organisation=organisation_name(row),
        direction=row.direction.title if row.direction else "",
        head=head_name(row),
        state=ApplicationState(row.state),
    )


def question_rows(actor: User, asked: Asked) -> Piece[shapes.Question]:
    """Return the questions of the school, for its methodist. Raises `School.DoesNotExist` for who is not of the desk."""
    if not can_see_desk(actor, asked.school):
        raise School.DoesNotExist
    piece = piece_of_rows(asked, consultations_routed_by(actor, asked.school).select_related("theme"))
    names = mentor_names(row.pk for row in piece.rows)
    return Piece([_question(row, names.get(row.pk, ())) for row in piece.rows], piece.following)


def _question(row: Consultation, mentors: Sequence[str]) -> shapes.Question:
    names = ("token", "number", "asked_at", "due_at", "answered_at", "has_helped")
    words: dict[str, Any] = {name: getattr(row, name) for name in names}
    theme = row.theme.title if row.theme else ""
    return shapes.Question(**words, theme=theme, state=ConsultationState(row.state), mentors=list(mentors))


def question_figures(actor: User, school: School, now: datetime) -> shapes.QuestionFigures:
    """Return how the questions stand, in numbers. Raises `School.DoesNotExist`."""
    if not can_see_desk(actor, school):
        raise School.DoesNotExist
    figures = figures_of(school, now)
    return shapes.QuestionFigures(**{name: getattr(figures, name) for name in shapes.QuestionFigures.model_fields})
