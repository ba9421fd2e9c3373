"""What the audience does when it hears news of the apps below."""

from nastavnik.audience.services import channels
from nastavnik.core.events import on
from nastavnik.live.events import BroadcastStarted
from nastavnik.live.models import Broadcast


@on(BroadcastStarted)
def _count_where_it_goes(event: BroadcastStarted) -> None:
    for school_id in Broadcast.objects.filter(pk=event.broadcast_id).values_list("school_id", flat=True):
        channels.ensure_channels(school_id=school_id)
