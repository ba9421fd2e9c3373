"""An application that is being changed: locked, with what its rules ask for."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied

from nastavnik.contest.enums import OPEN_STATES
from nastavnik.contest.models import Application
from nastavnik.contest.permissions import can_edit_application
from nastavnik.contest.selectors.stages import NotOpenForWriting
from nastavnik.people.permissions import Actor

Right = Callable[[Actor, Application], bool]


def locked(actor: Actor, application_id: int, *, right: Right = can_edit_application) -> Application:
    """Return an application, locked, to whoever has the right. Raises `PermissionDenied`, `Application.DoesNotExist`."""
    rows = Application.objects.select_for_update(of=("self",), no_key=True)
    application = rows.select_related("contest__school", "library__organisation", "direction").get(pk=application_id)
    if not right(actor, application):
        raise PermissionDenied
    return application


def open_locked(actor: Actor, application_id: int) -> Application:
    """Return an application that its authors may write in, locked. Raises `NotOpenForWriting` besides."""
    application = locked(actor, application_id)
    if application.state not in OPEN_STATES:
        raise NotOpenForWriting
    return application
