"""What the public pages do with news: whoever opens the school after a broadcast began or ended sees it as it is."""

from nastavnik.core.events import on
from nastavnik.core.http.guests import PAGES
from nastavnik.core.memory import forget_all
from nastavnik.live.events import BroadcastEnded, BroadcastStarted, RecordingReady


def show_the_moment(_event: object) -> None:
    """Forget the pages of some seconds ago in this process; other processes follow in seconds."""
    PAGES.clear()
    forget_all()


for event_type in (BroadcastStarted, BroadcastEnded, RecordingReady):
    on(event_type)(show_the_moment)
