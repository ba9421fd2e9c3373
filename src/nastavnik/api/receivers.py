"""What happens in the apps below is told to webhooks; keys go with their owner."""

from collections.abc import Sequence

from nastavnik.api.selectors.news import TOLD
from nastavnik.api.services.hooks import tell
from nastavnik.api.services.keys import forget_person
from nastavnik.core import clock
from nastavnik.core.events import on
from nastavnik.people.events import PersonErased


def tell_webhooks(events: Sequence[object]) -> None:
    """Write them down for those that want them, in the transaction of what happened."""
    tell(news=events, now=clock.now())


for event_type in TOLD:
    on(event_type, is_within=True)(tell_webhooks)


@on(PersonErased)
def forget_keys(event: PersonErased) -> None:
    """Let no program act for somebody who asked to be forgotten."""
    forget_person(user_id=event.user_id)
