"""The access matrix holds: every address of the school answers every role as the table says, and nothing is missing."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from urllib.parse import urlsplit

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from nastavnik.config.asgi import ROUTES
from tests.architecture.access import BEFORE_DJANGO, TABLE, WITHOUT_CSRF_TOKEN
from tests.architecture.access.words import REFUSALS, ROLES, Answer, Row
from tests.architecture.access.world import OTHER_PATH, make_world
from tests.architecture.house import ROOT

# allauth's own pages and the admin ask while they render; ours are held to it by the tests of each app
pytestmark = pytest.mark.template_queries

# That addresses answer is asked of both databases as these; who is refused what hangs on neither.
ASK_MUCH = frozenset({"methodist", "learner", "juror"})
PAGES = [row for row in TABLE if not row.is_post]
DEEDS = [row for row in TABLE if row.is_post]
AWAY = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER}
BY_STATUS = {
    HTTPStatus.FORBIDDEN: Answer.FORBIDDEN,
    HTTPStatus.NOT_FOUND: Answer.MISSING,
    HTTPStatus.GONE: Answer.GONE,
    HTTPStatus.UNAUTHORIZED: Answer.UNSIGNED,
}
# A deed without its form is told what is wrong with it: that is for people who may do it.
DONE = {
    HTTPStatus.OK,
    HTTPStatus.NO_CONTENT,
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.CONFLICT,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}


def once_unless_it_asks_much(role):
    """A role for whom one round is enough, unless hers are the pages that ask the database for most."""
    return role if role in ASK_MUCH else pytest.param(role, marks=pytest.mark.own_database)


@pytest.fixture
def world(db):
    return make_world()


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back whatever is written inside, so that no row of the table changes the world of the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Visitor:
    """Somebody who asks for addresses, each time in a fresh browser of her own."""

    def __init__(self, user, *, is_checking_tokens: bool = False) -> None:
        self.is_checking_tokens = is_checking_tokens
        client = Client()
        if user is not None:
            client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
            type_password(client, user)
        self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def ask(self, method: str, address: str) -> Answer | str:
        """Return what the address answers; an error that nobody expected is told as it is."""
        client = Client(enforce_csrf_checks=self.is_checking_tokens)
        for name, value in self.cookies.items():
            client.cookies[name] = value
        with taken_back():
            try:
                response = client.generic(method, address, headers={"Accept": "text/html"})
                _ = b"".join(response.streaming_content) if response.streaming else b""
            except Exception as error:  # noqa: BLE001 -- the table is read as a whole, whatever one address does
                return f"raised {error!r}"
        return answer_of(response, method)


def type_password(client: Client, user) -> None:
    """Let the password have been typed a moment ago, as allauth writes it down."""
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, "password", email=user.email, reauthenticated=True)
    request.session.save()


def answer_of(response, method: str) -> Answer | str:
    status = response.status_code
    if status in AWAY:
        if urlsplit(response.headers["Location"]).path in {reverse("account_login"), reverse("admin:login")}:
            return Answer.LOGIN
        return Answer.IN if method == "POST" else Answer.AWAY
    if status in BY_STATUS:
        return BY_STATUS[status]
    is_in = status in DONE if method == "POST" else status == HTTPStatus.OK
    return Answer.IN if is_in else str(status)


def address_of(row: Row, things) -> str:
    """Return the address of a row; one that has no name of its own stands there as it is."""
    return row.name if row.name.startswith("/") else reverse(row.name, args=[things[name] for name in row.things])


def method_of(row: Row) -> str:
    return "POST" if row.is_post else "GET"


def names_of(resolver: URLResolver, namespace: str = "", path: str = "/") -> Iterator[str]:
    """Return the names of all addresses; one without a name is told by its path."""
    for pattern in resolver.url_patterns:
        here = f"{path}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from names_of(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace, here)
        else:
            yield f"{namespace}{pattern.name}" if pattern.name else here


def told(lines: list[str]) -> str:
    """Return all that is wrong, a line each."""
    return "\n".join(["", *lines])


def is_of_admin(name: str) -> bool:
    """Tell whether an address belongs to the admin, which has a rule of its own below."""
    return name.startswith(("admin:", "/admin/"))


def test_every_address_is_in_the_table():
    in_table = {row.name for row in TABLE}
    addresses = {name for name in names_of(get_resolver()) if not is_of_admin(name)}

    assert sorted(addresses - in_table) == [], "addresses without a row"
    assert sorted({name for name in in_table if not is_of_admin(name)} - addresses) == [], "rows without an address"


def test_every_address_before_django_has_tests_of_its_own():
    assert sorted(prefix for prefix, _app in ROUTES) == sorted(BEFORE_DJANGO)
    assert [path for path in BEFORE_DJANGO.values() if not (ROOT / path).is_file()] == []


def test_no_row_stands_twice():
    rows = [str(row) for row in TABLE]

    assert sorted({row for row in rows if rows.count(row) > 1}) == []


@pytest.mark.parametrize("role", [once_unless_it_asks_much(role) for role in ROLES])
def test_addresses_answer_as_the_table_says(world, role):
    people, things, _strange = world
    visitor = Visitor(people[role])

    wrong = []
    for row in TABLE:
        answer = visitor.ask(method_of(row), address_of(row, things))
        if answer != row.expected[role]:
            wrong.append(f"{row}: {answer} instead of {row.expected[role]}")

    assert wrong == [], told(wrong)


@pytest.mark.own_database
@pytest.mark.parametrize("role", ROLES)
def test_forms_are_refused_to_whom_their_page_is_refused(world, role):
    people, things, _strange = world
    visitor = Visitor(people[role])

    leaks = []
    for row in PAGES:
        if row.expected[role] in REFUSALS:
            answer = visitor.ask("POST", address_of(row, things))
            if answer not in REFUSALS and answer != str(HTTPStatus.METHOD_NOT_ALLOWED.value):
                leaks.append(f"{row}: {answer}")

    assert leaks == [], told(leaks)


def test_every_refusal_could_have_leaked():
    """An address that refuses everybody proves nothing: somebody gets in everywhere, or it is said why not."""
    closed = [str(row) for row in TABLE if Answer.IN not in row.expected.values() and not row.why]

    assert closed == [], told(closed)


@pytest.mark.own_database
def test_rows_of_another_school_are_refused(world):
    people, _things, strange = world
    visitor = Visitor(people["methodist"])

    leaks = []
    for row in TABLE:
        if row.things and not row.is_shared:
            answer = visitor.ask(method_of(row), address_of(row, strange))
            if answer not in REFUSALS:
                leaks.append(f"{row}: {answer}")

    assert leaks == [], told(leaks)


@pytest.mark.own_database
def test_rows_of_another_school_open_for_its_own_methodist(world):
    people, _things, strange = world
    visitor = Visitor(people["outsider"])

    wrong = []
    for row in TABLE:
        if row.things and row.expected["methodist"] is Answer.IN:
            answer = visitor.ask(method_of(row), f"/{OTHER_PATH}{address_of(row, strange)}")
            if answer != Answer.IN:
                wrong.append(f"{row}: {answer}")

    assert wrong == [], told(wrong)


@pytest.mark.own_database
def test_deeds_do_not_happen_by_a_link(world):
    people, things, _strange = world
    visitors = {role: Visitor(people[role]) for role in ROLES}

    wrong = []
    for row in DEEDS:
        # what nobody may do as a person is asked for by a guest
        role = next((role for role in ROLES if row.expected[role] is Answer.IN), "guest")
        answer = visitors[role].ask("GET", address_of(row, things))
        if answer != str(HTTPStatus.METHOD_NOT_ALLOWED.value):
            wrong.append(f"{row}: {answer}")

    assert wrong == [], told(wrong)


@pytest.mark.own_database
def test_forms_of_strangers_are_refused(world):
    people, things, _strange = world
    visitor = Visitor(people["methodist"], is_checking_tokens=True)

    wrong = []
    for row in TABLE:
        answer = visitor.ask("POST", address_of(row, things))
        is_refused = answer in REFUSALS or answer == str(HTTPStatus.METHOD_NOT_ALLOWED.value)
        if is_refused == (row.name in WITHOUT_CSRF_TOKEN):
            wrong.append(f"{row}: {answer}")

    assert wrong == [], told(wrong)


def admin_addresses() -> list[str]:
    names = {name for name in names_of(get_resolver()) if name.startswith("admin:")}
    return sorted(reverse(name) for name in names if name.endswith(("_changelist", "_add")))


@pytest.mark.own_database
@pytest.mark.parametrize("role", ROLES)
def test_tables_of_the_admin_are_for_the_operator_alone(world, role):
    people, _things, _strange = world
    visitor = Visitor(people[role])
    answers = {address: visitor.ask("GET", address) for address in admin_addresses()}

    if role == "operator":
        assert {answer for address, answer in answers.items() if "/add/" not in address} == {Answer.IN}
        assert set(answers.values()) <= {Answer.IN, Answer.FORBIDDEN}
    else:
        assert set(answers.values()) == {Answer.LOGIN}
