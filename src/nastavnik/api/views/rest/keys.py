"""Keys in the header of a request, what they open, and how often one may ask."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import Throttled
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from nastavnik.api.enums import Scope
from nastavnik.api.services import pace
from nastavnik.api.services.keys import use_key
from nastavnik.core import clock
from nastavnik.core.http import Request

DESK = "desk"


class Key(HttpBearer):
    """`Authorization: Bearer nst_…`, with a scope that opens this. From then on it is the owner who asks."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: Request, token: str) -> Any:  # type: ignore[override]  # ours is what comes here
        """Return the key; None for one that is not valid. Raises `PermissionDenied` for another scope."""
        key = use_key(secret=token, school=request.school, now=clock.now())
        if key is None:
            if not pace.note_request("wrong", request.META["REMOTE_ADDR"], pace.MOST_WRONG_KEYS):
                raise Throttled(pace.WINDOW_SECONDS)
            return None
        if self.scope not in key.scopes:
            raise PermissionDenied(_("This needs the right “%(scope)s”.") % {"scope": self.scope})
        request.user = key.owner
        return key


class Pace(BaseThrottle):
    """So many requests in a minute, of a key or of an address."""

    def __init__(
        self, what: str = "asked", most: int = pace.MOST_OF_ADDRESS, most_of_key: int = pace.MOST_OF_KEY
    ) -> None:
        self.what, self.most, self.most_of_key = what, most, most_of_key

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request, and tell whether it is answered."""
        key = getattr(request, "auth", None)
        if key is not None:
            return pace.note_request(self.what, key.token, self.most_of_key)
        return pace.note_request(self.what, request.META["REMOTE_ADDR"], self.most)

    def wait(self) -> float | None:
        """Return how long to wait."""
        return pace.WINDOW_SECONDS


def opened_by(scope: Scope, tag: str, **more: Any) -> dict[str, Any]:
    """Return what an operation of the desk is made with; the contract tells which scope opens it."""
    return {
        "auth": Key(scope),
        "throttle": Pace(DESK),
        "tags": [tag],
        "openapi_extra": {"x-scope": scope.value},
        **more,
    }
