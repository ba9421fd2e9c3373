import pytest
from django.contrib.auth.models import AnonymousUser
from tests.people.factories import UserFactory
from tests.programme.conftest import NOON
from tests.programme.factories import (
    EnrolmentFactory,
    HandoutFactory,
    LessonFactory,
    ProgrammeFactory,
    SchoolFactory,
    in_a_week,
)

from nastavnik.people.permissions import SYSTEM
from nastavnik.programme.enums import EnrolmentPolicy, LessonState
from nastavnik.programme.models import Programme
from nastavnik.programme.permissions import (
    can_create_school,
    can_enrol_herself,
    can_open_handout,
    can_run_school,
    can_see_desk,
    can_see_enrolment,
    can_view_lesson,
    can_view_programme,
    enrolments_visible_to,
    handouts_visible_to,
    lessons_visible_to,
    programmes_open_to,
    programmes_visible_to,
)

pytestmark = pytest.mark.django_db
ROLES = ("guest", "learner", "director", "methodist", "outsider", "system")
DESK = {"director", "methodist", "system"}


@pytest.fixture(params=ROLES)
def role(request):
    return request.param


@pytest.fixture
def actor(role, request):
    if role == "guest":
        return AnonymousUser()
    return SYSTEM if role == "system" else request.getfixturevalue(role)


def test_desk_is_for_director_methodist_and_system(school, actor, role):
    assert can_see_desk(actor, school) == (role in DESK)


def test_school_is_run_by_methodist_and_system(school, actor, role):
    assert can_run_school(actor, school) == (role in {"methodist", "system"})


def test_schools_are_made_by_nobody_but_the_installation(actor, role):
    assert can_create_school(actor) == (role == "system")


@pytest.mark.parametrize("is_active", [True, False])
def test_operator_makes_schools_while_active(is_active):
    assert can_create_school(UserFactory(is_superuser=True, is_active=is_active)) == is_active


@pytest.mark.parametrize("is_public", [True, False])
def test_programme_and_list_of_programmes_agree(school, actor, role, is_public):
    programme = ProgrammeFactory(school=school, is_public=is_public)

    assert can_view_programme(actor, programme) == (is_public or role in DESK)
    assert list(programmes_visible_to(actor, school)) == [programme] * can_view_programme(actor, programme)


@pytest.mark.parametrize("is_public", [True, False])
@pytest.mark.parametrize("state", LessonState)
def test_lesson_and_list_of_lessons_and_handouts_agree(school, actor, role, state, is_public):
    programme = ProgrammeFactory(school=school, is_public=is_public)
    lesson = LessonFactory(cycle__programme=programme, state=state, starts_at=in_a_week())
    handout = HandoutFactory(lesson=lesson)

    assert can_view_lesson(actor, lesson) == (role in DESK or (is_public and state != LessonState.DRAFT))
    assert list(lessons_visible_to(actor, school)) == [lesson] * can_view_lesson(actor, lesson)
    assert can_open_handout(actor, handout) == can_view_lesson(actor, lesson)
    assert list(handouts_visible_to(actor, school)) == [handout] * can_open_handout(actor, handout)


def test_removed_draft_is_seen_by_nobody(school, actor, programme):
    lesson = LessonFactory(cycle__programme=programme, removed_at=NOON)

    assert not can_view_lesson(actor, lesson)
    assert list(lessons_visible_to(actor, school)) == []


@pytest.mark.parametrize("is_public", [True, False])
@pytest.mark.parametrize("policy", EnrolmentPolicy)
def test_open_enrolment_and_list_of_open_programmes_agree(school, actor, role, policy, is_public):
    programme = ProgrammeFactory(school=school, is_public=is_public, enrolment_policy=policy)
    is_person = role not in {"guest", "system"}

    assert can_enrol_herself(actor, programme) == (is_person and is_public and policy == EnrolmentPolicy.OPEN)
    assert list(programmes_open_to(actor, school)) == [programme] * can_enrol_herself(actor, programme)


def test_enrolment_and_list_of_enrolments_agree(school, actor, role, programme):
    other = EnrolmentFactory(programme=programme)
    enrolments = [other]
    if role not in {"guest", "system"}:
        enrolments.append(EnrolmentFactory(programme=programme, user=actor))

    seen = {enrolment.pk for enrolment in enrolments if can_see_enrolment(actor, enrolment)}
    assert seen == {enrolment.pk for enrolment in enrolments_visible_to(actor, school)}
    assert (other.pk in seen) == (role in DESK)


def test_lists_name_rows_of_one_school_only(school, methodist):
    foreign = SchoolFactory()
    LessonFactory(cycle__programme__school=foreign, announced=True)

    assert list(lessons_visible_to(methodist, school)) == []
    assert list(programmes_visible_to(methodist, school)) == []
    assert Programme.objects.count() == 1
