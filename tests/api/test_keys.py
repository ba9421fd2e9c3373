"""Keys: shown once, kept as a digest, with scopes, an end and an owner whose rights they have."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.api.conftest import Program
from tests.people.factories import UserFactory, grant
from tests.programme.factories import SchoolFactory

from nastavnik.api.enums import Life, Scope
from nastavnik.api.models import ApiKey
from nastavnik.api.permissions import can_keep_keys, keepers_of, keys_visible_to
from nastavnik.api.selectors.keys import keys_page
from nastavnik.api.services import keys
from nastavnik.api.services.hooks import add_webhook
from nastavnik.core.events import publish
from nastavnik.core.models import JournalEntry
from nastavnik.people.enums import Role
from nastavnik.people.events import PersonErased
from nastavnik.people.models import RoleAssignment
from nastavnik.people.permissions import SYSTEM
from nastavnik.people.selectors.own_data import own_data
from nastavnik.programme.permissions import place_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def make(school, methodist, now):
    def made(**changes):
        words = {"actor": methodist, "school_id": school.pk, "title": "Сайт", "scopes": [Scope.READ_LESSONS]}
        return keys.make_key(**{**words, "life": Life.MONTH, "now": now, **changes})

    return made


def test_key_is_told_once_and_kept_nowhere(make, now):
    key, secret = make()

    assert secret.startswith("nst_")
    assert len(secret) == 44
    stored = ApiKey.objects.filter(pk=key.pk).values().get()
    assert secret not in str(stored)
    assert secret.startswith(stored["beginning"])
    assert stored["expires_at"] == now + timedelta(days=30)
    assert secret not in str(list(JournalEntry.objects.values_list("details", flat=True)))


def test_only_a_methodist_makes_keys(make, director, learner, outsider):
    for actor in (director, learner, outsider, SYSTEM):
        with pytest.raises(PermissionDenied):
            make(actor=actor)


def test_rights_and_rows_agree(make, school, methodist, director, learner, outsider):
    make()

    for actor in (methodist, director, learner, outsider):
        assert keys_visible_to(actor, school).exists() == can_keep_keys(actor, school)
        assert keepers_of(school).filter(pk=actor.pk).exists() == can_keep_keys(actor, school)


def test_school_has_no_more_keys_than_can_be_watched(make, monkeypatch):
    monkeypatch.setattr(keys, "MOST_KEYS", 1)
    make()

    with pytest.raises(keys.TooManyKeys):
        make()


def test_key_opens_what_its_scope_says_and_nothing_else(program, lesson):
    asks = program(Scope.READ_LESSONS)

    asks.get("/desk/lessons")
    told = asks.get("/desk/questions", status=403)
    assert "questions:read" in told["detail"]


def test_key_that_is_withdrawn_over_or_of_another_school_opens_nothing(make, school, methodist, now):
    key, secret = make()
    other = SchoolFactory()

    def works(at=now, where=school):
        return keys.use_key(secret=secret, school=where, now=at) is not None

    assert works()
    assert not works(at=now + timedelta(days=31))
    assert not works(where=other)
    assert keys.use_key(secret="nst_wrong", school=school, now=now) is None
    assert keys.use_key(secret="something else", school=school, now=now) is None
    keys.revoke_key(actor=methodist, school_id=school.pk, token=key.token, now=now)
    keys.revoke_key(actor=methodist, school_id=school.pk, token=key.token, now=now)
    assert not works()
    assert JournalEntry.objects.filter(verb="api_key_revoked").count() == 1


def test_director_withdraws_no_keys(make, school, director, now):
    key, _secret = make()

    with pytest.raises(PermissionDenied):
        keys.revoke_key(actor=director, school_id=school.pk, token=key.token, now=now)


def test_key_stops_with_the_account_of_its_owner(make, school, methodist, now):
    _key, secret = make()
    methodist.is_active = False
    methodist.save()

    assert keys.use_key(secret=secret, school=school, now=now) is None


def test_key_stops_with_the_right_of_its_owner(program, school, methodist, now):
    asks, colleague = program(), UserFactory()
    asks.get("/desk/lessons")
    grant(colleague, Role.METHODIST, place_of(school))
    noted = ApiKey.objects.get().used_at
    RoleAssignment.objects.filter(user=methodist).delete()

    asks.get("/desk/lessons", status=401)
    assert ApiKey.objects.get().used_at == noted
    assert [row.is_working for row in keys_page(colleague, school, now)] == [False]


def test_last_use_is_noted_once_a_minute(make, school, now):
    key, secret = make()

    for seconds in (0, 30, 61):
        keys.use_key(secret=secret, school=school, now=now + timedelta(seconds=seconds))
        key.refresh_from_db()
        assert key.used_at == now + timedelta(seconds=61 if seconds == 61 else 0)


def test_wrong_keys_are_told_so_until_they_are_too_many(school, monkeypatch):
    monkeypatch.setattr("nastavnik.api.services.pace.MOST_WRONG_KEYS", 1)
    wrong = Program("nst_wrong")

    answer = wrong.answer("/desk/lessons")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert wrong.answer("/desk/lessons").status_code == 429


def test_keys_go_with_who_asks_to_be_forgotten(make, methodist, school, now, django_capture_on_commit_callbacks):
    make()
    colleague = UserFactory()
    grant(colleague, Role.METHODIST, place_of(school))
    make(actor=colleague)

    with django_capture_on_commit_callbacks(execute=True):
        publish(PersonErased(user_id=methodist.pk))

    assert [key.owner for key in ApiKey.objects.all()] == [colleague]
    colleague.erased_at = now
    colleague.save()
    assert keys.forget_who_was_missed() == 1


def test_person_reads_what_is_known_of_her_keys_and_nothing_that_opens(make, school, methodist, now):
    _key, secret = make()
    words = {"actor": methodist, "school_id": school.pk, "title": "Бот", "url": "https://bot.example.org/", "now": now}
    add_webhook(events=[], **words)

    known = str(own_data(methodist, now=now)["records"])

    assert "Сайт" in known
    assert "https://bot.example.org/" in known
    for word in ("digest", "sealed_secret", secret):
        assert word not in known
