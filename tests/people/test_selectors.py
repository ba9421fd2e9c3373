import json
import re
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessLog
from django.core.exceptions import PermissionDenied
from tests.people.factories import LibraryFactory, UserFactory, grant, in_network

from nastavnik.core import journal
from nastavnik.people import selectors, services
from nastavnik.people.enums import DONE, ConsentHow, ConsentKind, NoticeKind, Role
from nastavnik.people.models import Consent, Invitation, Letter, Library, Organisation, User
from nastavnik.people.permissions import SYSTEM
from nastavnik.people.selectors.people import deed_of
from nastavnik.people.services import refusals

pytestmark = pytest.mark.django_db


def names(listing):
    return [row[0].text for row in listing.rows]


def test_people_are_filtered_by_words_role_library_and_state(methodist, place, branch):
    anna = UserFactory(full_name="Ёлкина Анна", library=branch, email="elka@example.ru")
    off = UserFactory(full_name="Ушедшая Анна", is_active=False)
    for one in (anna, off):
        grant(one, Role.MENTOR, place)

    def found(**params):
        return names(selectors.people_listing(methodist, place, params))

    assert found(q="анна ЕЛКИНА") == ["Ёлкина Анна"]
    assert found(q="elka@") == ["Ёлкина Анна"]
    assert found(role="mentor") == ["Ёлкина Анна", "Ушедшая Анна"]
    assert found(library=branch.token) == ["Ёлкина Анна"]
    assert found(state="off") == ["Ушедшая Анна"]
    assert "Ушедшая Анна" not in found(state="active")
    assert "Ёлкина Анна" in found(state="new")


def test_people_rows_say_roles_and_state(methodist, learner, place, now):
    learner.last_login = now
    learner.save()
    grant(learner, Role.MENTOR, place)
    [row] = selectors.people_listing(methodist, place, {"q": learner.full_name}).rows
    texts = [cell.text for cell in row]
    assert "Слушатель, Наставник" in texts
    assert "Может входить" in texts
    exported = list(selectors.people_listing(methodist, place, {"export": "csv"}).values())
    assert len(exported) == 2


def test_people_of_others_are_refused(learner, outsider, place):
    for actor in (learner, outsider):
        with pytest.raises(PermissionDenied):
            selectors.people_listing(actor, place, {})
        with pytest.raises(PermissionDenied):
            selectors.person_page(actor, place, learner.token)
        with pytest.raises(PermissionDenied):
            selectors.person_for(actor, place, learner.token)


def test_person_page_is_complete(methodist, learner, place, now):
    text = services.publish_consent_text(
        actor=methodist, place=place, kind=ConsentKind.PROCESSING, text="Согласна.", now=now
    )
    services.give_consent(actor=learner, text_id=text.pk, place=place, how=ConsentHow.OWN_PAGE, now=now)
    services.grant_role(actor=methodist, user_id=learner.pk, role=Role.MENTOR, place=place, now=now)
    services.renew_invitation(actor=methodist, user_id=learner.pk, place=place, place_title="Школа", now=now)
    page = selectors.person_page(methodist, place, learner.token)
    assert [held.role for held in page.roles] == [Role.LEARNER, Role.MENTOR]
    assert page.consents[0].label == "Обработка персональных данных"
    assert page.invitation == Invitation.objects.get()
    assert "роль назначена: Наставник" in [deed.what for deed in page.history]
    assert (page.can_edit, page.can_run, page.is_shared, page.is_own) == (True, True, False, False)


def test_director_reads_a_person_but_runs_nothing(director, learner, place):
    page = selectors.person_page(director, place, learner.token)
    assert (page.can_edit, page.can_run) == (False, False)
    assert selectors.person_for(director, place, learner.token) == learner
    assert not selectors.can_run(director, place)
    with pytest.raises(PermissionDenied):
        selectors.check_can_run(director, place)


def test_person_of_another_school_is_not_found(methodist, outsider, place):
    with pytest.raises(User.DoesNotExist):
        selectors.person_page(methodist, place, outsider.token)
    assert not selectors.is_person_here(methodist, place, outsider.token)


def test_history_names_the_school_itself_and_keeps_unknown_verbs(learner, now):
    journal.record(actor=None, verb="something_new", subject=learner, now=now)
    deed = deed_of(journal.history_of(learner)[0])
    assert (deed.actor_name, deed.what) == ("школа", "something_new")


def test_every_verb_of_the_services_has_words():
    sources = Path(services.__file__).parent.rglob("*.py")
    verbs = {verb for path in sources for verb in re.findall(r'verb="(\w+)"', path.read_text(encoding="utf-8"))}
    assert verbs
    assert verbs <= DONE.keys()


def test_libraries_count_people_of_the_place_only(methodist, learner, outsider, branch, place):
    for one in (learner, outsider):
        one.library = branch
        one.save()
    LibraryFactory(organisation=branch.organisation, name="Ёлочная", settlement="с. Ёлки", settlement_key="с. елки")
    [row] = selectors.library_listing(methodist, place, {"q": "Бессоновская"}).rows
    assert row[-1].text == "1"
    assert names(selectors.library_listing(methodist, place, {"q": "ЁЛКИ"})) == ["Ёлочная"]
    assert len(selectors.library_listing(methodist, place, {"kind": "branch"}).rows) == 2


def test_organisations_count_libraries(methodist, branch, place):
    [row] = selectors.organisation_listing(methodist, place, {"q": "белгородского"}).rows
    assert row[-1].text == "1"


def test_places_of_others_are_refused(learner, outsider, branch, place):
    for actor in (learner, outsider):
        for selector in (selectors.library_listing, selectors.organisation_listing):
            with pytest.raises(PermissionDenied):
                selector(actor, place, {})
        with pytest.raises(Library.DoesNotExist):
            selectors.library_page(actor, place, branch.token)
        with pytest.raises(Organisation.DoesNotExist):
            selectors.organisation_page(actor, place, branch.organisation.token)
        for selector in (selectors.organisations_to_choose, selectors.libraries_to_invite_to):
            with pytest.raises(PermissionDenied):
                selector(actor, place)


def test_pages_of_places_offer_changing_to_the_keeper(methodist, outsider, branch, place, other_place):
    in_network(branch.organisation, other_place, is_keeper=False)
    ours = selectors.library_page(methodist, place, branch.token)
    theirs = selectors.library_page(outsider, other_place, branch.token)
    assert (ours.can_edit, theirs.can_edit) == (True, False)
    assert ours.initial["number"] == 6
    assert (ours.organisations, theirs.organisations) == ([branch.organisation], [])
    assert selectors.organisation_page(methodist, place, branch.organisation.token).libraries == [branch]
    assert selectors.organisations_to_choose(methodist, place) == [branch.organisation]
    assert selectors.libraries_to_invite_to(methodist, place) == [branch]


def test_own_pages_say_how_one_signs_in(methodist, learner, branch, place):
    learner.library = branch
    learner.save()
    profile = selectors.profile_page(learner, place)
    assert (profile.library, profile.roles, profile.is_advised) == (branch.label, ["Слушатель"], False)
    assert selectors.profile_page(methodist, place).is_advised
    security = selectors.security_page(methodist)
    assert (security.has_password, security.has_second_step, security.passkeys) == (False, False, 0)


def test_second_step_ends_the_advice(methodist):
    Authenticator.objects.create(user=methodist, type=Authenticator.Type.WEBAUTHN, data={})
    assert not selectors.security_page(methodist).is_advised


# --- one's own data


def test_own_data_holds_everything_that_refers_to_the_person_and_no_secret(methodist, learner, place, now):
    services.renew_invitation(actor=methodist, user_id=learner.pk, place=place, place_title="Школа", now=now)
    services.notify(user_ids=[learner.pk], kind=NoticeKind.LESSONS, template="people/notices/second_factor", now=now)
    services.edit_profile(actor=learner, full_name="Анна", position="", phone="", time_zone="", language="ru", now=now)
    learner.refresh_from_db()
    found = selectors.own_data(learner, now=now)
    text = json.dumps(found, ensure_ascii=False)
    assert found["account"]["email"] == learner.email
    assert {"people.roleassignment", "people.notice", "people.invitation", "people.letter"} <= found["records"].keys()
    assert found["journal"][0]["verb"] == "details_changed"
    for secret in ("password", "secret_hash", "/invitation/", "/unsubscribe/"):
        assert secret not in text


# --- erasure


def test_erase_forgets_the_person_and_keeps_the_proof(methodist, learner, branch, place, now):
    text = services.publish_consent_text(
        actor=methodist, place=place, kind=ConsentKind.PROCESSING, text="Согласна.", now=now
    )
    services.give_consent(actor=learner, text_id=text.pk, place=place, how=ConsentHow.OWN_PAGE, now=now)
    services.renew_invitation(actor=methodist, user_id=learner.pk, place=place, place_title="Школа", now=now)
    email, name = learner.email, learner.full_name
    services.erase_account(actor=learner, typed_email=f" {email.upper()} ", now=now)
    learner.refresh_from_db()
    assert (learner.full_name, learner.is_active, learner.erased_at) == ("—", False, now)
    assert email not in json.dumps(selectors.own_data(learner, now=now), ensure_ascii=False)
    assert name not in str(list(journal.history_of(learner)[0].__dict__.values()))
    assert not learner.roleassignment_set.exists()
    assert not learner.invitation_set.exists()
    assert Consent.objects.get(user=learner).withdrawn_at == now
    assert journal.history_of(learner)[0].verb == "erased"


def test_erase_forgets_where_she_signed_in_from(learner, now):
    AccessLog.objects.create(username=learner.email, ip_address="192.0.2.7", user_agent="Firefox")
    AccessAttempt.objects.create(username=learner.email, ip_address="192.0.2.7", failures_since_start=1)
    services.write_account_letter(to_email=learner.email.upper(), subject="Код", text="123456", now=now)
    Letter.objects.update(user=None)
    kept = AccessLog.objects.create(username="other@example.ru", ip_address="192.0.2.7")
    services.erase_account(actor=learner, typed_email=learner.email, now=now)
    assert list(AccessLog.objects.all()) == [kept]
    assert not AccessAttempt.objects.exists()
    assert not Letter.objects.exists()


def test_erase_needs_ones_own_address(learner, now):
    with pytest.raises(refusals.AddressNotConfirmed):
        services.erase_account(actor=learner, typed_email="other@example.ru", now=now)


def test_erase_of_the_last_methodist_and_of_the_operator_is_refused(methodist, now):
    with pytest.raises(refusals.LastMethodist):
        services.erase_account(actor=methodist, typed_email=methodist.email, now=now)
    operator = services.create_account(actor=SYSTEM, email="op@example.ru", full_name="А Б", now=now, is_operator=True)
    with pytest.raises(PermissionDenied):
        services.erase_account(actor=operator, typed_email="op@example.ru", now=now)


def test_erase_of_one_of_two_methodists_goes(methodist, learner, place, now):
    grant(learner, Role.METHODIST, place)
    services.erase_account(actor=methodist, typed_email=methodist.email, now=now)
    assert not methodist.roleassignment_set.exists()
