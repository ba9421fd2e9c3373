"""The table of docs/architecture/events.md."""

import re

from tests.architecture.house import ROOT

PAGE = ROOT / "docs" / "architecture" / "events.md"
ROW = re.compile(r"^\| `(?P<name>\w+)` \| (?P<when>.+?) \| (?P<listeners>.+?) \|$", re.MULTILINE)
LATER = "later: "


def listeners_told() -> dict[str, str]:
    """Return what the page says of each event's listeners."""
    return {row["name"]: row["listeners"] for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))}


def events_not_heard_yet() -> set[str]:
    """Return the events that nobody hears today; the page says who will."""
    return {name for name, listeners in listeners_told().items() if listeners.startswith(LATER)}


def apps_listening_today(listeners: str) -> set[str]:
    """Return the apps that stand in code in the cell of listeners."""
    return set(re.findall(r"`(\w+)`", listeners))
