"""What is noted of appointments, and the lists of them."""

import pytest
from django.utils import timezone, translation
from tests.mentoring.appointments.asking import text_of, url
from tests.mentoring.appointments.factories import DAY, HOUR, NOW, AppointmentFactory, NoteFactory, SlotFactory

from nastavnik.mentoring.enums import NoteAudience
from nastavnik.mentoring.models import Appointment, AppointmentNote
from nastavnik.mentoring.selectors.appointments import pages
from nastavnik.mentoring.services import appointments as services
from nastavnik.mentoring.services.appointments import refusals

pytestmark = pytest.mark.usefixtures("still")


# --- notes -----------------------------------------------------------------------------------------------------------


def note(who, appointment, text="Договорились", audience=NoteAudience.OWN, version=0):
    return services.save_note(
        actor=who, appointment_id=appointment.pk, version=version, text=text, audience=audience, now=NOW
    )


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (NoteAudience.OWN, {"learner"}),
        (NoteAudience.BOTH, {"learner", "mentor"}),
        (NoteAudience.METHODISTS, {"learner", "mentor", "methodist"}),
    ],
)
def test_note_is_read_by_whom_its_author_says(audience, readers, learner, mentor, methodist, past, enter):
    note(learner, past, "Наш-разговор", audience)

    people = {"learner": learner, "mentor": mentor, "methodist": methodist}
    read = {
        name
        for name, who in people.items()
        if "Наш-разговор" in text_of(enter(who).get(url("appointment", past.token)))
    }

    assert read == readers


def test_note_is_saved_by_the_form(learner, past, enter):
    said = {"text": "Что вышло", "audience": "both", "version": "0"}

    response = enter(learner).post(url("appointment", past.token), said, follow=True)

    assert "Что вышло" in text_of(response)
    saved = AppointmentNote.objects.get()
    assert (saved.owner, saved.text, saved.audience, saved.version) == (learner, "Что вышло", "both", 1)


def test_note_of_another_window_is_shown_beside_what_was_typed(learner, past, enter):
    note(learner, past, "Сохранённое там")
    said = {"text": "Набранное здесь", "audience": "own", "version": "0"}
    client, address = enter(learner), url("appointment", past.token)

    shown = text_of(client.post(address, said))
    client.post(address, said | {"version": "1"})

    assert "Сохранённое там" in shown
    assert "Набранное здесь" in shown
    assert 'name="version" value="1"' in shown
    assert AppointmentNote.objects.get().text == "Набранное здесь"


def test_note_saves_itself_and_only_its_author_reads_that(learner, mentor, past, enter):
    note(learner, past, "Прежнее", NoteAudience.BOTH)
    address = url("keep_appointment_note", past.token)

    response = enter(learner).post(address, {"text": "Недописанное", "version": "1"})

    assert response.status_code == 204
    assert "Недописанное" in text_of(enter(learner).get(url("appointment", past.token)))
    assert "Недописанное" not in text_of(enter(mentor).get(url("appointment", past.token)))
    note(learner, past, "Новое", NoteAudience.BOTH, version=1)
    assert AppointmentNote.objects.get().unsaved == ""


def test_note_does_not_save_itself_over_another_window(learner, past, enter):
    note(learner, past)
    client, address = enter(learner), url("keep_appointment_note", past.token)

    assert client.post(address, {"text": "Старое", "version": "0"}).status_code == 409
    assert client.post(address, {"text": "Старое"}).status_code == 400


def test_note_is_refused_before_the_beginning_and_to_others(learner, methodist, appointment, past, enter):
    with pytest.raises(refusals.NoteTooEarly):
        note(learner, appointment)
    with pytest.raises(Appointment.DoesNotExist):
        note(methodist, past)
    assert "<textarea" not in text_of(enter(learner).get(url("appointment", appointment.token)))
    assert enter(methodist).post(url("keep_appointment_note", past.token), {"version": "0"}).status_code == 404


# --- lists -----------------------------------------------------------------------------------------------------------


def test_coming_shows_what_is_ahead_as_either_of_the_two(school, learner, mentor, slot, appointment, past):
    room = SlotFactory(school=school, mentor=mentor, place="room", room="Кабинет 5", starts_at=NOW - HOUR / 4)
    AppointmentFactory(slot=room, user=learner)

    hers, mentors = pages.coming(learner, school, NOW), pages.coming(mentor, school, NOW)

    assert [(card.other, card.is_mentor, card.place) for card in hers] == [
        ("Ольга Наставник", False, "Кабинет 5"),
        ("Ольга Наставник", False, "По ссылке"),
    ]
    assert [(card.other, card.is_mentor) for card in mentors] == [("Слушатель школы", True)] * 2


def test_past_shows_what_was_and_what_was_cancelled(learner, mentor, slot, past, enter):
    AppointmentFactory(slot=slot, user=learner, cancelled_at=NOW)

    said = text_of(enter(learner).get(url("past_appointments")))

    assert said.count(f"/appointments/{past.token}/") == 1
    assert ("состоялся" in said, "отменён" in said) == (True, True)


def test_all_is_for_methodists_and_says_no_word(methodist, director, learner, past, enter):
    NoteFactory(appointment=past, audience=NoteAudience.OWN)
    client, address = enter(methodist), url("all_appointments")
    said = text_of(client.get(address))
    file = b"".join(client.get(address, {"export": "csv"}).streaming_content).decode()

    for shown in (said, file):
        assert "Слушатель школы" in shown
        assert "Как вести кружок" not in shown
        assert "Договорились о плане" not in shown
    assert [enter(who).get(address).status_code for who in (director, learner)] == [404, 404]


def test_all_is_narrowed_by_name_and_state(methodist, slot, appointment, past):
    AppointmentFactory(slot=SlotFactory(school=slot.school), cancelled_at=NOW)
    Appointment.objects.filter(pk=appointment.pk).update(starts_at=timezone.now() + DAY)

    def rows(**params):
        with translation.override("ru"):
            return len(pages.all_listing(methodist, slot.school, params).rows)

    assert rows() == 3
    assert rows(name="ольга") == 2
    assert [rows(state=state) for state in pages.STATES] == [1, 1, 1]
