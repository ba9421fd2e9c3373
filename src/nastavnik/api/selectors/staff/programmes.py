"""Programmes, the people of the school, and who takes part."""

from collections.abc import Collection

from nastavnik.api.selectors.cursors import Asked, Piece, piece_of_rows
from nastavnik.api.selectors.shapes import staff as shapes
from nastavnik.people.models import Library, User
from nastavnik.people.permissions import libraries_of, people_of, people_visible_to
from nastavnik.programme.enums import EnrolmentPolicy
from nastavnik.programme.models import Enrolment, School
from nastavnik.programme.permissions import can_see_desk, enrolments_visible_to, place_of
from nastavnik.programme.selectors.board import programme_at_desk


def programme_row(actor: User, school: School, token: str) -> shapes.DeskProgrammeFull:
    """Return a programme. Raises `DoesNotExist`."""
    row = programme_at_desk(actor, school, token)
    names = ("token", "title", "description", "starts_on", "ends_on", "is_public", "version")
    words = {name: getattr(row, name) for name in names}
    return shapes.DeskProgrammeFull(**words, enrolment=EnrolmentPolicy(row.enrolment_policy))


def people_rows(actor: User, asked: Asked) -> Piece[shapes.Person]:
    """Return the people of the school whose accounts are open. Raises `School.DoesNotExist` for who is not of the desk."""
    _check_desk(actor, asked.school)
    people = people_visible_to(actor, place_of(asked.school)).filter(is_active=True).select_related("library")
    piece = piece_of_rows(asked, people)
    return Piece([shapes.Person(**_words(row)) for row in piece.rows], piece.following)


def library_rows(actor: User, school: School) -> list[shapes.Unit]:
    """Return the libraries of the network. Raises `School.DoesNotExist`."""
    _check_desk(actor, school)
    rows = libraries_of(place_of(school)).order_by("kind", "number", "name_key")
    return [shapes.Unit(token=row.token, title=row.label) for row in rows]


def enrolment_rows(actor: User, asked: Asked, token: str) -> Piece[shapes.EnrolmentRow]:
    """Return who is enrolled in a programme. Raises `DoesNotExist`."""
    programme = programme_at_desk(actor, asked.school, token)
    rows = enrolments_visible_to(actor, asked.school).filter(programme=programme, left_at=None)
    piece = piece_of_rows(asked, rows.select_related("user__library"))
    return Piece([_enrolment(row) for row in piece.rows], piece.following)


def people_named(school: School, tokens: Collection[str]) -> list[int]:
    """Return the numbers of people of the school. Raises `User.DoesNotExist` if one of them is not of it."""
    wanted = set(tokens)
    found = list(people_of(place_of(school)).filter(token__in=wanted).values_list("pk", flat=True))
    if len(found) != len(wanted):
        raise User.DoesNotExist
    return found


def libraries_named(school: School, tokens: Collection[str]) -> list[int]:
    """Return the numbers of libraries of the network. Raises `Library.DoesNotExist` if one of them is not of it."""
    wanted = set(tokens)
    found = list(libraries_of(place_of(school)).filter(token__in=wanted).values_list("pk", flat=True))
    if len(found) != len(wanted):
        raise Library.DoesNotExist
    return found


def _enrolment(row: Enrolment) -> shapes.EnrolmentRow:
    return shapes.EnrolmentRow(**_words(row.user), enrolled_at=row.enrolled_at)


def _words(user: User) -> dict[str, str]:
    return {
        "person": user.token,
        "name": user.full_name,
        "position": user.position,
        "library": user.library.label if user.library else "",
        "email": user.email,
    }


def _check_desk(actor: User, school: School) -> None:
    if not can_see_desk(actor, school):
        raise School.DoesNotExist
