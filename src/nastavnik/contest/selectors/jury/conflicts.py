"""What speaks against letting a juror judge an application: found, never decided, except for her own work."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from nastavnik.contest.enums import Conflict
from nastavnik.contest.models import Application, Author, Juror
from nastavnik.mentoring.models import Mentee
from nastavnik.people.enums import PlaceKind, Role
from nastavnik.people.models import RoleAssignment

# what speaks against each pair of a juror and an application that something speaks against
Conflicts = Mapping[tuple[int, int], list[Conflict]]


@dataclass(frozen=True, slots=True)
class _Person:
    """What is known of a juror: her account, the organisations and libraries that are hers, whom she leads or is led by."""

    user_id: int | None
    organisations: frozenset[int]
    libraries: frozenset[int]
    close: frozenset[int]


def conflicts_of(jurors: Collection[Juror], applications: Collection[Application]) -> Conflicts:
    """Return what speaks against each pair, three queries whatever their number.

    Jurors come with `user__library`, applications with `library`. A mentorship that has ended counts as well.
    """
    people = _people(jurors)
    authors = _authors(applications)
    found: dict[tuple[int, int], list[Conflict]] = {}
    for application in applications:
        for juror_id, person in people.items():
            if reasons := list(_reasons(person, application, authors[application.pk])):
                found[juror_id, application.pk] = reasons
    return found


def _reasons(person: _Person, application: Application, authors: frozenset[int]) -> Iterable[Conflict]:
    if person.user_id in authors:
        yield Conflict.AUTHOR
    if application.library is not None:
        if application.library.pk in person.libraries:
            yield Conflict.LIBRARY
        elif application.library.organisation_id in person.organisations:
            yield Conflict.ORGANISATION
    if person.close & authors:
        yield Conflict.MENTORSHIP


def _people(jurors: Collection[Juror]) -> dict[int, _Person]:
    user_ids = [juror.user_id for juror in jurors if juror.user_id is not None]
    headed, close = _headed_by(user_ids), _close_to(user_ids)
    return {juror.pk: _person(juror, headed, close) for juror in jurors}


def _person(juror: Juror, headed: Mapping[int, set[int]], close: Mapping[int, set[int]]) -> _Person:
    organisations = {juror.organisation_id} - {None}
    libraries: set[int] = set()
    if juror.user is not None:
        libraries |= headed.get(juror.user.pk, set())
        if juror.user.library is not None:
            libraries.add(juror.user.library.pk)
            organisations.add(juror.user.library.organisation_id)
    return _Person(
        user_id=juror.user_id,
        organisations=frozenset(one for one in organisations if one is not None),
        libraries=frozenset(libraries),
        close=frozenset(close.get(juror.user_id or 0, set())),
    )


def _headed_by(user_ids: Collection[int]) -> Mapping[int, set[int]]:
    roles = RoleAssignment.objects.filter(user__in=user_ids, role=Role.HEAD, place_kind=PlaceKind.LIBRARY)
    return _gathered(roles.values_list("user_id", "place_id"))


def _close_to(user_ids: Collection[int]) -> Mapping[int, set[int]]:
    """Return for each of these people whom she leads or led, and by whom she is or was led."""
    is_near = Q(mentorship__turns__mentor__in=user_ids) | Q(user__in=user_ids)
    rows = Mentee.objects.filter(is_near, mentorship__turns__isnull=False)
    pairs = list(rows.values_list("mentorship__turns__mentor", "user_id"))
    return _gathered([*pairs, *((mentee, mentor) for mentor, mentee in pairs)])


def _authors(applications: Collection[Application]) -> Mapping[int, frozenset[int]]:
    rows = Author.objects.filter(application__in=[one.pk for one in applications])
    found = _gathered(rows.values_list("application_id", "user_id"))
    return {one.pk: frozenset(found.get(one.pk, set())) for one in applications}


def _gathered(pairs: Iterable[tuple[int, int]]) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found
