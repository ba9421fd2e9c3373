import pytest
from django.core.exceptions import PermissionDenied
from tests.people.factories import LibraryFactory, UserFactory, grant

from nastavnik.core import journal
from nastavnik.people import services
from nastavnik.people.enums import ConsentKind, Place, Role
from nastavnik.people.models import Consent, Letter, User
from nastavnik.people.permissions import SYSTEM, has_role
from nastavnik.people.services import refusals

pytestmark = pytest.mark.django_db


def verbs(subject):
    return [entry.verb for entry in journal.history_of(subject)]


def test_create_account_keeps_name_key_and_small_address(now):
    user = services.create_account(
        actor=SYSTEM, email=" Anna@Example.RU ", full_name="Ёлкина  Анна", now=now, password="long enough 1"
    )
    assert (user.email, user.full_name, user.name_key) == ("anna@example.ru", "Ёлкина Анна", "елкина анна")
    assert user.check_password("long enough 1")
    assert not user.is_superuser
    assert verbs(user) == ["account_made"]


def test_create_account_without_a_password_has_none(now):
    user = services.create_account(actor=SYSTEM, email="a@example.ru", full_name="А Б", now=now)
    assert not user.has_usable_password()


def test_create_account_makes_an_operator(now):
    user = services.create_account(actor=SYSTEM, email="a@example.ru", full_name="А Б", now=now, is_operator=True)
    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser) == (True, True)


def test_create_account_is_not_for_methodists(methodist, now):
    with pytest.raises(PermissionDenied):
        services.create_account(actor=methodist, email="a@example.ru", full_name="А Б", now=now)


def test_create_account_refuses_a_taken_address(learner, now):
    with pytest.raises(refusals.AddressTaken):
        services.create_account(actor=SYSTEM, email=learner.email.upper(), full_name="А Б", now=now)


@pytest.fixture
def text(methodist, place, now):
    return services.publish_consent_text(
        actor=methodist, place=place, kind=ConsentKind.PROCESSING, text="Согласна.", now=now
    )


def test_register_makes_a_learner_with_a_consent(place, text, now):
    user = services.register_person(email="new@example.ru", full_name="Новая Анна", text=text, place=place, now=now)
    assert has_role(user, place, Role.LEARNER)
    assert Consent.objects.get(user=user).text == text
    assert "registered" in verbs(user)


def test_register_again_answers_the_same_and_changes_nothing(place, learner, text, now):
    user = services.register_person(email=learner.email, full_name="Другое Имя", text=text, place=place, now=now)
    assert user == learner
    assert User.objects.get(pk=learner.pk).full_name == learner.full_name
    assert not Consent.objects.exists()


def test_register_needs_the_consent_to_processing_of_this_place(place, other_place, methodist, text, now):
    news = services.publish_consent_text(
        actor=methodist, place=place, kind=ConsentKind.NEWSLETTER, text="Новости.", now=now
    )
    words = {"email": "new@example.ru", "full_name": "Новая Анна", "now": now}
    for wrong, where in ((None, place), (news, place), (text, other_place)):
        with pytest.raises(refusals.ConsentMissing):
            services.register_person(**words, text=wrong, place=where)
    assert not User.objects.filter(email="new@example.ru").exists()


def edit(actor, person, place, now, **words):
    said = {"full_name": person.full_name, "position": "", "phone": "", "library": None} | words
    return services.edit_person(actor=actor, user_id=person.pk, place=place, now=now, **said)


def test_edit_person_saves_what_changed_and_journals_names_of_fields(methodist, learner, branch, place, now):
    edit(methodist, learner, place, now, full_name="Ёлкина Анна", position="библиотекарь", library=branch)
    learner.refresh_from_db()
    assert (learner.name_key, learner.position, learner.library) == ("елкина анна", "библиотекарь", branch)
    entry = journal.history_of(learner)[0]
    assert entry.details == {"fields": ["full_name", "library_id", "name_key", "position"]}


def test_edit_person_with_nothing_new_writes_nothing(methodist, learner, place, now):
    edit(methodist, learner, place, now)
    assert verbs(learner) == []


def test_edit_person_keeps_a_library_of_another_network_but_gives_none(methodist, learner, place, now):
    foreign = LibraryFactory()
    with pytest.raises(PermissionDenied):
        edit(methodist, learner, place, now, library=foreign)
    learner.library = foreign
    learner.save()
    assert edit(methodist, learner, place, now, library=foreign, position="зав.").position == "зав."


def test_address_is_corrected_before_the_first_sign_in_and_old_links_stop(methodist, learner, place, now):
    words = {"actor": methodist, "user_id": learner.pk, "place": place, "place_title": "Школа", "now": now}
    link = services.renew_invitation(**words).shown_link
    edit(methodist, learner, place, now, email=" Right@Example.RU")
    learner.refresh_from_db()
    assert learner.email == "right@example.ru"
    assert not Letter.objects.exists()
    with pytest.raises(refusals.InvitationOver):
        services.accept_invitation(actor=methodist, secret=link.rstrip("/").rsplit("/", 1)[-1], now=now)


def test_address_is_not_changed_to_a_taken_one_nor_after_she_has_been_in(methodist, learner, place, now):
    with pytest.raises(refusals.AddressTaken):
        edit(methodist, learner, place, now, email=methodist.email)
    learner.last_login = now
    learner.save()
    with pytest.raises(refusals.AddressIsHers):
        edit(methodist, learner, place, now, email="right@example.ru")
    edit(methodist, learner, place, now, email=learner.email)


def test_edit_person_of_two_schools_is_refused_with_the_reason(methodist, learner, place, other_place, now):
    grant(learner, Role.LEARNER, other_place)
    with pytest.raises(refusals.PersonOfSeveralSchools):
        edit(methodist, learner, place, now)


def test_edit_person_by_strangers_is_refused(outsider, director, learner, place, other_place, now):
    for actor, where in ((outsider, place), (outsider, other_place), (director, place)):
        with pytest.raises(PermissionDenied):
            edit(actor, learner, where, now)


def test_edit_profile_changes_ones_own_details(learner, now):
    services.edit_profile(
        actor=learner,
        full_name="Анна Новая",
        position="библиотекарь",
        phone="8",
        time_zone="Asia/Omsk",
        language="en",
        now=now,
    )
    learner.refresh_from_db()
    assert (learner.full_name, learner.time_zone, learner.language) == ("Анна Новая", "Asia/Omsk", "en")


def test_deactivate_and_activate_move_the_account(methodist, learner, place, now):
    services.deactivate_person(actor=methodist, user_id=learner.pk, place=place, now=now)
    assert not User.objects.get(pk=learner.pk).is_active
    services.activate_person(actor=methodist, user_id=learner.pk, place=place, now=now)
    assert User.objects.get(pk=learner.pk).is_active
    assert verbs(learner) == ["switched_on", "switched_off"]


def test_deactivate_oneself_is_refused(methodist, place, now):
    for service in (services.deactivate_person, services.activate_person):
        with pytest.raises(refusals.NotYourself):
            service(actor=methodist, user_id=methodist.pk, place=place, now=now)


def test_deactivate_the_last_methodist_is_refused(methodist, place, now):
    with pytest.raises(refusals.LastMethodist):
        services.deactivate_person(actor=SYSTEM, user_id=methodist.pk, place=place, now=now)


def test_grant_role_tells_a_new_methodist_to_protect_the_account(methodist, learner, place, now):
    for _again in range(2):
        services.grant_role(actor=methodist, user_id=learner.pk, role=Role.METHODIST, place=place, now=now)
    assert has_role(User.objects.get(pk=learner.pk), place, Role.METHODIST)
    assert learner.notice_set.filter(key="second-factor").count() == 1
    assert verbs(learner) == ["role_granted"]


def test_grant_role_is_for_people_of_the_place_only(methodist, outsider, learner, place, now):
    stranger = UserFactory()
    for actor, person in ((methodist, stranger), (outsider, learner), (learner, learner)):
        with pytest.raises(PermissionDenied):
            services.grant_role(actor=actor, user_id=person.pk, role=Role.METHODIST, place=place, now=now)
    services.grant_role(actor=SYSTEM, user_id=stranger.pk, role=Role.LEARNER, place=place, now=now)
    assert has_role(stranger, place, Role.LEARNER)


def test_grant_role_within_needs_the_school(methodist, outsider, learner, place, now):
    contest = Place("contest", 5)
    services.grant_role_within(
        actor=methodist, user_id=learner.pk, role=Role.JUROR, place=contest, school=place, now=now
    )
    assert has_role(User.objects.get(pk=learner.pk), contest, Role.JUROR)
    for actor, person in ((outsider, learner), (methodist, outsider)):
        with pytest.raises(PermissionDenied):
            services.grant_role_within(
                actor=actor, user_id=person.pk, role=Role.JUROR, place=contest, school=place, now=now
            )


def test_withdraw_role_takes_it_back_once(methodist, learner, place, now):
    for _again in range(2):
        services.withdraw_role(actor=methodist, user_id=learner.pk, role=Role.LEARNER, place=place, now=now)
    assert not has_role(User.objects.get(pk=learner.pk), place, Role.LEARNER)
    assert verbs(learner) == ["role_withdrawn"]


def test_withdraw_the_last_methodist_is_refused(methodist, learner, place, now):
    words = {"actor": methodist, "user_id": methodist.pk, "role": Role.METHODIST, "place": place, "now": now}
    with pytest.raises(refusals.LastMethodist):
        services.withdraw_role(**words)
    grant(learner, Role.METHODIST, place)
    services.withdraw_role(**words)
    assert not has_role(User.objects.get(pk=methodist.pk), place, Role.METHODIST)


def test_withdraw_role_by_a_stranger_is_refused(outsider, learner, place, now):
    with pytest.raises(PermissionDenied):
        services.withdraw_role(actor=outsider, user_id=learner.pk, role=Role.LEARNER, place=place, now=now)
