from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.people.factories import LibraryFactory, UserFactory, grant
from tests.programme.factories import EnrolmentFactory, ProgrammeFactory

from nastavnik.core.models import JournalEntry
from nastavnik.people.enums import Role
from nastavnik.people.models import Notice, User
from nastavnik.people.permissions import SYSTEM
from nastavnik.programme.enums import EnrolmentPolicy
from nastavnik.programme.events import PersonEnrolled, PersonLeft
from nastavnik.programme.models import Enrolment, Programme
from nastavnik.programme.permissions import place_of
from nastavnik.programme.services import enrol, enrol_people, leave, remove_enrolled
from nastavnik.programme.services.refusals import EnrolmentClosed

pytestmark = pytest.mark.django_db


def person_of(school, **fields):
    user = UserFactory(**fields)
    grant(user, Role.LEARNER, place_of(school))
    return user


def test_enrol_herself_in_an_open_programme(programme, learner, now, heard):
    with heard() as news:
        place = enrol(actor=learner, programme_id=programme.pk, user=learner, now=now)

    assert (place.enrolled_at, place.enrolled_by, place.left_at) == (now, learner, None)
    assert news == [PersonEnrolled(programme_id=programme.pk, user_id=learner.pk)]


def test_enrol_twice_keeps_the_first_day(programme, learner, now, heard):
    enrol(actor=learner, programme_id=programme.pk, user=learner, now=now)
    with heard() as news:
        enrol(actor=learner, programme_id=programme.pk, user=learner, now=now + timedelta(days=1))

    assert (Enrolment.objects.get().enrolled_at, news) == (now, [])


def test_enrol_after_leaving_brings_the_place_back(programme, learner, now):
    enrol(actor=learner, programme_id=programme.pk, user=learner, now=now)
    leave(actor=learner, programme_id=programme.pk, now=now)
    later = now + timedelta(days=1)
    enrol(actor=learner, programme_id=programme.pk, user=learner, now=later)

    place = Enrolment.objects.get()
    assert (place.enrolled_at, place.left_at) == (later, None)


def test_enrol_herself_by_invitation_only_is_refused(school, learner, now):
    programme = ProgrammeFactory(school=school, enrolment_policy=EnrolmentPolicy.INVITATION)
    with pytest.raises(EnrolmentClosed):
        enrol(actor=learner, programme_id=programme.pk, user=learner, now=now)


def test_enrol_herself_in_a_hidden_programme_is_missing(school, learner, now):
    programme = ProgrammeFactory(school=school, is_public=False)
    with pytest.raises(Programme.DoesNotExist):
        enrol(actor=learner, programme_id=programme.pk, user=learner, now=now)


def test_methodist_enrols_herself_anywhere_in_her_school(school, methodist, now):
    programme = ProgrammeFactory(school=school, is_public=False)
    assert enrol(actor=methodist, programme_id=programme.pk, user=methodist, now=now).user == methodist


def test_director_enrols_herself_by_invitation_only_is_refused(school, director, now):
    programme = ProgrammeFactory(school=school, is_public=False)
    with pytest.raises(EnrolmentClosed):
        enrol(actor=director, programme_id=programme.pk, user=director, now=now)


@pytest.mark.parametrize("by_system", [True, False])
def test_methodist_and_installation_enrol_a_person_of_the_school(programme, methodist, learner, now, by_system):
    actor = SYSTEM if by_system else methodist
    place = enrol(actor=actor, programme_id=programme.pk, user=learner, now=now)
    assert place.enrolled_by == (None if by_system else methodist)


def test_methodist_enrols_a_stranger_is_missing(programme, methodist, now):
    with pytest.raises(User.DoesNotExist):
        enrol(actor=methodist, programme_id=programme.pk, user=UserFactory(), now=now)


def test_learner_enrols_another_is_denied(programme, learner, methodist, now):
    with pytest.raises(PermissionDenied):
        enrol(actor=learner, programme_id=programme.pk, user=methodist, now=now)


def test_leave_is_told_once(programme, learner, now, heard):
    EnrolmentFactory(programme=programme, user=learner)
    with heard() as news:
        for _ in range(2):
            leave(actor=learner, programme_id=programme.pk, now=now)

    assert Enrolment.objects.get().left_at == now
    assert news == [PersonLeft(programme_id=programme.pk, user_id=learner.pk)]


def test_enrol_people_takes_libraries_and_persons_once_and_tells_the_new(school, programme, methodist, now):
    library = LibraryFactory()
    there = [person_of(school, library=library, full_name=name) for name in ("Белова", "Авдеева")]
    alone, known, gone = (person_of(school, full_name=name) for name in ("Вольнова", "Громова", "Дёмина"))
    EnrolmentFactory(programme=programme, user=known, enrolled_at=now)
    EnrolmentFactory(programme=programme, user=gone, left_at=now)
    UserFactory(library=library)
    person_of(school, library=library, is_active=False)

    result = enrol_people(
        actor=methodist,
        programme_id=programme.pk,
        user_ids=[alone.pk, known.pk, gone.pk, there[0].pk],
        library_ids=[library.pk],
        now=now,
    )

    new = [there[1], there[0], alone, gone]
    assert (result.new, result.known) == (new, 1)
    assert Enrolment.objects.filter(programme=programme, left_at=None).count() == 5
    assert set(Notice.objects.values_list("user", flat=True)) == {user.pk for user in new}
    assert sorted(JournalEntry.objects.get().details["users"]) == sorted(user.pk for user in new)


def test_enrol_people_in_a_hidden_programme_tells_nobody(school, methodist, learner, now):
    programme = ProgrammeFactory(school=school, is_public=False)
    enrol_people(actor=methodist, programme_id=programme.pk, user_ids=[learner.pk], now=now)
    assert (Enrolment.objects.count(), Notice.objects.count()) == (1, 0)


def test_enrol_people_by_the_director_is_denied(programme, director, learner, now):
    with pytest.raises(PermissionDenied):
        enrol_people(actor=director, programme_id=programme.pk, user_ids=[learner.pk], now=now)


def test_enrol_many_asks_as_often_as_few(school, programme, methodist, now, django_assert_max_num_queries):
    people = [person_of(school) for _ in range(40)]
    with django_assert_max_num_queries(25):
        enrol_people(actor=methodist, programme_id=programme.pk, user_ids=[user.pk for user in people], now=now)
    assert Enrolment.objects.count() == 40


def test_remove_enrolled_takes_the_place_back(programme, methodist, learner, now):
    EnrolmentFactory(programme=programme, user=learner)
    remove_enrolled(actor=methodist, programme_id=programme.pk, user_id=learner.pk, now=now)
    assert Enrolment.objects.get().left_at == now
