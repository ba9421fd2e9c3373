"""What the pages of the setting up share."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.contest.forms.versions import VersionedForm
from nastavnik.contest.selectors.setup_desk import PARTS
from nastavnik.contest.services.setup.refusals import ChangedMeanwhile
from nastavnik.core.forms import attempt
from nastavnik.core.http import Request

T = TypeVar("T")
Crumbs = list[dict[str, str]]


def typed(request: Request) -> QueryDict | None:
    """Return what was posted, also when that is nothing at all; None on a page that is only read."""
    return request.POST if request.method == "POST" else None


def attempt_edit(form: VersionedForm, call: Callable[[], T], *, current: Mapping[str, Any]) -> T | None:
    """Call a service that changes a row, as `attempt` does; `current` is what the row holds now, with its version."""

    def call_or_show() -> T:
        try:
            return call()
        except ChangedMeanwhile:
            form.show_newer(current)
            raise

    return attempt(form, call_or_show)


def desk_crumbs(*steps: tuple[str, str]) -> Crumbs:
    """Return the way to a page of a contest at the desk: (words, address) of each step."""
    first = (_("Contests"), reverse("contest:desk_contests"))
    return [{"label": label, "url": url} for label, url in (first, *steps)]


def contest_crumbs(title: str, token: str, *steps: tuple[str, str]) -> Crumbs:
    """Return the way to a part of a contest."""
    return desk_crumbs((title, reverse("contest:desk_contest", args=[token])), *steps)


def part_title(part: str) -> str:
    """Return what a part of the setting up is called."""
    return str(PARTS[part])
