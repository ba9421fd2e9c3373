"""Consents of those who are shown: asked by a link, signed, refused, taken back, kept as they were read."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests.people.factories import UserFactory
from tests.studio.factories import ShownPersonFactory

from nastavnik.core.models import JournalEntry
from nastavnik.people.enums import ConsentKind
from nastavnik.people.models import Letter, Notice
from nastavnik.people.selectors.own_data import own_data
from nastavnik.people.services import publish_consent_text
from nastavnik.programme.permissions import place_of
from nastavnik.studio.enums import CardState
from nastavnik.studio.models import ShownPerson
from nastavnik.studio.selectors.cards.history import history_of
from nastavnik.studio.selectors.shooting.consents import shown_requirement
from nastavnik.studio.selectors.shooting.document import digest_of
from nastavnik.studio.services import shooting
from nastavnik.studio.services.shooting import Named, Signed
from nastavnik.studio.services.shooting.forgetting import delete_old_mails, forget_person, forget_who_was_missed
from nastavnik.studio.services.shooting.people import MOST_SHOWN
from nastavnik.studio.services.shooting.refusals import (
    AgreedAlready,
    AlreadyShown,
    AnsweredAlready,
    ConsentGiven,
    ConsentOver,
    NameNotAsWritten,
    NoMailOfShown,
    NothingToWithdraw,
    TooManyShown,
)

pytestmark = pytest.mark.django_db

YES = Signed(has_agreed=True, signature="орлова  алена петровна", contact="8 800 000-00-00", conditions="Без соцсетей")
NO = Signed(has_agreed=False)


@pytest.fixture
def agree(secret, now):
    return shooting.answer_consent(secret=secret, signed=YES, now=now)


def told(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("title", flat=True))


# --- who is shown -------------------------------------------------------------------------------------------------------------


def test_card_waits_for_everybody_and_says_for_whom(card, call, send, now):
    assert shown_requirement(card).is_said is False
    names = ["Первая", "Вторая", "Третья", "Четвёртая"]
    new, asked, refuses, goes = (shooting.add_shown(named=Named(one, "a@example.org"), **call) for one in names)
    send(asked)
    shooting.answer_consent(secret=send(refuses), signed=NO, now=now)
    secret = send(goes)
    shooting.answer_consent(secret=secret, signed=Signed(True, "Четвёртая", "дом"), now=now)
    shooting.withdraw_consent(secret=secret, now=now)
    missing = shown_requirement(card).missing
    assert [one.partition(" ")[0].rstrip(":") for one in missing] == names
    assert len({one.partition(" ")[2] for one in missing}) == 4
    ShownPerson.objects.exclude(pk=new.pk).delete()
    shooting.note_paper(person=new.token, where="Сейф", **call)
    assert shown_requirement(card).is_met is True


@pytest.mark.usefixtures("agree")
def test_history_of_the_card_tells_of_consents_without_names(person, card):
    told = [deed.what for deed in history_of(card)]

    assert told[:2] == ["получено согласие того, кто снят", "согласие запрошено по почте"]
    assert all(person.name not in f"{deed.actor_name} {deed.details}" for deed in history_of(card))


def test_nobody_is_shown_until_somebody_is_written_down(card, call):
    card.shows_nobody = True
    card.save()
    assert shown_requirement(card).is_met is True
    shooting.add_shown(named=Named("Орлова Алёна"), **call)
    card.refresh_from_db()
    assert (card.shows_nobody, shown_requirement(card).is_met) == (False, False)


def test_one_name_stands_once(person, call):
    with pytest.raises(AlreadyShown):
        shooting.add_shown(named=Named("  орлова алена Петровна"), **call)
    other = shooting.add_shown(named=Named("Белова Анна"), **call)
    with pytest.raises(AlreadyShown):
        shooting.correct_shown(person=other.token, named=Named("Орлова Алёна Петровна"), **call)


def test_list_is_bounded(card, call):
    ShownPersonFactory.create_batch(MOST_SHOWN, card=card)
    with pytest.raises(TooManyShown):
        shooting.add_shown(named=Named("Орлова Алёна"), **call)


def test_only_those_who_make_the_film_ask(person, call, maker, director):
    shooting.send_consent(**call | {"actor": maker}, person=person.token)
    with pytest.raises(PermissionDenied):
        shooting.send_consent(**call | {"actor": director}, person=person.token)


def test_name_put_right_ends_the_link_under_the_old_one(person, call, secret, now):
    shooting.correct_shown(person=person.token, named=Named("Орлова Елена Петровна", person.email), **call)
    with pytest.raises(ShownPerson.DoesNotExist):
        shooting.answer_consent(secret=secret, signed=YES, now=now)


def test_mail_is_put_right_after_the_answer_and_the_name_is_not(person, call, agree):
    shooting.correct_shown(person=person.token, named=Named(person.name, "new@example.org"), **call)
    person.refresh_from_db()
    assert (person.email, person.has_agreed) == ("new@example.org", True)
    with pytest.raises(AnsweredAlready):
        shooting.correct_shown(person=person.token, named=Named("Орлова Елена"), **call)


def test_removed_person_leaves_no_name_in_the_journal(person, call, agree):
    shooting.remove_shown(person=person.token, **call)
    assert not ShownPerson.objects.exists()
    entry = JournalEntry.objects.get(verb="shown_removed")
    assert entry.details["state"] == "agreed"
    assert "Орлова" not in str([one.details for one in JournalEntry.objects.all()])


# --- the link -----------------------------------------------------------------------------------------------------------------


def test_document_is_kept_as_it_was_sent(person, secret, card, school):
    person.refresh_from_db()
    for words in (person.name, card.title, school.owner.name, "152-ФЗ", "10.1", "152.1"):
        assert words in person.text
    assert person.sha256 == digest_of(person.text)
    assert secret not in str(vars(person))


def test_document_has_the_rules_that_the_school_has_published(person, send, methodist, school, now):
    rules = {"kind": ConsentKind.RECORDING, "place": place_of(school), "now": now}
    for text in ("Правила прежние", "Правила **нынешние**"):
        publish_consent_text(actor=methodist, text=text, **rules)
    send(person)
    person.refresh_from_db()
    assert ("нынешние" in person.text, "прежние" in person.text) == (True, False)


def test_guardian_signs_for_a_child(card, call, send, now):
    child = shooting.add_shown(named=Named("Орлов Пётр", "a@example.org", "Орлова Алёна Петровна"), **call)
    secret = send(child)
    assert "Орлова Алёна Петровна" in Letter.objects.latest("pk").text
    with pytest.raises(NameNotAsWritten):
        shooting.answer_consent(secret=secret, signed=Signed(True, "Орлов Пётр", "дом"), now=now)
    shooting.answer_consent(secret=secret, signed=Signed(True, "Алёна Петровна Орлова", "дом"), now=now)
    assert shown_requirement(card).is_met is True


def test_link_without_mail_is_shown_once(card, call, school, now):
    person = shooting.add_shown(named=Named("Орлова Алёна Петровна"), **call)
    with pytest.raises(NoMailOfShown):
        shooting.send_consent(person=person.token, **call)
    link = shooting.hand_out_consent(person=person.token, **call)
    assert link.startswith(f"{school.base_url}/shown/")
    shooting.answer_consent(secret=link.rstrip("/").rpartition("/")[2], signed=YES, now=now)
    assert shown_requirement(card).is_met is True


def test_new_link_ends_the_one_before(person, send, secret, now):
    send(person)
    with pytest.raises(ShownPerson.DoesNotExist):
        shooting.answer_consent(secret=secret, signed=YES, now=now)


# --- the answer ---------------------------------------------------------------------------------------------------------------


def test_agreement_is_kept_and_told(person, secret, card, maker, methodist, now):
    shooting.answer_consent(secret=secret, signed=YES, now=now)
    person.refresh_from_db()
    assert (person.signature, person.conditions, person.answered_at) == ("орлова алена петровна", "Без соцсетей", now)
    for user in (maker, methodist):
        assert [person.name in one for one in told(user)] == [True]


def test_another_name_is_no_signature(card, secret, now):
    with pytest.raises(NameNotAsWritten):
        shooting.answer_consent(secret=secret, signed=Signed(True, "Орлова Алёна", "дом"), now=now)
    assert shown_requirement(card).is_met is False


def test_refusal_needs_no_name_and_may_become_an_agreement(person, secret, card, now):
    shooting.answer_consent(secret=secret, signed=NO, now=now)
    shooting.answer_consent(secret=secret, signed=YES, now=now + timedelta(days=1))
    person.refresh_from_db()
    assert [one["has_agreed"] for one in person.earlier] == [False]
    assert shown_requirement(card).is_met is True


def test_agreement_is_given_once(secret, agree, now):
    with pytest.raises(ConsentGiven):
        shooting.answer_consent(secret=secret, signed=NO, now=now)


def test_answers_end_with_the_term_and_withdrawals_do_not(person, send, secret, call, later):
    with pytest.raises(ConsentOver):
        shooting.answer_consent(secret=secret, signed=YES, now=later)
    fresh = send(person)
    shooting.answer_consent(secret=fresh, signed=YES, now=call["now"])
    shooting.withdraw_consent(secret=fresh, now=later)
    with pytest.raises(NothingToWithdraw):
        shooting.withdraw_consent(secret=fresh, now=later)


def test_removed_card_takes_no_answer(secret, card, now):
    card.removed_at = now
    card.save()
    with pytest.raises(ConsentOver):
        shooting.answer_consent(secret=secret, signed=YES, now=now)


def test_withdrawal_is_told_to_the_methodists_at_once(secret, card, agree, methodist, learner, now):
    shooting.withdraw_consent(secret=secret, now=now)
    assert shown_requirement(card).is_met is False
    shooting.answer_consent(secret=secret, signed=YES, now=now)
    card.state, card.published_at = CardState.PUBLISHED, now
    card.save()
    shooting.withdraw_consent(secret=secret, now=now)
    assert (len(told(methodist)), len(told(learner))) == (4, 0)
    # of a published film more is to be done
    texts = Notice.objects.filter(user=methodist).order_by("pk").values_list("text", flat=True)
    assert texts[1] != texts[3]


def test_consent_withdrawn_by_a_letter_is_noted(person, card, call, agree, methodist):
    shooting.note_withdrawal(person=person.token, **call)
    assert (shown_requirement(card).is_met, len(told(methodist))) == (False, 2)
    with pytest.raises(NothingToWithdraw):
        shooting.note_withdrawal(person=person.token, **call)


def test_who_has_agreed_is_asked_anew_only_for_another_text(person, card, call, send, agree):
    with pytest.raises(AgreedAlready):
        shooting.send_consent(person=person.token, **call)
    card.title = "Буктрейлер за час"
    card.save()
    send(person)
    person.refresh_from_db()
    assert (person.has_agreed, person.signature) == (None, "")
    assert [one["signature"] for one in person.earlier] == ["орлова алена петровна"]
    assert "за вечер" in person.earlier[0]["text"]


def test_database_keeps_no_answer_without_a_day(person):
    for wrong in ({"has_agreed": True}, {"withdrawn_at": person.added_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ShownPerson.objects.update(**wrong)


# --- forgetting ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def herself(call):
    """The account of one who is shown."""
    return UserFactory(full_name="Орлова Алёна Петровна", email="orlova@example.org")


def test_forgotten_person_leaves_that_she_has_withdrawn(herself, person, card, secret, call, agree, methodist, now):
    card.title = "Буктрейлер за час"
    card.save()
    shooting.note_paper(person=person.token, where="Папка Орловой", **call)
    forget_person(user_id=herself.pk, now=now)
    forget_person(user_id=herself.pk, now=now)
    person.refresh_from_db()
    kept = str(vars(person))
    assert [one for one in ("рлов", "8 800", "соцсетей") if one in kept] == []
    assert (person.withdrawn_at, person.earlier[0]["has_agreed"]) == (now, True)
    assert shown_requirement(card).is_met is False
    assert len(told(methodist)) == 2
    assert "Орлова" not in told(methodist)[-1]


def test_erasure_that_was_missed_is_made_up_for(herself, person, now):
    assert forget_who_was_missed(now=now) == 0
    herself.erased_at = now
    herself.save()
    assert forget_who_was_missed(now=now) == 1
    person.refresh_from_db()
    assert (person.name, person.withdrawn_at) == ("", None)


def test_account_of_another_name_is_not_hers(call):
    UserFactory(full_name="Белова Анна", email="branch@example.org")
    assert shooting.add_shown(named=Named("Орлова Алёна", "branch@example.org"), **call).user is None


def test_own_data_has_her_consent_and_no_secret(herself, person, secret, now):
    text = str(own_data(herself, now=now))
    assert ("152-ФЗ" in text, "secret_hash" in text) == (True, False)


def test_mail_of_who_never_agreed_goes_after_the_term(person, send, call, secret, now):
    agreed = shooting.add_shown(named=Named("Белова Анна", "b@example.org"), **call)
    shooting.answer_consent(secret=send(agreed), signed=Signed(True, "Белова Анна", "дом"), now=now)
    assert delete_old_mails(now=now + timedelta(days=119)) == 0
    assert delete_old_mails(now=now + timedelta(days=121)) == 1
    assert set(ShownPerson.objects.values_list("email", flat=True)) == {"", "b@example.org"}
