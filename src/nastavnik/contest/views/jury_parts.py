"""What the pages of the jury at the desk share."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.contest.selectors.jury.members import JuryRights, rights_in
from nastavnik.contest.views.setup_common import contest_crumbs
from nastavnik.core.http import SignedInRequest


def jury_context(request: SignedInRequest, contest: Any, tab: str, **words: Any) -> dict[str, Any]:
    """Return what every page of a contest's jury shows, and its own words."""
    rights = rights_in(request.user, contest)
    return {
        "contest": contest,
        "rights": rights,
        "tabs": jury_tabs(contest.token, tab, rights),
        "crumbs": way_to(contest, has_desk=rights.has_desk),
        **words,
    }


def way_to(contest: Any, *, has_desk: bool) -> list[dict[str, str]]:
    """Return the way to what hangs on a contest: by the desk, or for the jury's secretary by her own."""
    own = {"label": contest.title, "url": reverse("contest:jury_contest", args=[contest.token])}
    return contest_crumbs(contest.title, contest.token) if has_desk else [own]


def jury_tabs(token: str, current: str, rights: JuryRights) -> list[dict[str, Any]]:
    """Return the parts of the jury's work as far as they are open to the viewer."""
    tabs = (
        ("members", _("Members"), "contest:jury", True),
        ("calibration", _("Calibration"), "contest:jury_calibration", True),
        ("assignment", _("Who judges what"), "contest:jury_assignment", rights.can_run),
        ("progress", _("Progress of the jury"), "contest:jury_progress", True),
        ("paper", _("Paper sheets"), "contest:jury_paper", rights.can_keep),
    )
    return [
        {"label": label, "url": reverse(view, args=[token]), "is_current": name == current}
        for name, label, view, is_open in tabs
        if is_open
    ]
