"""Typed requests, and the gate that lets only signed-in people through."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from nastavnik.core import clock

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_htmx.middleware import HtmxDetails

    from nastavnik.core.http.preferences import Display
    from nastavnik.people.models import User
    from nastavnik.programme.models import School

P = ParamSpec("P")


class Request(HttpRequest):
    """Any request to the school: `school` is set by programme's middleware, `user` may be a guest."""

    user: "User | AnonymousUser"
    school: "School"
    school_styles: str
    htmx: "HtmxDetails"
    display: "Display"
    LANGUAGE_CODE: str
    unread_notices: int
    # links of the page's head; the portal makes them, templates draw them
    nav: Sequence[object]
    desk_nav: object
    user_menu: Sequence[object]
    # where topics of lessons to come are proposed
    propose_url: str


class SignedInRequest(Request):
    """A request whose person is known."""

    user: "User"


def arrived_at(request: HttpRequest) -> datetime:
    """Return when a request had come in, by the school's clock: what has a deadline does not wait for who comes before it."""
    seconds: float | None = request.META.get(clock.ARRIVED)
    return clock.now() if seconds is None else datetime.fromtimestamp(seconds, UTC)


def signed_in(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[Request, P], HttpResponseBase]:
    """Let only signed-in people reach `view`; others sign in first and come back."""

    @wraps(view)
    def gate(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(cast("SignedInRequest", request), *args, **kwargs)

    return cast("Callable[Concatenate[Request, P], HttpResponseBase]", gate)
