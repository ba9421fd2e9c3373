"""What the programme does with news: its own memory of the schools."""

from nastavnik.core.events import on
from nastavnik.programme.events import SchoolChanged
from nastavnik.programme.selectors import forget_schools


@on(SchoolChanged)
def show_changed_school(_event: SchoolChanged) -> None:
    """Let the next request of this process see the school as it is; other processes follow in seconds."""
    forget_schools()
