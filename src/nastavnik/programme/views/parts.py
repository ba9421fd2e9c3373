"""What several pages of the programme share."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from nastavnik.core.forms import attempt
from nastavnik.core.http import Request
from nastavnik.programme.forms import VersionedForm
from nastavnik.programme.services.refusals import ChangedMeanwhile

T = TypeVar("T")


def typed(request: Request) -> QueryDict | None:
    """Return what was posted, also when that is nothing at all; None on a page that is only read."""
    return request.POST if request.method == "POST" else None


def attempt_edit(form: VersionedForm, call: Callable[[], T], *, current: Mapping[str, Any]) -> T | None:
    """Call a service that changes a row, as `attempt` does.

    `current` is what the row holds now, with its version: shown beside what was typed when somebody else was first.
    """

    def call_or_show() -> T:
        try:
            return call()
        except ChangedMeanwhile as refusal:
            form.show_newer(current, disputed=refusal.disputed, untouched=refusal.untouched)
            raise

    return attempt(form, call_or_show)


def back(request: Request, address: str) -> HttpResponseRedirect:
    """Go back to the page that the person came from, or to `address`."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(came_from if is_ours else address)


def refresh() -> HttpResponse:
    """Tell a page that posted by script to show itself anew, where it stands."""
    return HttpResponse(headers={"HX-Refresh": "true"})


def desk_crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a page of the desk, from the list of years down: (words, address) of each step."""
    first = (_("Programme"), reverse("programme:years"))
    return [{"label": label, "url": url} for label, url in (first, *steps)]


def board_url(token: str) -> str:
    """Return the address of a programme's board."""
    return reverse("programme:board", args=[token])
