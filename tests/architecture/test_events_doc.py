"""The table of events says which there are, who hears them, and who will."""

from nastavnik.core.events import handlers_of
from tests.architecture.events_page import LATER, PAGE, apps_listening_today, listeners_told
from tests.architecture.house import RANK
from tests.architecture.test_events import declared_events


def apps_that_hear(event) -> set[str]:
    return {handler.__module__.split(".")[1] for handler in handlers_of(event)}


def test_every_event_has_one_row():
    text = PAGE.read_text(encoding="utf-8")
    declared = {name for name, _event in declared_events()}

    assert set(listeners_told()) == declared
    assert [name for name in declared if text.count(f"\n| `{name}` |") != 1] == []


def test_listeners_of_today_are_those_in_the_code():
    told = {name: apps_listening_today(listeners) for name, listeners in listeners_told().items()}

    assert told == {name: apps_that_hear(event) for name, event in declared_events()}


def test_listeners_of_tomorrow_are_apps_that_have_a_place():
    later = {name: listeners.partition(LATER)[2] for name, listeners in listeners_told().items()}
    unknown = {name: words for name, words in later.items() if words and not set(words.split(", ")) <= set(RANK)}

    assert unknown == {}
