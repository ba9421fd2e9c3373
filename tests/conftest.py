"""What every test may rely on: no network, no SQL while a template renders, texts compiled, memory of guests empty, nobody new who hears."""

import gc
from itertools import islice
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.template.backends.django import Template
from django.test.utils import CaptureQueriesContext
from hypothesis import settings as hypothesis_settings

import messages
from nastavnik.core import events
from nastavnik.core.http.guests import PAGES
from nastavnik.core.memory import forget_all
from nastavnik.programme.selectors import forget_schools
from tests import ready_database
from tests.people_fixtures import director, learner, methodist, outsider, school  # noqa: F401 -- fixtures of every app

# How long an example takes hangs on what else the machine does.
hypothesis_settings.register_profile("school", deadline=None)
hypothesis_settings.load_profile("school")

TESTS = Path(__file__).parent
# Walks through all pages, and processes of their own that wait for a clock.
LONG = (
    "architecture/test_access_matrix",
    "cli/test_up",
    "contest/test_leaks",
    "core/queue/test_worker_processes",
    "learning/coverage/test_real_server",
    "live/ingest",
    "mentoring/test_leaks",
    "video/test_real_servers",
    "video/words/test_recognition_real",
)
# What is made once for a module and takes long: one worker asks for all of it.
DEAR = "portal/test_demo"
DATABASES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Let the collector of garbage pass over what is there to stay: it went through ten thousand tests again and again."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config, items):
    """Mark what one round is enough for, before anybody chooses by marks; when they have chosen, begin with what is long."""
    for item in items:
        # on another database it would say the same
        if not item.get_closest_marker("django_db") and DATABASES.isdisjoint(item.fixturenames):
            item.add_marker(pytest.mark.own_database)
    yield
    items[:] = with_long_ones_first(items, getattr(config, "workerinput", {}).get("workercount", 1))


def with_long_ones_first(items, workers):
    """Give every worker but the last its share of the long tests first: one that begins when the others are done keeps all waiting.

    Many of them wait themselves: meanwhile the last worker works.
    """
    dear, rest = parted(items, DEAR)
    long, others = parted(rest, LONG)
    sharing = max(1, workers - 1)
    heads = [*(long[number::sharing] for number in range(sharing)), *([] for _worker in range(sharing, workers))]
    heads[0] = [*dear, *heads[0]]
    share, waiting = -(-len(items) // workers), iter(others)
    return [item for head in heads for item in (*head, *islice(waiting, max(0, share - len(head))))]


def parted(items, paths):
    """Return the tests in these files, and the others."""
    found = {True: [], False: []}
    for item in items:
        found[str(item.path.relative_to(TESTS)).startswith(paths)].append(item)
    return found[True], found[False]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    ready_database.make_it_ready(connection)


@pytest.fixture(autouse=True, scope="session")
def _texts_are_compiled():
    messages.compile_all()


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SPEECH_MODELS = tmp_path / "speech-models"
    cache.clear()  # rate limits count in it: one test must not use up another's tries
    PAGES.clear()
    forget_all()
    forget_schools()


@pytest.fixture(autouse=True)
def _hearers_are_forgotten():
    both = (events._handlers, events._handlers_within)
    known = [{kind: list(heard_by) for kind, heard_by in hearers.items()} for hearers in both]
    yield
    for hearers, before in zip(both, known, strict=True):
        hearers.clear()
        hearers.update(before)


class QueryInTemplate(AssertionError):
    """A template asked the database: the selector must hand over complete rows."""


def refuse(execute, sql, params, many, context):
    raise QueryInTemplate(sql)


@pytest.fixture(autouse=True)
def _templates_do_not_query(monkeypatch, request):
    if request.node.get_closest_marker("template_queries"):
        return
    original = Template.render

    def render(self, context=None, request=None):
        if hasattr(request, "user"):
            _ = request.user.pk  # load the lazy user before the gate closes
        with connection.execute_wrapper(refuse):
            return original(self, context, request)

    monkeypatch.setattr(Template, "render", render)


def queries_of(call) -> int:
    """Return how many queries `call` makes, with the memory of guests' pages empty."""
    PAGES.clear()
    forget_all()
    forget_schools()
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


@pytest.fixture
def assert_flat():
    """Check that a page's number of queries does not grow with its data and stays under the ceiling."""

    def check(call, grow, ceiling=12):
        grow()
        call()
        small = queries_of(call)
        for _ in range(3):
            grow()
        large = queries_of(call)
        assert small == large <= ceiling, f"{small} queries became {large}"

    return check
