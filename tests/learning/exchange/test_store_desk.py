"""The desk of the record store."""

import pytest

from nastavnik.learning.enums import SendState, SystemFault
from nastavnik.learning.models import RecordStore, Statement

pytestmark = pytest.mark.django_db


STORE = {"endpoint": "https://lrs.example.ru/xapi/", "key": "key", "secret": "very secret", "is_on": "on"}


def test_record_store_is_switched_on_and_its_secret_shown_to_nobody(desk):
    assert "Nothing is sent anywhere" in desk.get("/desk/systems/").content.decode()

    response = desk.post("/desk/systems/xapi/", STORE)

    assert response.headers["Location"] == "/desk/systems/xapi/"
    page = desk.get("/desk/systems/xapi/").content.decode()
    assert "A secret is kept" in page
    assert "very secret" not in page
    assert "pseudonym" in page


def test_record_store_keeps_its_secret_when_none_is_typed(desk):
    desk.post("/desk/systems/xapi/", STORE)
    sealed = RecordStore.objects.get().sealed_secret

    desk.post("/desk/systems/xapi/", {**STORE, "secret": "", "key": "other"})

    store = RecordStore.objects.get()
    assert (store.sealed_secret, store.key) == (sealed, "other")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"secret": ""}, "the address, the key and the secret are needed"),
        ({"endpoint": "http://lrs.example.ru/"}, "begins with https"),
        ({"endpoint": "https://localhost/"}, "lies inside"),
    ],
)
def test_record_store_that_is_wrong_is_told(desk, changes, message):
    response = desk.post("/desk/systems/xapi/", {**STORE, **changes})

    assert message in response.content.decode()
    assert not RecordStore.objects.exists()


def test_record_store_tells_what_is_wrong_and_tries_again(desk, school, now, learner):
    desk.post("/desk/systems/xapi/", STORE)
    RecordStore.objects.update(fault=SystemFault.KEY, said="401 wrong key", fault_at=now, try_at=now)
    for number, state in enumerate((SendState.WAITING, SendState.FAILED)):
        Statement.objects.create(
            id=f"00000000-0000-4000-8000-00000000000{number}",
            school=school,
            user=learner,
            kind="attended",
            source_id=number,
            body={},
            state=state,
            said="400 not this one" if number else "",
            made_at=now,
        )
    page = desk.get("/desk/systems/xapi/").content.decode()
    assert "It refuses the school’s key" in page
    assert "401 wrong key" in page
    assert "400 not this one" in page
    assert "Nothing is lost" in page
    assert "It refuses the school’s key" in desk.get("/desk/systems/").content.decode()

    response = desk.post("/desk/systems/xapi/retry/", follow=True)

    assert "1 refused statement goes again." in response.content.decode()
    assert RecordStore.objects.get().fault == ""
    desk.post("/desk/systems/xapi/retry/")


def test_desk_has_a_way_to_other_systems_for_the_methodist_alone(desk, enter, director):
    assert 'href="/desk/systems/"' in desk.get("/desk/").content.decode()
    assert 'href="/desk/systems/"' not in enter(director).get("/desk/").content.decode()
