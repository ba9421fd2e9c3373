from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from tests.people.factories import LibraryFactory, UserFactory, grant

from nastavnik.people import selectors, services
from nastavnik.people.enums import Role
from nastavnik.people.models import Invitation, Letter, User
from nastavnik.people.permissions import SYSTEM, has_role
from nastavnik.people.services import refusals

pytestmark = pytest.mark.django_db
GUEST = AnonymousUser()


def invite(actor, place, now, **words):
    said = {"email": "new@example.ru", "full_name": "Новая Анна", "role": Role.LEARNER} | words
    return services.invite_person(actor=actor, place=place, place_title="Школа", now=now, **said)


def secret_of(invited):
    link = invited.shown_link or Letter.objects.latest("pk").text.split("/invitation/")[1].split()[0]
    return link.rstrip("/").rsplit("/", 1)[-1]


def accept(secret, now, actor=GUEST, **words):
    return services.accept_invitation(actor=actor, secret=secret, now=now, **words)


def test_invite_makes_an_account_and_a_letter_with_the_link(methodist, branch, place, now):
    invited = invite(methodist, place, now, position="библиотекарь", library=branch)
    letter = Letter.objects.get(to_email="new@example.ru")
    assert (invited.user.library, invited.user.has_usable_password()) == (branch, False)
    assert has_role(invited.user, place, Role.LEARNER)
    assert invited.shown_link in letter.text
    assert invited.shown_link in letter.html
    assert letter.place_id == place.id
    assert secret_of(invited) not in Invitation.objects.get().secret_hash


def test_invite_by_others_or_into_a_foreign_library_is_refused(methodist, learner, outsider, place, now):
    for actor, library in ((learner, None), (outsider, None), (methodist, LibraryFactory())):
        with pytest.raises(PermissionDenied):
            invite(actor, place, now, library=library)
    assert not User.objects.filter(email="new@example.ru").exists()


def test_accept_signs_in_once(methodist, place, now):
    secret = secret_of(invite(methodist, place, now))
    user = accept(secret, now, password="длинный пароль 1")
    assert user.email == "new@example.ru"
    assert User.objects.get(pk=user.pk).check_password("длинный пароль 1")
    with pytest.raises(refusals.InvitationOver):
        accept(secret, now)


def test_accept_without_a_password_leaves_none(methodist, place, now):
    user = accept(secret_of(invite(methodist, place, now)), now)
    assert not User.objects.get(pk=user.pk).has_usable_password()


def test_accept_is_refused_when_late_revoked_or_switched_off(methodist, place, now):
    first = secret_of(invite(methodist, place, now))
    second = secret_of(invite(methodist, place, now))
    with pytest.raises(refusals.InvitationOver):
        accept(first, now)
    with pytest.raises(refusals.InvitationOver):
        accept(second, now + timedelta(days=15))
    User.objects.filter(email="new@example.ru").update(is_active=False)
    with pytest.raises(refusals.InvitationOver):
        accept(second, now)
    with pytest.raises(Invitation.DoesNotExist):
        accept("nothing", now)


def test_invite_an_account_of_another_school_grants_nothing_before_it_accepts(methodist, outsider, place, now):
    invited = invite(methodist, place, now, email=outsider.email, role=Role.MENTOR)
    assert invited.shown_link is None
    assert not has_role(User.objects.get(pk=outsider.pk), place, Role.MENTOR)
    secret = secret_of(invited)
    for stranger in (GUEST, methodist):
        with pytest.raises(refusals.InvitationForAnother):
            accept(secret, now, actor=stranger)
    accept(secret, now, actor=outsider, password="чужой пароль 12")
    assert has_role(User.objects.get(pk=outsider.pk), place, Role.MENTOR)
    assert not User.objects.get(pk=outsider.pk).has_usable_password()


def test_invite_a_person_of_the_place_grants_the_role_at_once(methodist, learner, place, now):
    invited = invite(methodist, place, now, email=learner.email, role=Role.MENTOR)
    assert has_role(User.objects.get(pk=learner.pk), place, Role.MENTOR)
    assert invited.invitation.is_entry


def test_invite_by_the_school_itself_grants_the_role_to_anybody(place, now):
    person = UserFactory()
    invite(SYSTEM, place, now, email=person.email)
    assert has_role(User.objects.get(pk=person.pk), place, Role.LEARNER)
    assert Invitation.objects.get().invited_by is None


def test_renewed_link_of_a_colleague_is_only_mailed(methodist, director, learner, place, now):
    director.last_login = now
    director.save()
    shown = [
        services.renew_invitation(actor=methodist, user_id=one.pk, place=place, place_title="Школа", now=now).shown_link
        for one in (learner, director)
    ]
    assert [link is None for link in shown] == [False, True]
    user = accept(shown[0].rstrip("/").rsplit("/", 1)[-1], now)
    assert user == learner


def test_renew_is_for_methodists_and_their_people(methodist, outsider, learner, place, now):
    words = {"place": place, "place_title": "Школа", "now": now}
    with pytest.raises(PermissionDenied):
        services.renew_invitation(actor=outsider, user_id=learner.pk, **words)
    with pytest.raises(User.DoesNotExist):
        services.renew_invitation(actor=methodist, user_id=outsider.pk, **words)


def test_page_of_an_invitation_says_whom_and_whether_it_works(methodist, outsider, place, now):
    secret = secret_of(invite(methodist, place, now))
    page = selectors.invitation_page(secret, GUEST, now=now)
    assert (page.name, page.is_open, page.is_for_another) == ("Новая Анна", True, False)
    assert page.inviter == methodist.full_name
    assert not selectors.invitation_page(secret, GUEST, now=now + timedelta(days=15)).is_open
    grant(outsider, Role.LEARNER, place)
    again = services.renew_invitation(actor=SYSTEM, user_id=outsider.pk, place=place, place_title="Школа", now=now)
    renewed = selectors.invitation_page(secret_of(again), GUEST, now=now)
    assert (renewed.role, renewed.inviter) == ("", "")


def test_link_does_not_bring_back_a_role_that_was_withdrawn(methodist, place, now):
    invited = invite(methodist, place, now, role=Role.METHODIST)
    person = invited.user
    services.withdraw_role(actor=methodist, user_id=person.pk, role=Role.METHODIST, place=place, now=now)
    with pytest.raises(refusals.InvitationOver):
        accept(secret_of(invited), now)
    assert not has_role(User.objects.get(pk=person.pk), place, Role.METHODIST)
