"""What comes of a contest: before the release it is the desk's alone."""

from datetime import timedelta
from typing import Any

from nastavnik.contest.enums import SheetState
from nastavnik.contest.models import (
    Contest,
    Criterion,
    Decision,
    Diploma,
    GalleryEntry,
    Juror,
    Mark,
    Minutes,
    ScoreSheet,
)
from nastavnik.contest.ranking.told import digest
from nastavnik.contest.selectors.results.computed import computed_of
from nastavnik.contest.selectors.results.told import minutes_told
from nastavnik.core.clock import now
from nastavnik.people.models import User
from nastavnik.programme.models import School
from tests.architecture.access.contest_applications import submission_of
from tests.architecture.access.words import DESK_HIDDEN, PUBLIC, RUN_HIDDEN, Answer, Row, get, post, who
from tests.contest.factories import (
    ApplicationFactory,
    AuthorFactory,
    AwardFactory,
    ContestFactory,
    CriterionFactory,
    JurorFactory,
)

WRITES = who("learner", others=Answer.MISSING)
JUDGED = who("juror", others=Answer.MISSING)

ROWS: tuple[Row, ...] = (
    get("contest:ranking", DESK_HIDDEN, "judged_contest"),
    get("contest:without", DESK_HIDDEN, "judged_contest"),
    get("contest:numbers", DESK_HIDDEN, "judged_contest"),
    get("contest:decisions", DESK_HIDDEN, "judged_contest"),
    get("contest:letters", DESK_HIDDEN, "judged_contest"),
    get("contest:release", DESK_HIDDEN, "judged_contest"),
    get("contest:minutes", DESK_HIDDEN, "judged_contest"),
    post("contest:take_places", RUN_HIDDEN, "judged_contest"),
    get("contest:decide", RUN_HIDDEN, "judged_contest", "ranked_application"),
    get("contest:letter", RUN_HIDDEN, "judged_contest", "ranked_application"),
    get("contest:chair_vote", RUN_HIDDEN, "judged_contest"),
    get("contest:minutes_file", DESK_HIDDEN, "released_contest", "minutes_number", "minutes_kind"),
    get("contest:diplomas", DESK_HIDDEN, "released_contest", "diploma_kind", "part"),
    get("contest:results", PUBLIC, "released_slug"),
    get("contest:gallery", PUBLIC, "released_slug"),
    get("contest:verify_diploma", PUBLIC, "diploma_code"),
    post("contest:vote_idea", PUBLIC, "released_application"),
    get("contest:own_idea", WRITES, "released_application"),
    get("contest:own_result", WRITES, "released_application"),
    get("contest:own_diploma", WRITES, "released_application"),
    get("contest:own_certificate", JUDGED, "released_contest"),
)


def things_of_results(school: School, people: dict[str, User | None]) -> dict[str, Any]:
    """Return a contest whose review is over, and one that was released."""
    judged = ContestFactory(school=school, review=True, review_until=now() - timedelta(days=1))
    released = ContestFactory(school=school, released=True)
    application = _judged(judged, JurorFactory(contest=judged))
    won = _judged(released, JurorFactory(contest=released, user=people["juror"]))
    AuthorFactory(application=won, user=people["learner"])
    award = AwardFactory(contest=released, place=1)
    Decision.objects.create(application=won, place=1, award=award, letter="Спасибо.", decided_at=now())
    GalleryEntry.objects.create(application=won, summary="Вечер.", is_public=True, changed_at=now())
    told = minutes_told(released, computed_of(released), made_at=now())
    Minutes.objects.create(contest=released, number=1, told=told, sha256=digest(told), made_at=now())
    return {
        "judged_contest": judged.token,
        "ranked_application": application.token,
        "released_contest": released.token,
        "released_slug": released.slug,
        "released_application": won.token,
        "minutes_number": 1,
        "minutes_kind": "json",
        "diploma_kind": "winners",
        "diploma_code": Diploma.objects.create(contest=released, application=won, issued_at=now()).code,
    }


def _judged(contest: Contest, juror: Juror) -> Any:
    application = ApplicationFactory(contest=contest, admitted=True)
    submission_of(application)
    criterion: Criterion = CriterionFactory(contest=contest)
    moments = {"given_at": now(), "changed_at": now(), "finished_at": now()}
    sheet = ScoreSheet.objects.create(juror=juror, application=application, state=SheetState.FINISHED, **moments)
    Mark.objects.create(sheet=sheet, criterion=criterion, value=4)
    return application
