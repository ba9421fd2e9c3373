"""What each row of a staff list means for the school: new, changed, odd, unchanged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from django.db.models import Exists, OuterRef

from nastavnik.core.text import search_key
from nastavnik.people.enums import Place, PlaceKind, RowFault, RowOutcome
from nastavnik.people.models import Library, RoleAssignment, User
from nastavnik.people.permissions import libraries_of, people_of
from nastavnik.people.services.staff.columns import FORMULA
from nastavnik.people.services.staff.values import (
    MAX_PHONE,
    MAX_POSITION,
    Fault,
    Shelf,
    email_of,
    library_text_of,
    name_of,
    shelf_of,
)

T = TypeVar("T")

CHUNK = 500
# What a list may change of a person it knows.
FIELDS = ("full_name", "name_key", "position", "phone", "library_id")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row says of a person, cleaned; the library is None when the row names none."""

    full_name: str
    email: str
    position: str
    phone: str
    library: Library | None

    @property
    def name_key(self) -> str:
        return search_key(self.full_name)

    @property
    def person_key(self) -> tuple[str, int | None]:
        """Return what tells people apart where there is no address."""
        return self.name_key, self.library.pk if self.library else None


@dataclass(slots=True)
class Plan:
    """What a row means; `before` and `after` hold only the fields that differ (all of them for a new person)."""

    number: int
    cells: dict[str, str]
    outcome: RowOutcome = RowOutcome.ODD
    faults: list[RowFault] = field(default_factory=list)
    repeats_row: int | None = None
    user_id: int | None = None
    library_id: int | None = None
    before: dict[str, object] = field(default_factory=dict)
    after: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Planner:
    """Plans rows in the order of the file; remembers earlier rows, so that repetitions are found."""

    place: Place
    shelf: Shelf
    row_of_email: dict[str, int] = field(default_factory=dict)
    row_of_person: dict[tuple[str, int | None], int] = field(default_factory=dict)

    def plan(self, rows: Iterable[tuple[int, dict[str, str]]]) -> Iterator[Plan]:
        """Yield a plan for each (row number, cells), asking the database once per `CHUNK` rows."""
        for chunk in chunks(rows, CHUNK):
            read = [self._read(number, cells) for number, cells in chunk]
            people = _People.among([wanted for _plan, wanted in read if wanted], self.place)
            for plan, wanted in read:
                if wanted:
                    self._decide(plan, wanted, people)
                yield plan

    def _read(self, number: int, cells: dict[str, str]) -> tuple[Plan, Wanted | None]:
        """Clean the cells; a row with faults is odd and has nothing wanted."""
        plan = Plan(number=number, cells=cells)
        if any(value.startswith(FORMULA) for value in cells.values()):
            plan.faults.append(RowFault.FORMULA)
            return plan, None
        readings = (
            lambda: name_of(cells),
            lambda: email_of(cells.get("email", "")),
            lambda: self.shelf.find(library_text_of(cells)),
        )
        values: list[object] = []
        for reading in readings:
            try:
                values.append(reading())
            except Fault as error:
                plan.faults.append(error.fault)
        if plan.faults:
            return plan, None
        full_name, email, library = values
        assert isinstance(library, Library | None)
        plan.library_id = library.pk if library else None
        wanted = Wanted(
            full_name=str(full_name),
            email=str(email),
            position=cells.get("position", "")[:MAX_POSITION],
            phone=cells.get("phone", "")[:MAX_PHONE],
            library=library,
        )
        return plan, wanted

    def _decide(self, plan: Plan, wanted: Wanted, people: "_People") -> None:
        """Say what the row means: a repetition, somebody known, somebody new, or an oddity."""
        if self._is_repetition(plan, wanted):
            return
        person = people.by_email.get(wanted.email)
        namesakes = people.by_person.get(wanted.person_key, [])
        if person is None and not wanted.email and len(namesakes) == 1:
            person = namesakes[0]
        if person is not None:
            _compare(plan, wanted, person)
        elif wanted.email and not namesakes:
            plan.outcome, plan.after = RowOutcome.NEW, {"email": wanted.email, **_fields(wanted)}
        else:
            plan.faults.append(_why_not_new(wanted, namesakes))

    def _is_repetition(self, plan: Plan, wanted: Wanted) -> bool:
        """Tell whether an earlier row speaks of the same person; remember this one otherwise."""
        same_email = self.row_of_email.get(wanted.email) if wanted.email else None
        same_person = self.row_of_person.get(wanted.person_key)
        if same_email is not None:
            plan.faults, plan.repeats_row = [RowFault.REPEATED_EMAIL], same_email
        elif same_person is not None:
            plan.faults, plan.repeats_row = [RowFault.REPEATED_PERSON], same_person
        else:
            self.row_of_person[wanted.person_key] = plan.number
            if wanted.email:
                self.row_of_email[wanted.email] = plan.number
        return plan.repeats_row is not None


def planner_for(place: Place) -> Planner:
    """Return a planner that knows the libraries of `place`."""
    return Planner(place=place, shelf=shelf_of(libraries_of(place)))


@dataclass(frozen=True, slots=True)
class _People:
    """People whom the rows of one chunk may mean."""

    by_email: dict[str, User]
    by_person: dict[tuple[str, int | None], list[User]]

    @classmethod
    def among(cls, wanted: list[Wanted], place: Place) -> "_People":
        ours = RoleAssignment.objects.filter(user=OuterRef("pk"), place_kind=place.kind, place_id=place.id)
        others = RoleAssignment.objects.filter(user=OuterRef("pk"), place_kind=PlaceKind.SCHOOL).exclude(
            place_kind=place.kind, place_id=place.id
        )
        by_email = User.objects.filter(email__in=[row.email for row in wanted if row.email])
        by_email = by_email.annotate(is_ours=Exists(ours), is_of_others=Exists(others))
        by_name = people_of(place).filter(name_key__in=[row.name_key for row in wanted])
        namesakes: dict[tuple[str, int | None], list[User]] = {}
        for person in by_name.annotate(is_ours=Exists(ours), is_of_others=Exists(others)):
            namesakes.setdefault((person.name_key, person.library_id), []).append(person)
        return cls(by_email={person.email: person for person in by_email}, by_person=namesakes)


def _compare(plan: Plan, wanted: Wanted, person: User) -> None:
    """Say what the row changes of a person it knows; empty cells change nothing."""
    said = {name: value for name, value in _fields(wanted).items() if value not in {"", None}}
    now = {name: getattr(person, name) for name in said}
    plan.after = {name: value for name, value in said.items() if now[name] != value}
    plan.before = {name: now[name] for name in plan.after}
    fault = _why_not_changed(plan, person)
    if fault is not None:
        plan.faults, plan.before, plan.after = [fault], {}, {}
        return
    plan.user_id = person.pk
    plan.outcome = RowOutcome.CHANGED if plan.after else RowOutcome.SAME


def _why_not_changed(plan: Plan, person: User) -> RowFault | None:
    """Return why a list may not touch this account; None when it may."""
    if not person.is_ours:  # type: ignore[attr-defined]  # annotated in `_People.among`
        return RowFault.OTHER_SCHOOL
    if not person.is_active:
        return RowFault.INACTIVE
    is_shared = person.is_of_others or person.is_superuser  # type: ignore[attr-defined]  # annotated as above
    return RowFault.SHARED if is_shared and plan.after else None


def _why_not_new(wanted: Wanted, namesakes: list[User]) -> RowFault:
    """Return why a row that names nobody known makes no new account."""
    if wanted.email:
        return RowFault.OTHER_EMAIL
    return RowFault.SEVERAL_PEOPLE if namesakes else RowFault.NO_EMAIL


def _fields(wanted: Wanted) -> dict[str, object]:
    return {
        "full_name": wanted.full_name,
        "name_key": wanted.name_key,
        "position": wanted.position,
        "phone": wanted.phone,
        "library_id": wanted.library.pk if wanted.library else None,
    }


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield lists of up to `size` items."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
