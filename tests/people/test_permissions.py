import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from tests.people.factories import LibraryFactory, OrganisationFactory, UserFactory, grant, in_network

from nastavnik.people import permissions
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.models import Letter, StaffImport
from nastavnik.people.permissions import SYSTEM

pytestmark = pytest.mark.django_db


def test_roles_of_guest_are_none():
    assert permissions.roles_of(AnonymousUser()) == frozenset()
    assert permissions.roles_of(SYSTEM) == frozenset()


def test_roles_are_asked_once_for_a_loaded_person(learner, place, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert permissions.has_role(learner, place, Role.LEARNER)
        assert not permissions.has_role(learner, place, Role.METHODIST)


def test_running_a_place_is_for_its_methodists_and_the_school_itself(methodist, director, learner, outsider, place):
    may = [permissions.can_run_place(one, place) for one in (SYSTEM, methodist, director, learner, outsider)]
    assert may == [True, True, False, False, False]
    assert str(SYSTEM) == "system"
    assert not permissions.can_run_place(AnonymousUser(), place)


def test_superuser_without_a_role_sees_nobody(place):
    operator = UserFactory(is_superuser=True)
    assert not permissions.can_see_people(operator, place)


def test_director_sees_people_and_learner_herself(director, learner, place):
    assert set(permissions.people_visible_to(director, place)) == {director, learner}
    assert list(permissions.people_visible_to(learner, place)) == [learner]


def test_people_of_another_school_are_invisible(methodist, outsider, place, other_place):
    assert outsider not in permissions.people_visible_to(methodist, place)
    assert not permissions.people_visible_to(methodist, other_place).exists()


def test_erased_people_are_of_no_place(learner, methodist, place):
    learner.erased_at = timezone.now()
    learner.save()
    assert learner not in permissions.people_of(place)


def test_editing_own_account_is_always_possible(learner, place):
    assert permissions.can_edit_person(learner, learner, place)


def test_editing_is_refused_for_a_person_of_two_schools(methodist, learner, place, other_place):
    assert permissions.can_edit_person(methodist, learner, place)
    grant(learner, Role.LEARNER, other_place)
    assert not permissions.can_edit_person(methodist, learner, place)


def test_editing_a_superuser_is_refused(methodist, place):
    operator = UserFactory(is_superuser=True)
    grant(operator, Role.LEARNER, place)
    assert not permissions.can_edit_person(methodist, operator, place)


def test_role_in_a_contest_does_not_make_a_person_shared(methodist, learner, place):
    grant(learner, Role.JUROR, Place(PlaceKind.CONTEST, 7))
    assert permissions.can_edit_person(methodist, learner, place)


def test_link_of_a_colleague_is_shown_only_before_her_first_sign_in(methodist, director, learner, place):
    assert permissions.can_hand_over_entry(methodist, director, place)
    director.last_login = learner.last_login = timezone.now()
    assert not permissions.can_hand_over_entry(methodist, director, place)
    assert permissions.can_hand_over_entry(methodist, learner, place)


def test_organisations_are_seen_by_the_network_and_changed_by_its_keeper(
    methodist, outsider, network, place, other_place
):
    in_network(network, other_place, is_keeper=False)
    assert list(permissions.organisations_visible_to(outsider, other_place)) == [network]
    assert permissions.can_edit_organisation(methodist, network, place)
    assert not permissions.can_edit_organisation(outsider, network, other_place)
    assert not permissions.can_edit_organisation(outsider, network, place)


def test_organisations_are_hidden_from_learners_and_strangers(learner, outsider, network, place):
    assert not permissions.organisations_visible_to(learner, place).exists()
    assert not permissions.organisations_visible_to(outsider, place).exists()


def test_libraries_follow_their_organisation(methodist, director, learner, branch, place):
    LibraryFactory(organisation=OrganisationFactory())
    assert list(permissions.libraries_visible_to(methodist, place)) == [branch]
    assert list(permissions.libraries_visible_to(director, place)) == [branch]
    assert not permissions.libraries_visible_to(learner, place).exists()
    assert permissions.can_edit_library(methodist, branch, place)
    assert not permissions.can_edit_library(director, branch, place)


def test_staff_lists_are_for_methodists(methodist, director, place, now):
    one = StaffImport.objects.create(place_kind=place.kind, place_id=place.id, file_name="a.csv", created_at=now)
    assert list(permissions.staff_imports_visible_to(methodist, place)) == [one]
    assert not permissions.staff_imports_visible_to(director, place).exists()


def test_letters_of_the_place_and_of_its_people_are_for_its_methodists(
    methodist, outsider, learner, place, other_place, now
):
    def letter(**fields):
        return Letter.objects.create(
            to_email="a@example.ru", subject="s", text="t", created_at=now, try_at=now, **fields
        )

    ours = letter(place_kind=place.kind, place_id=place.id)
    hers = letter(user=learner)
    letter(place_kind=other_place.kind, place_id=other_place.id, user=outsider)
    letter(user=outsider)
    assert set(permissions.letters_visible_to(methodist, place)) == {ours, hers}
    assert not permissions.letters_visible_to(learner, place).exists()
