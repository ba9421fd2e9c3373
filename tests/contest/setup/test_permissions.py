import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from tests.contest.factories import (
    ApplicationFactory,
    AuthorFactory,
    ContestFactory,
    JurorFactory,
    SheetFactory,
    days_from_now,
)
from tests.people.factories import LibraryFactory, UserFactory, grant, in_network

from nastavnik.contest import permissions
from nastavnik.contest.enums import ApplicationState, SheetState
from nastavnik.contest.models import Application, Recusal, ScoreSheet
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.permissions import SYSTEM
from nastavnik.programme.permissions import place_of

pytestmark = pytest.mark.django_db
ROLES = ("guest", "learner", "director", "methodist", "outsider", "system", "head", "author", "juror", "secretary")
DESK = {"director", "methodist", "system"}
RUN = {"methodist", "system"}
REGISTER = RUN | {"secretary"}
JURY = {"juror", "secretary"}


@pytest.fixture(params=ROLES)
def role(request):
    return request.param


@pytest.fixture
def library(school):
    in_network(school.owner, place_of(school))
    return LibraryFactory(organisation=school.owner)


@pytest.fixture
def contest(school):
    return ContestFactory(school=school, review=True)


@pytest.fixture
def head(library):
    user = UserFactory()
    grant(user, Role.HEAD, Place(PlaceKind.LIBRARY, library.pk))
    return user


@pytest.fixture
def author(own):
    return AuthorFactory(application=own).user


@pytest.fixture
def juror(contest):
    return JurorFactory(contest=contest).user


@pytest.fixture
def secretary(contest):
    return JurorFactory(contest=contest, is_secretary=True).user


@pytest.fixture
def own(contest, library):
    """What the author writes, and the head answers for."""
    return ApplicationFactory(contest=contest, library=library)


@pytest.fixture
def actor(role, request, own):
    known = {"guest": AnonymousUser(), "system": SYSTEM}
    return known[role] if role in known else request.getfixturevalue(role)


def test_run_of_contests_is_for_methodists(school, contest, actor, role):
    assert permissions.can_run_contests(actor, school) == (role in RUN)
    assert permissions.can_run_contest(actor, contest) == (role in RUN)
    assert list(permissions.contests_run_by(actor, school)) == [contest] * (role in RUN)


def test_register_is_kept_by_methodist_and_secretary(school, contest, actor, role):
    assert permissions.can_keep_register(actor, contest) == (role in REGISTER)
    assert list(permissions.contests_kept_by(actor, school)) == [contest] * (role in REGISTER)


def test_look_at_the_setting_up_is_for_desk_and_secretary(school, contest, actor, role):
    assert permissions.can_look_at_contest(actor, contest) == (role in DESK | {"secretary"})
    assert list(permissions.contests_at_desk_of(actor, school)) == [contest] * (role in DESK | {"secretary"})


@pytest.mark.parametrize(
    ("days", "is_public"),
    [
        ({"opened_at": None}, False),
        ({"announced_at": None}, True),
        ({"announced_at": days_from_now(-1)}, True),
        ({"announced_at": days_from_now(1)}, False),
    ],
)
def test_see_a_contest_is_for_all_once_it_is_announced(school, contest, actor, role, days, is_public):
    for name, value in days.items():
        setattr(contest, name, value)
    contest.save()
    expected = is_public or role in DESK | JURY

    assert permissions.can_see_contest(actor, contest, timezone.now()) == expected
    assert list(permissions.contests_visible_to(actor, school, timezone.now())) == [contest] * expected


def test_apply_is_for_heads_and_the_register(contest, library, actor, role):
    expected = role in REGISTER | {"head"}

    assert permissions.can_apply(actor, contest, library) == expected
    assert list(permissions.libraries_applied_for_by(actor, contest)) == [library] * expected
    assert list(permissions.libraries_headed_by(actor, contest)) == [library] * (role == "head")


def test_apply_for_a_library_of_another_network_is_refused(contest, methodist):
    assert not permissions.can_apply(methodist, contest, LibraryFactory())


@pytest.mark.parametrize("kind", ["draft", "submitted", "typed", "sample"])
def test_application_and_lists_of_applications_agree(contest, own, library, actor, role, kind):
    rows = {
        "draft": {},
        "submitted": {"state": ApplicationState.SUBMITTED, "number": 1},
        "typed": {"typed_by": UserFactory()},
        "sample": {"is_sample": True},
    }
    Application.objects.filter(pk=own.pk).update(**rows[kind])
    own.refresh_from_db()
    is_hers = role in {"head", "author"} and kind != "sample"
    edits = is_hers or (kind == "typed" and role in REGISTER) or (kind == "sample" and role in RUN)
    sees = edits or (kind in {"submitted", "sample"} and role in DESK | {"secretary"})
    submits = kind != "sample" and (role == "head" or (kind == "typed" and role in REGISTER))

    assert permissions.can_edit_application(actor, own) == edits
    assert list(permissions.applications_edited_by(actor, contest)) == [own] * edits
    assert permissions.can_see_application(actor, own) == sees
    assert list(permissions.applications_visible_to(actor, contest)) == [own] * sees
    assert permissions.can_submit_application(actor, own) == submits
    assert permissions.can_check_application(actor, own) == (sees and role in REGISTER)


def test_own_applications_are_those_of_author_and_head(school, own, actor, role):
    expected = [own] * (role in {"head", "author"})

    assert list(permissions.applications_of_person(actor, school)) == expected


def test_jury_is_whoever_sits_in_it(school, contest, actor, role):
    assert permissions.is_juror(actor, contest) == (role in JURY)
    assert list(permissions.contests_judged_by(actor, school)) == [contest] * (role in JURY)


def test_desk_of_the_jury_is_told_by_roles(contest):
    juror = UserFactory()
    grant(juror, Role.JUROR, Place(PlaceKind.CONTEST, contest.pk))

    assert permissions.has_jury_desk(juror)
    assert not permissions.has_jury_desk(UserFactory())
    assert not permissions.has_jury_desk(AnonymousUser())


@pytest.mark.parametrize("change", ["left_at", "is_active"])
def test_juror_who_left_or_is_closed_out_judges_no_more(contest, change):
    seat = JurorFactory(contest=contest)
    sheet = SheetFactory(juror=seat)
    if change == "left_at":
        seat.left_at = timezone.now()
        seat.save()
    else:
        seat.user.is_active = False
        seat.user.save()

    assert not permissions.is_juror(seat.user, contest)
    assert not permissions.can_judge(seat.user, ScoreSheet.objects.get(pk=sheet.pk)) or change == "is_active"


@pytest.mark.parametrize("state", ["admitted", "withdrawn", "recused", "sample"])
def test_sheet_and_list_of_sheets_agree(contest, actor, role, state):
    seat = JurorFactory(contest=contest, user=actor) if role == "learner" else JurorFactory(contest=contest)
    sheet = SheetFactory(juror=seat)
    if state == "withdrawn":
        Application.objects.filter(pk=sheet.application_id).update(state=ApplicationState.WITHDRAWN)
    if state == "sample":
        Application.objects.filter(pk=sheet.application_id).update(is_sample=True, state=ApplicationState.DRAFT)
    if state == "recused":
        Recusal.objects.create(juror=seat, application=sheet.application, reason="Своя", declared_at=timezone.now())
    sheet = ScoreSheet.objects.get(pk=sheet.pk)
    expected = role == "learner" and state in {"admitted", "sample"}

    assert permissions.can_judge(actor, sheet) == expected
    assert list(permissions.sheets_visible_to(actor, contest)) == [sheet] * expected
    assert list(permissions.sheets_kept_by(actor, contest)) == [sheet] * (role in REGISTER)
    assert permissions.can_type_sheet(actor, sheet) == (role in REGISTER and state != "withdrawn")


def test_type_of_a_sheet_is_refused_beside_an_open_one_of_ones_own(contest, secretary):
    sheet = SheetFactory(juror__contest=contest)
    seat = permissions._seats_of(secretary).get()
    own = SheetFactory(juror=seat, application=sheet.application)

    assert not permissions.can_type_sheet(secretary, sheet)
    ScoreSheet.objects.filter(pk=own.pk).update(state=SheetState.FINISHED)
    assert permissions.can_type_sheet(secretary, sheet)


def test_marks_of_others_are_seen_after_ones_own(contest):
    mine = SheetFactory(juror__contest=contest)
    other = SheetFactory(juror__contest=contest, application=mine.application, state=SheetState.FINISHED)
    now = timezone.now()

    assert permissions.can_see_marks(mine.juror.user, mine, now)
    assert not permissions.can_see_marks(mine.juror.user, other, now)
    ScoreSheet.objects.filter(pk=mine.pk).update(state=SheetState.FINISHED)
    assert permissions.can_see_marks(mine.juror.user, other, now)


def test_marks_are_seen_by_the_desk_when_the_review_is_over(contest, actor, role):
    sheet = SheetFactory(juror__contest=contest, state=SheetState.FINISHED)
    now = timezone.now()

    assert not permissions.can_see_marks(actor, sheet, now)
    contest.review_until = now
    contest.save()
    sheet = ScoreSheet.objects.select_related("juror__contest__school").get(pk=sheet.pk)
    assert permissions.can_see_marks(actor, sheet, now) == (role in DESK)


@pytest.mark.parametrize(
    ("days", "is_over"),
    [
        ({"review_until": None}, False),
        ({"review_until": None, "released_at": days_from_now(-1)}, True),
        ({"review_until": days_from_now(1)}, False),
        ({"review_until": days_from_now(-1)}, True),
    ],
)
def test_review_is_over_by_its_day_or_with_the_results(days, is_over):
    contest = ContestFactory.build(review=True, **days)

    assert permissions.is_review_over(contest, timezone.now()) == is_over


def test_removed_contest_is_nobodys(contest, own, library, methodist, head, secretary, school):
    sheet = SheetFactory(juror__contest=contest)
    contest.removed_at = now = timezone.now()
    contest.save()
    own, sheet = Application.objects.get(pk=own.pk), ScoreSheet.objects.get(pk=sheet.pk)

    for actor in (methodist, head, secretary, sheet.juror.user):
        assert not permissions.can_run_contest(actor, contest)
        assert not permissions.can_keep_register(actor, contest)
        assert not permissions.can_look_at_contest(actor, contest)
        assert not permissions.can_see_contest(actor, contest, now)
        assert not permissions.can_apply(actor, contest, library)
        assert not permissions.libraries_applied_for_by(actor, contest).exists()
        assert not permissions.libraries_headed_by(actor, contest).exists()
        assert not permissions.can_edit_application(actor, own)
        assert not permissions.can_submit_application(actor, own)
        assert not permissions.can_see_application(actor, own)
        assert not permissions.applications_edited_by(actor, contest).exists()
        assert not permissions.is_juror(actor, contest)
        assert not permissions.can_judge(actor, sheet)
        assert not permissions.sheets_visible_to(actor, contest).exists()
        assert not permissions.marks_visible_to(actor, contest, now).exists()
        assert not permissions.contests_at_desk_of(actor, school).exists()
