"""An application at the desk: what was submitted, what a machine finds wrong with it, what the formal check has said."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from nastavnik.contest.checking.gaps import Gap, gaps_of
from nastavnik.contest.checking.told import form_told
from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, Contest, FormalCheck, ScoreSheet
from nastavnik.contest.permissions import can_check_application
from nastavnik.contest.selectors.applications.checks import may_be_checked
from nastavnik.contest.selectors.applications.lookup import application_at_desk, contest_at_desk, last_submission
from nastavnik.contest.selectors.applications.onward import Onward, ways_onward
from nastavnik.contest.selectors.applications.own import BADGES
from nastavnik.contest.selectors.applications.page import CheckLine, check_line
from nastavnik.contest.selectors.applications.reading import Reading, application_to_read
from nastavnik.people.models import User
from nastavnik.programme.models import School

# what is proposed to correct an application
USUAL_RETURN = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class CheckPage:
    """An application as the formal check sees it."""

    contest: Contest
    application: Application
    state: str
    badge: str
    reading: Reading
    findings: list[Gap]
    checks: list[CheckLine]
    # whether the viewer may decide now
    can_check: bool
    # the jury has begun with it: it stays admitted
    is_judged: bool
    receipt_url: str
    register_url: str
    # of one that came on paper and is corrected by whoever typed it
    edit_url: str
    initial: Mapping[str, Any]
    onward: list[Onward]


def check_page(actor: User, school: School, contest_token: str, token: str, now: datetime) -> CheckPage:
    """Return an application with its formal check. Raises `Contest.DoesNotExist`, `Application.DoesNotExist`."""
    contest = contest_at_desk(actor, school, contest_token)
    application = application_at_desk(actor, contest, token)
    submission = last_submission(application)
    if submission is None:
        raise Application.DoesNotExist
    state = ApplicationState(application.state)
    until = (
        (now + USUAL_RETURN).astimezone(school.zone).replace(hour=18, minute=0, second=0, microsecond=0, tzinfo=None)
    )
    return CheckPage(
        contest=contest,
        application=application,
        state=str(state.label),
        badge=BADGES[state],
        reading=application_to_read(submission, is_blind=False),
        findings=findings_in(submission.taken),
        checks=[check_line(row) for row in FormalCheck.objects.filter(application=application).order_by("-pk")],
        can_check=may_be_checked(application, now) and can_check_application(actor, application),
        is_judged=ScoreSheet.objects.filter(application=application).exists(),
        receipt_url=reverse("contest:desk_receipt", args=[contest.token, application.token]),
        register_url=reverse("contest:register", args=[contest.token]),
        edit_url=reverse("contest:application", args=[application.token]) if application.typed_by_id else "",
        initial={"turn": submission.turn, "until": until},
        onward=ways_onward(actor, application),
    )


def findings_in(taken: Mapping[str, Any]) -> list[Gap]:
    """Return what was missing in a submission by the form as it was then."""
    files = Counter(file["field_key"] for file in taken["files"])
    return gaps_of(form_told(taken["form"]), taken["values"], files)
