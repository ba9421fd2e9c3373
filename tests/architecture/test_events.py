"""News that nobody hears is a mistake, unless it is said why."""

import inspect
from importlib import import_module

from nastavnik.core.events import handled_events
from tests.architecture.events_page import events_not_heard_yet
from tests.architecture.house import PACKAGE

# Told for the apps that come above; the page of events says who will listen.
NOT_HEARD_YET = events_not_heard_yet()


def declared_events():
    for path in sorted(PACKAGE.glob("*/events.py")):
        if path.parent.name == "core":
            continue
        module = import_module(f"nastavnik.{path.parent.name}.events")
        for name, value in inspect.getmembers(module, inspect.isclass):
            if value.__module__ == module.__name__:
                yield name, value


def test_every_event_is_heard_or_says_why_not():
    handled = handled_events()
    unheard = {name for name, event in declared_events() if event not in handled}

    assert unheard == NOT_HEARD_YET


def test_every_event_is_frozen():
    assert [name for name, event in declared_events() if not event.__dataclass_params__.frozen] == []
