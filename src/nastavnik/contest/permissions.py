"""Who may do what with contests, applications, score sheets and results. Closed by default.

A removed contest is nobody's. Stages and deadlines are rules, not rights: `selectors.stages` tells them, services ask.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from nastavnik.contest.enums import ApplicationState, SheetState
from nastavnik.contest.models import Application, Author, Contest, Juror, Recusal, ScoreSheet
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.models import Library, User
from nastavnik.people.permissions import Actor, has_role, libraries_of, roles_of
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school, can_see_desk, place_of

# --- contests --------------------------------------------------------------------------------------------------------


def can_run_contests(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may make contests in `school`: its methodists."""
    return can_run_school(actor, school)


def can_run_contest(actor: Actor, contest: Contest) -> bool:
    """Tell whether `actor` may set the contest up, open it, lead its jury and release its results: a methodist of the school."""
    return contest.removed_at is None and can_run_school(actor, contest.school)


def contests_run_by(actor: Actor, school: School) -> QuerySet[Contest]:
    """Return the contests of `school` that `can_run_contest` admits."""
    contests = _contests_of(school)
    return contests if can_run_school(actor, school) else contests.none()


def can_keep_register(actor: Actor, contest: Contest) -> bool:
    """Tell whether `actor` may receive, check and type applications, and type marks from paper: who runs it, the secretary."""
    return can_run_contest(actor, contest) or _is_secretary(actor, contest)


def contests_kept_by(actor: Actor, school: School) -> QuerySet[Contest]:
    """Return the contests of `school` that `can_keep_register` admits."""
    contests = _contests_of(school)
    if can_run_school(actor, school):
        return contests
    return contests.filter(Exists(_seats_of(actor).filter(contest=OuterRef("pk"), is_secretary=True)))


def can_look_at_contest(actor: Actor, contest: Contest) -> bool:
    """Tell whether `actor` may see how the contest is set up and how it goes: the desk (directors look), the secretary."""
    if contest.removed_at is not None:
        return False
    return can_see_desk(actor, contest.school) or _is_secretary(actor, contest)


def contests_at_desk_of(actor: Actor, school: School) -> QuerySet[Contest]:
    """Return the contests of `school` that `can_look_at_contest` admits."""
    return _contests_of(school) if can_see_desk(actor, school) else contests_kept_by(actor, school)


def can_see_contest(actor: Actor, contest: Contest, now: datetime) -> bool:
    """Tell whether `actor` may open the page of the contest: everybody once it is announced, desk and jury before."""
    if contest.removed_at is not None:
        return False
    return _is_announced(contest, now) or can_see_desk(actor, contest.school) or is_juror(actor, contest)


def contests_visible_to(actor: Actor, school: School, now: datetime) -> QuerySet[Contest]:
    """Return the contests of `school` that `can_see_contest` admits."""
    contests = _contests_of(school)
    if can_see_desk(actor, school):
        return contests
    is_announced = Q(opened_at__isnull=False) & (Q(announced_at__isnull=True) | Q(announced_at__lte=now))
    return contests.filter(is_announced | Q(Exists(_seats_of(actor).filter(contest=OuterRef("pk")))))


def _contests_of(school: School) -> QuerySet[Contest]:
    return Contest.objects.filter(school=school, removed_at=None)


def _is_announced(contest: Contest, now: datetime) -> bool:
    return contest.opened_at is not None and (contest.announced_at is None or contest.announced_at <= now)


# --- applications ----------------------------------------------------------------------------------------------------


def can_apply(actor: Actor, contest: Contest, library: Library) -> bool:
    """Tell whether `actor` may begin an application of `library`: its head; whoever keeps the register, from paper."""
    if contest.removed_at is not None or not libraries_of(place_of(contest.school)).filter(pk=library.pk).exists():
        return False
    return _heads(actor, library.pk) or can_keep_register(actor, contest)


def libraries_applied_for_by(actor: Actor, contest: Contest) -> QuerySet[Library]:
    """Return the libraries for which `can_apply` admits an application."""
    libraries = libraries_of(place_of(contest.school))
    if contest.removed_at is not None:
        return libraries.none()
    return libraries if can_keep_register(actor, contest) else libraries.filter(pk__in=_headed_by(actor))


def libraries_headed_by(actor: Actor, contest: Contest) -> QuerySet[Library]:
    """Return the libraries that `actor` heads and for which she applies herself, without paper."""
    libraries = libraries_of(place_of(contest.school)).filter(pk__in=_headed_by(actor))
    return libraries.none() if contest.removed_at is not None else libraries


def can_edit_application(actor: Actor, application: Application) -> bool:
    """Tell whether `actor` may write in the application: its authors, the head of its library; the register, from paper.

    Whether it is open for writing at all is asked by `OPEN_STATES` and `selectors.stages.may_submit`.
    """
    if application.contest.removed_at is not None:
        return False
    if application.is_sample:
        return can_run_contest(actor, application.contest)
    if _heads(actor, application.library_id) or _is_author(actor, application):
        return True
    return application.typed_by_id is not None and can_keep_register(actor, application.contest)


def can_submit_application(actor: Actor, application: Application) -> bool:
    """Tell whether `actor` may submit and withdraw it: the head of its library answers for it; the register, from paper."""
    if application.contest.removed_at is not None or application.is_sample:
        return False
    if _heads(actor, application.library_id):
        return True
    return application.typed_by_id is not None and can_keep_register(actor, application.contest)


def applications_edited_by(actor: Actor, contest: Contest) -> QuerySet[Application]:
    """Return the applications to the contest that `can_edit_application` admits."""
    applications = Application.objects.filter(contest=contest)
    if contest.removed_at is not None:
        return applications.none()
    own = Q(Exists(_authorships_of(actor))) | Q(library__in=_headed_by(actor))
    rows = Q(is_sample=False) & own
    if can_keep_register(actor, contest):
        rows |= Q(is_sample=False, typed_by__isnull=False)
    if can_run_contest(actor, contest):
        rows |= Q(is_sample=True)
    return applications.filter(rows)


def can_see_application(actor: Actor, application: Application) -> bool:
    """Tell whether `actor` may read the application as it is: who writes it; the desk and the secretary once it was submitted.

    A draft is its authors' alone. Jurors read through their sheets (`can_judge`), without names where the jury is blind.
    """
    contest = application.contest
    if can_edit_application(actor, application):
        return True
    if not can_look_at_contest(actor, contest):
        return False
    return application.is_sample or (application.number is not None and application.state != ApplicationState.DRAFT)


def applications_visible_to(actor: Actor, contest: Contest) -> QuerySet[Application]:
    """Return the applications to the contest that `can_see_application` admits."""
    edited = applications_edited_by(actor, contest)
    if not can_look_at_contest(actor, contest):
        return edited
    was_submitted = Q(number__isnull=False) & ~Q(state=ApplicationState.DRAFT)
    return Application.objects.filter(Q(pk__in=edited) | Q(is_sample=True) | was_submitted, contest=contest)


def can_check_application(actor: Actor, application: Application) -> bool:
    """Tell whether `actor` may admit, return and reject it: who keeps the register, once it was submitted."""
    return can_keep_register(actor, application.contest) and can_see_application(actor, application)


def applications_of_person(actor: Actor, school: School) -> QuerySet[Application]:
    """Return the applications in `school` that `actor` writes as an author or answers for as the head of a library."""
    if not isinstance(actor, User):
        return Application.objects.none()
    own = Q(Exists(_authorships_of(actor))) | Q(library__in=_headed_by(actor))
    return Application.objects.filter(own, contest__school=school, contest__removed_at=None, is_sample=False)


def _headed_by(actor: Actor) -> list[int]:
    return [place.id for role, place in roles_of(actor) if role is Role.HEAD and place.kind is PlaceKind.LIBRARY]


def _heads(actor: Actor, library_id: int | None) -> bool:
    return library_id is not None and has_role(actor, Place(PlaceKind.LIBRARY, library_id), Role.HEAD)


def _authorships_of(actor: Actor) -> QuerySet[Author]:
    """Return, within a query of applications, the actor's part in each."""
    return Author.objects.filter(application=OuterRef("pk"), user=actor.pk if isinstance(actor, User) else None)


def _is_author(actor: Actor, application: Application) -> bool:
    return isinstance(actor, User) and Author.objects.filter(application=application, user=actor).exists()


# --- the jury --------------------------------------------------------------------------------------------------------


def is_juror(actor: Actor, contest: Contest) -> bool:
    """Tell whether `actor` sits in the jury of the contest."""
    return contest.removed_at is None and _seats_of(actor).filter(contest=contest).exists()


def has_jury_desk(actor: Actor) -> bool:
    """Tell whether `actor` judges some contest, by her roles alone: no query for whoever is on a page."""
    return any(role is Role.JUROR and place.kind is PlaceKind.CONTEST for role, place in roles_of(actor))


def contests_judged_by(actor: Actor, school: School) -> QuerySet[Contest]:
    """Return the contests of `school` that `is_juror` admits."""
    return _contests_of(school).filter(Exists(_seats_of(actor).filter(contest=OuterRef("pk"))))


def can_judge(actor: Actor, sheet: ScoreSheet) -> bool:
    """Tell whether `actor` may open the sheet and mark by it: whose it is, while she sits in the jury and is not recused."""
    juror = sheet.juror
    is_own = isinstance(actor, User) and juror.user_id == actor.pk and juror.left_at is None
    if not is_own or juror.contest.removed_at is not None:
        return False
    if not _is_judged(sheet.application):
        return False
    return not Recusal.objects.filter(juror=juror, application=sheet.application_id).exists()


def sheets_visible_to(actor: Actor, contest: Contest) -> QuerySet[ScoreSheet]:
    """Return the sheets of the contest that `can_judge` admits: a juror's own."""
    if not isinstance(actor, User) or contest.removed_at is not None:
        return ScoreSheet.objects.none()
    sheets = ScoreSheet.objects.filter(juror__contest=contest, juror__user=actor, juror__left_at=None)
    is_judged = Q(application__is_sample=True) | Q(application__state=ApplicationState.ADMITTED)
    return sheets.filter(is_judged & ~Q(Exists(_recusals_of_sheet())))


def sheets_kept_by(actor: Actor, contest: Contest) -> QuerySet[ScoreSheet]:
    """Return all sheets of the contest for who keeps its register: how far each is, never its marks."""
    sheets = ScoreSheet.objects.filter(juror__contest=contest)
    return sheets if can_keep_register(actor, contest) else sheets.none()


def can_type_sheet(actor: Actor, sheet: ScoreSheet) -> bool:
    """Tell whether `actor` may type the marks of the sheet from paper, and compare them: who keeps the register.

    Not of an application on which she has a sheet of her own that is still open: she would see the marks of another.
    """
    if not can_keep_register(actor, sheet.juror.contest) or not _is_judged(sheet.application):
        return False
    own_open = ScoreSheet.objects.filter(
        application=sheet.application_id, juror__user=actor.pk, juror__left_at=None, state=SheetState.OPEN
    )
    return actor.pk is None or not own_open.exclude(pk=sheet.pk).exists()


def can_see_marks(actor: Actor, sheet: ScoreSheet, now: datetime) -> bool:
    """Tell whether `actor` may see the marks of the sheet.

    Its juror always; another of the jury once her own sheet on this application is finished (then only finished ones), unless
    she is recused; the desk once the review is over. The first mark anchors the rest, so nobody sees one before her own.
    """
    return marks_visible_to(actor, sheet.juror.contest, now).filter(pk=sheet.pk).exists()


def marks_visible_to(actor: Actor, contest: Contest, now: datetime) -> QuerySet[ScoreSheet]:
    """Return the sheets of the contest whose marks `can_see_marks` lets `actor` see."""
    sheets = ScoreSheet.objects.filter(juror__contest=contest)
    if contest.removed_at is not None:
        return sheets.none()
    rows = Q(juror__user=actor.pk, juror__left_at=None) if isinstance(actor, User) else Q(pk__in=())
    seats = _seats_of(actor).filter(contest=contest)
    hers_here = ScoreSheet.objects.filter(application=OuterRef("application"), juror__in=seats)
    hers_here = hers_here.exclude(Exists(_recusals_of_sheet()))
    has_open = Q(Exists(hers_here.filter(state=SheetState.OPEN)))
    has_finished = Q(Exists(hers_here.filter(state=SheetState.FINISHED)))
    rows |= has_finished & ~has_open & Q(state=SheetState.FINISHED)
    if is_review_over(contest, now) and can_see_desk(actor, contest.school):
        rows |= Q(state=SheetState.FINISHED)
    return sheets.filter(rows)


def is_review_over(contest: Contest, now: datetime) -> bool:
    """Tell whether the jury marks no more: its day is past, or the results are out."""
    return contest.released_at is not None or (contest.review_until is not None and contest.review_until <= now)


def _seats_of(actor: Actor) -> QuerySet[Juror]:
    """Return the actor's places in juries, all contests."""
    if not isinstance(actor, User) or not actor.is_active:
        return Juror.objects.none()
    return Juror.objects.filter(user=actor, left_at=None)


def _is_secretary(actor: Actor, contest: Contest) -> bool:
    is_standing = contest.removed_at is None
    return is_standing and _seats_of(actor).filter(contest=contest, is_secretary=True).exists()


def _is_judged(application: Application) -> bool:
    return application.is_sample or application.state == ApplicationState.ADMITTED


def _recusals_of_sheet() -> QuerySet[Recusal]:
    return Recusal.objects.filter(juror=OuterRef("juror"), application=OuterRef("application"))


# --- results ---------------------------------------------------------------------------------------------------------


def can_see_outcome(actor: Actor, contest: Contest) -> bool:
    """Tell whether `actor` may see ranking, minutes and pending decisions: the desk, and nobody of the jury by her seat.

    Whether the review is over, before which nobody sees marks, is asked by `is_review_over`.
    """
    return contest.removed_at is None and can_see_desk(actor, contest.school)


def outcomes_visible_to(actor: Actor, school: School) -> QuerySet[Contest]:
    """Return the contests of `school` that `can_see_outcome` admits."""
    contests = _contests_of(school)
    return contests if can_see_desk(actor, school) else contests.none()


def can_vote_for_chair(actor: Actor, contest: Contest) -> bool:
    """Tell whether `actor` may write down how the chair decided between equals: the chair, or who runs the contest."""
    is_chair = contest.removed_at is None and _seats_of(actor).filter(contest=contest, is_chair=True).exists()
    return is_chair or can_run_contest(actor, contest)


def contests_chaired_by(actor: Actor, school: School) -> QuerySet[Contest]:
    """Return the contests of `school` that `can_vote_for_chair` admits."""
    contests = _contests_of(school)
    if can_run_school(actor, school):
        return contests
    return contests.filter(Exists(_seats_of(actor).filter(contest=OuterRef("pk"), is_chair=True)))
