"""The jury: its link, the desk of a juror, what the desk of the school does with it."""

from datetime import timedelta
from typing import Any

from nastavnik.contest.enums import ApplicationState, SheetState
from nastavnik.contest.models import Contest, Juror, Recusal, ScoreSheet
from nastavnik.core.clock import now
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.models import User
from nastavnik.people.selectors.entry import hash_secret
from nastavnik.programme.models import School
from tests.architecture.access.contest_applications import submission_of
from tests.architecture.access.words import DESK_HIDDEN, OWN, PUBLIC, RUN_HIDDEN, Answer, Row, get, post, who
from tests.contest.factories import ApplicationFactory
from tests.people.factories import grant

# the juror of the world sits in the jury of the contest
JUDGES = who("juror", others=Answer.MISSING)
DEEDS = ("agreed", "remove", "restore")

ROWS: tuple[Row, ...] = (
    get("contest:jury_invitation", PUBLIC, "jury_secret"),
    # the juror of the world sits in two juries, so she is led to neither
    get("contest:jury_desk", OWN),
    get("contest:jury_contest", JUDGES, "contest"),
    get("contest:jury_sheet", JUDGES, "open_sheet"),
    post("contest:jury_save", JUDGES, "open_sheet"),
    post("contest:jury_recuse", JUDGES, "open_sheet"),
    post("contest:jury_reopen", JUDGES, "finished_sheet"),
    post("contest:jury_look", JUDGES, "finished_sheet"),
    post("contest:jury_judge", JUDGES, "contest", "recused_application"),
    get("contest:own_calibration", JUDGES, "contest"),
    get("contest:own_papers", JUDGES, "contest", "part"),
    get("contest:jury", DESK_HIDDEN, "contest"),
    get("contest:jury_calibration", DESK_HIDDEN, "contest"),
    get("contest:jury_progress", DESK_HIDDEN, "contest"),
    get("contest:add_juror", RUN_HIDDEN, "contest"),
    get("contest:edit_juror", RUN_HIDDEN, "contest", "paper_juror"),
    post("contest:renew_juror", RUN_HIDDEN, "contest", "paper_juror"),
    *(post("contest:do_juror", RUN_HIDDEN, "contest", "paper_juror", f"juror_deed {deed}") for deed in DEEDS),
    get("contest:jury_assignment", RUN_HIDDEN, "contest"),
    post("contest:jury_spread", RUN_HIDDEN, "contest"),
    post("contest:jury_take_back", RUN_HIDDEN, "contest", "spread_moment"),
    get("contest:jury_by_hand", RUN_HIDDEN, "contest", "judged_application"),
    get("contest:jury_paper", RUN_HIDDEN, "contest"),
    get("contest:jury_printed", RUN_HIDDEN, "contest", "paper_juror", "part"),
    get("contest:jury_typing", RUN_HIDDEN, "contest", "paper_sheet"),
)


def things_of_jury(school: School, people: dict[str, User | None], contest_token: str) -> dict[str, Any]:
    """Return a jury of two, one of them on paper and still with her link, and what they judge."""
    contest, moment = Contest.objects.get(token=contest_token), now()
    user, secret = people["juror"], f"jury-secret-of-{school.pk}"
    assert user is not None
    grant(user, Role.JUROR, Place(PlaceKind.CONTEST, contest.pk))
    words = {"contest": contest, "invited_at": moment, "accepted_at": moment}
    juror = Juror.objects.create(user=user, name="Экспертова Вера", **words)
    paper = Juror.objects.create(name="Бумажная Нина", invitation_digest=hash_secret(secret), **words)
    judged = [_admitted(contest, number) for number in (101, 102, 103)]
    given = {"given_at": moment, "changed_at": moment}
    recusal = Recusal.objects.create(juror=juror, application=judged[2], declared_by=user, declared_at=moment)
    done = {"state": SheetState.FINISHED, "finished_at": moment - timedelta(minutes=1)}
    return {
        "jury_secret": secret,
        "open_sheet": ScoreSheet.objects.create(juror=juror, application=judged[0], **given).token,
        "finished_sheet": ScoreSheet.objects.create(juror=juror, application=judged[1], **given, **done).token,
        "paper_sheet": ScoreSheet.objects.create(juror=paper, application=judged[0], **given).token,
        "judged_application": judged[0].token,
        "recused_application": recusal.application.token,
        "paper_juror": paper.token,
        "part": "1",
        "spread_moment": "1",
        **{f"juror_deed {deed}": deed for deed in DEEDS},
    }


def _admitted(contest: Contest, number: int) -> Any:
    application = ApplicationFactory(contest=contest, submitted=True, number=number, state=ApplicationState.ADMITTED)
    submission_of(application)
    return application
