"""Grants: who writes a project, who decides about it, who leads it, who looks. Each area adds rows and things of its own."""

from typing import Any

from nastavnik.grants.enums import MemberRole
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.models import User
from tests.architecture.access.words import DESK, OWN, Answer, Row, get, who
from tests.grants.factories import GrantFactory, GrantMemberFactory, GrantProjectFactory
from tests.people.factories import LibraryFactory, grant

# the head of the world heads the library of the project, the mentor leads it
READS = who("head", "mentor", "methodist", "director", others=Answer.MISSING)
WRITES = who("head", "mentor", "methodist", others=Answer.MISSING) | {"director": Answer.FORBIDDEN}
STEERS = who("head", "methodist", others=Answer.MISSING) | {"director": Answer.FORBIDDEN, "mentor": Answer.FORBIDDEN}

PROJECTS: tuple[Row, ...] = (
    get("grants:own", OWN),
    get("grants:project", READS, "grant_project"),
)
WRITING: tuple[Row, ...] = (
    get("grants:grant", READS, "grant"),
    get("grants:history", READS, "grant"),
)
TALK: tuple[Row, ...] = (
    get("grants:remarks", READS, "grant"),
    get("grants:proofs", READS, "grant"),
    get("grants:reviews", READS, "grant"),
)
CHECK: tuple[Row, ...] = (
    get("grants:check", READS, "grant"),
    get("grants:budget", READS, "grant"),
)
ONWARD: tuple[Row, ...] = (
    get("grants:papers", READS, "grant"),
    get("grants:board", DESK),
)

ROWS = (*PROJECTS, *WRITING, *TALK, *CHECK, *ONWARD)


def things_of_grants(school: Any, people: dict[str, User | None]) -> dict[str, Any]:
    """Return a project with an application to a fund, of a library that the head of the world heads."""
    library = LibraryFactory(organisation=school.owner)
    project = GrantProjectFactory(school=school, library=library)
    if head := people["head"]:
        grant(head, Role.HEAD, Place(PlaceKind.LIBRARY, library.pk))
    if mentor := people["mentor"]:
        GrantMemberFactory(project=project, user=mentor, role=MemberRole.MENTOR)
    application = GrantFactory(project=project)
    return {"grant_project": project.token, "grant": application.token}
