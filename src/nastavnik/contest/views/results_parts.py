"""What the pages of results at the desk share."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.contest.permissions import is_review_over
from nastavnik.contest.views.setup_common import contest_crumbs
from nastavnik.core import clock

TABS = ("ranking", "without", "decisions", "minutes", "letters", "release", "numbers")
# what there is to see before the review is over
AT_ONCE = ("ranking", "numbers")


def results_context(contest: Any, tab: str, **words: Any) -> dict[str, Any]:
    """Return what every page of a contest's results shows, and its own words."""
    return {
        "contest": contest,
        "tabs": _tabs(contest.token, tab, TABS if is_review_over(contest, clock.now()) else AT_ONCE),
        "crumbs": contest_crumbs(contest.title, contest.token),
        **words,
    }


def _tabs(token: str, current: str, shown: Sequence[str]) -> list[dict[str, Any]]:
    labels = {
        "ranking": _("Ranking"),
        "without": _("Without one juror"),
        "decisions": _("Decisions"),
        "minutes": _("Jury’s minutes"),
        "letters": _("Letters"),
        "release": _("Release and diplomas"),
        "numbers": _("Numbers"),
    }
    return [
        {"label": labels[tab], "url": reverse(f"contest:{tab}", args=[token]), "is_current": tab == current}
        for tab in shown
    ]


def sent_file(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Return a file to be kept."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
