import pytest
from django.core.exceptions import PermissionDenied
from tests.people.factories import UserFactory, grant

from nastavnik.people import selectors, services
from nastavnik.people.enums import ConsentHow, ConsentKind, Role
from nastavnik.people.models import Consent, ConsentText, User
from nastavnik.people.permissions import SYSTEM, roles_of

pytestmark = pytest.mark.django_db


def publish(actor, place, now, kind=ConsentKind.PROCESSING, text="Согласна."):
    return services.publish_consent_text(actor=actor, place=place, kind=kind, text=text, now=now)


def test_publish_counts_versions_and_keeps_the_hash(methodist, place, now):
    first = publish(methodist, place, now)
    again = publish(methodist, place, now, text=" Согласна.\r\n")
    second = publish(methodist, place, now, text="Согласна вполне.")
    assert (first.version, second.version) == (1, 2)
    assert again == first
    assert len(second.sha256) == 64


def test_publish_by_others_is_refused(director, outsider, place, now):
    for actor in (director, outsider):
        with pytest.raises(PermissionDenied):
            publish(actor, place, now)


def test_default_texts_name_the_operator_and_the_contact(place, now):
    texts = services.publish_default_consents(
        actor=SYSTEM, place=place, operator="МУК «ЦБ»", contact="cb@example.ru", now=now
    )
    assert [text.kind for text in texts] == list(ConsentKind)
    for text in texts:
        assert "МУК «ЦБ»" in text.text
        assert "cb@example.ru" in text.text
        assert not set("{&") & set(text.text)


def test_give_consent_twice_is_one_consent(methodist, learner, place, now):
    text = publish(methodist, place, now)
    for _again in range(2):
        services.give_consent(actor=learner, text_id=text.pk, place=place, how=ConsentHow.OWN_PAGE, now=now)
    assert Consent.objects.get(user=learner).given_at == now


def test_give_consent_to_an_old_or_foreign_text_is_not_found(methodist, learner, place, other_place, now):
    old = publish(methodist, place, now)
    new = publish(methodist, place, now, text="Новый.")
    for text, where in ((old, place), (new, other_place)):
        with pytest.raises(ConsentText.DoesNotExist):
            services.give_consent(actor=learner, text_id=text.pk, place=where, how=ConsentHow.OWN_PAGE, now=now)


def test_withdraw_takes_every_version_back_and_can_be_given_anew(methodist, learner, place, now):
    text = publish(methodist, place, now)
    give = {"actor": learner, "text_id": text.pk, "place": place, "how": ConsentHow.OWN_PAGE, "now": now}
    services.give_consent(**give)
    take = {"actor": learner, "kind": ConsentKind.PROCESSING, "place": place, "now": now}
    assert services.withdraw_consent(**take) == 1
    assert services.withdraw_consent(**take) == 0
    assert not selectors.has_consent(learner, ConsentKind.PROCESSING, place)
    services.give_consent(**give)
    assert selectors.has_consent(learner, ConsentKind.PROCESSING, place)


def test_round_asks_again_only_after_a_new_text(methodist, learner, place, other_place, now):
    assert not selectors.page_state(learner, place).is_asking_consent
    text = publish(methodist, place, now)
    assert selectors.page_state(learner, place).is_asking_consent
    assert not selectors.page_state(learner, other_place).is_asking_consent
    assert not selectors.page_state(learner, None).is_asking_consent
    services.finish_consent_round(actor=learner, text_ids=[text.pk], place=place, now=now)
    assert not selectors.page_state(learner, place).is_asking_consent
    later = now.replace(hour=20)
    publish(methodist, place, later, text="Новый.")
    assert selectors.page_state(learner, place).is_asking_consent
    services.finish_consent_round(actor=learner, text_ids=[], place=place, now=later)
    assert not selectors.page_state(learner, place).is_asking_consent
    assert Consent.objects.count() == 1


def test_page_state_is_one_query(learner, place, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert selectors.page_state(learner, place).unread == 0


def test_page_state_knows_the_roles_as_well(methodist, place, django_assert_num_queries):
    grant(methodist, Role.DIRECTOR, place)
    outsider, reader = UserFactory(), User.objects.get(pk=methodist.pk)
    with django_assert_num_queries(2):
        selectors.page_state(reader, place)
        selectors.page_state(outsider, place)
        assert roles_of(reader) == {(Role.METHODIST, place), (Role.DIRECTOR, place)}
        assert roles_of(outsider) == frozenset()


def test_documents_show_the_newest_text_and_how_it_stands(methodist, learner, place, now):
    old = publish(methodist, place, now)
    services.finish_consent_round(actor=learner, text_ids=[old.pk], place=place, now=now)
    publish(methodist, place, now, text="## Новый")
    publish(methodist, place, now, kind=ConsentKind.NEWSLETTER, text="Новости.")
    first, second = selectors.documents_for(learner, place)
    assert (first.text.version, first.consent, first.older.text) == (2, None, old)
    assert "<h2>Новый</h2>" in first.html
    assert (second.kind, second.consent, second.older) == (ConsentKind.NEWSLETTER, None, None)


def test_document_for_anybody_and_missing(methodist, place, now):
    assert selectors.processing_text(place) is None
    text = publish(methodist, place, now)
    assert selectors.document_for(place, "processing").text == text
    assert selectors.processing_text(place) == text
    with pytest.raises(ConsentText.DoesNotExist):
        selectors.document_for(place, "recording")


def test_published_texts_are_for_the_desk(methodist, learner, place, now):
    text = publish(methodist, place, now)
    assert selectors.published_texts(methodist, place) == [text]
    with pytest.raises(PermissionDenied):
        selectors.published_texts(UserFactory(), place)
