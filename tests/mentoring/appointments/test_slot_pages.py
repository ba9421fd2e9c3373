"""The mentor's own pages: her times, one by one and in series."""

from datetime import timedelta

import pytest
from tests.mentoring.appointments.asking import text_of, url
from tests.mentoring.appointments.factories import NOW, AppointmentFactory, SlotFactory

from nastavnik.mentoring.models import Appointment, Slot
from nastavnik.mentoring.services.appointments import refusals

pytestmark = pytest.mark.usefixtures("still")


# --- the mentor's desk -----------------------------------------------------------------------------------------------


def test_slots_are_a_mentors_own(mentor, learner, other_mentor, slot, appointment, enter):
    said = text_of(enter(mentor).get(url("slots")))

    assert "Слушатель школы" in said
    assert "Слушатель школы" not in text_of(enter(other_mentor).get(url("slots")))
    assert enter(learner).get(url("slots")).status_code == 403


def test_slots_are_narrowed_by_state_and_say_free_and_forgotten(school, mentor, appointment, enter):
    free = SlotFactory(school=school, mentor=mentor)
    Appointment.objects.update(user=None)
    client = enter(mentor)

    assert "свободно" in text_of(client.get(url("slots"), {"state": "free"}))
    booked = text_of(client.get(url("slots"), {"state": "booked"}))
    assert "кто-то" in booked
    assert free.token not in booked


def test_publish_takes_the_hour_by_the_viewers_clock(mentor, enter):
    mentor.time_zone = "Asia/Omsk"
    mentor.save()
    client, address = enter(mentor), url("publish_slot")
    assert "омское время" in text_of(client.get(address))

    said = {"starts_at": "2026-12-01T15:00", "minutes": "30", "place": "room", "room": "Кабинет 5"}
    response = client.post(address, said)

    assert response.status_code == 302
    assert Slot.objects.get().starts_at.isoformat() == "2026-12-01T09:00:00+00:00"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"room": "кабинет"}, "room"),
        ({"room": "javascript:alert(1)"}, "room"),
        ({"room": ""}, "room"),
        ({"minutes": "5"}, "minutes"),
        ({"minutes": "9999999999"}, "minutes"),
        ({"starts_at": "завтра"}, "starts_at"),
        ({"starts_at": "9999-12-31T23:59"}, "starts_at"),
        ({"place": "roof"}, "place"),
    ],
)
def test_publish_refuses_what_is_no_time_or_place(changes, field, mentor, enter):
    said = {"starts_at": "2026-12-01T15:00", "minutes": "30", "place": "link", "room": "https://meet.example/a"}

    response = enter(mentor).post(url("publish_slot"), said | changes)

    assert field in response.context["form"].errors
    assert not Slot.objects.exists()


def test_publish_says_what_the_service_refuses(mentor, slot, enter):
    said = {"starts_at": "2020-12-01T15:00", "minutes": "30", "place": "room", "room": "Кабинет 5"}

    assert str(refusals.SlotInThePast.message) in text_of(enter(mentor).post(url("publish_slot"), said))


SERIES = {
    "first_day": "2026-12-01",
    "last_day": "2026-12-10",
    "weekdays": ["1", "3"],
    "is_working_days": "on",
    "begins": "14:00",
    "until": "16:00",
    "minutes": "30",
    "pause": "30",
    "place": "room",
    "room": "Кабинет 5",
}


def test_series_is_published_and_taken_back(mentor, enter):
    client = enter(mentor)
    assert client.get(url("publish_slots")).status_code == 200

    response = client.post(url("publish_slots"), SERIES, follow=True)

    assert Slot.objects.filter(withdrawn_at=None).count() == 8
    assert "Опубликовано 8 приёмов." in text_of(response)
    client.post(url("withdraw_series", Slot.objects.first().series))
    assert not Slot.objects.filter(withdrawn_at=None).exists()


def test_series_says_how_many_are_left_out(school, mentor, enter):
    client = enter(mentor)
    client.post(url("publish_slots"), SERIES | {"last_day": "2026-12-03"})

    said = text_of(client.post(url("publish_slots"), SERIES, follow=True))

    assert "4 пропущены" in said


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"last_day": "2026-11-01"}, "last_day"),
        ({"last_day": "2028-11-01"}, "last_day"),
        ({"last_day": ""}, "last_day"),
        ({"until": "14:00"}, "until"),
        ({"until": ""}, "until"),
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": ["7"]}, "weekdays"),
        ({"pause": "-1"}, "pause"),
        ({"first_day": "2026-12-02", "last_day": "2026-12-02"}, "__all__"),
    ],
)
def test_series_refuses_what_is_no_series(changes, field, mentor, enter):
    response = enter(mentor).post(url("publish_slots"), SERIES | changes)

    assert field in response.context["form"].errors
    assert not Slot.objects.exists()


def test_slot_is_changed_by_the_form_and_who_comes_is_told(mentor, slot, appointment, enter):
    client, address = enter(mentor), url("slot", slot.token)
    assert "Слушатель школы" in text_of(client.get(address))

    said = {
        "starts_at": "2026-12-20T15:00",
        "minutes": "30",
        "place": "room",
        "room": "Кабинет 5",
        "word": "Совещание",
        "version": "0",
    }
    client.post(address, said)

    appointment.refresh_from_db()
    assert (appointment.word, appointment.sequence) == ("Совещание", 1)


def test_slot_of_an_old_form_keeps_what_was_typed(mentor, slot, enter):
    Slot.objects.update(version=3)
    client, address = enter(mentor), url("slot", slot.token)
    said = {"starts_at": "2026-12-20T15:00", "minutes": "30", "place": "room", "room": "Кабинет 7", "version": "2"}

    shown = text_of(client.post(address, said))
    client.post(address, said | {"version": "3"})

    assert "Кабинет 7" in shown
    assert 'name="version" value="3"' in shown
    assert Slot.objects.get().room == "Кабинет 7"


def test_slot_is_withdrawn_and_offered_again(mentor, slot, enter):
    client = enter(mentor)

    client.post(url("withdraw_slot", slot.token))
    assert "Предложить снова" in text_of(client.get(url("slot", slot.token)))
    client.post(url("restore_slot", slot.token))

    assert Slot.objects.get().withdrawn_at is None


def test_slot_offers_to_withdraw_its_series(school, mentor, slot, enter):
    Slot.objects.update(series="abc")
    SlotFactory(school=school, mentor=mentor, series="abc")

    assert "Снять всё свободное время серии: 2" in text_of(enter(mentor).get(url("slot", slot.token)))


def test_slot_that_is_over_has_no_form(school, mentor, enter):
    over = SlotFactory(school=school, mentor=mentor, starts_at=NOW - timedelta(days=1))
    gone = SlotFactory(school=school, mentor=mentor, starts_at=NOW - timedelta(days=2), withdrawn_at=NOW)

    for one in (over, gone):
        said = text_of(enter(mentor).get(url("slot", one.token)))
        assert [part in said for part in ('name="starts_at"', "/withdraw/", "/restore/")] == [False] * 3


def test_slots_need_the_same_queries_for_more(school, mentor, enter, assert_flat):
    client = enter(mentor)

    assert_flat(
        lambda: client.get(url("slots")),
        lambda: AppointmentFactory(slot=SlotFactory(school=school, mentor=mentor)),
    )
