"""The pages of appointments: choosing, booking, moving, cancelling, noting."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar
from tests.mentoring.appointments.factories import DAY, HOUR, NOW, AppointmentFactory, NoteFactory, SlotFactory
from tests.people.factories import UserFactory, grant

from nastavnik.mentoring.enums import NoteAudience
from nastavnik.mentoring.models import Appointment, AppointmentNote, MentorProfile, Slot, Theme
from nastavnik.mentoring.selectors.appointments import choosing, pages
from nastavnik.mentoring.services import appointments as services
from nastavnik.mentoring.services.appointments import refusals
from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of

pytestmark = pytest.mark.usefixtures("still")


@pytest.fixture
def past(school, mentor, learner):
    slot = SlotFactory(school=school, mentor=mentor, starts_at=NOW - DAY)
    return AppointmentFactory(slot=slot, user=learner)


def url(name, *args):
    return reverse(f"mentoring:{name}", args=args)


def text_of(response) -> str:
    return response.content.decode()


def theme_of(school, title, *mentors):
    theme = Theme.objects.create(school=school, title=title)
    for mentor in mentors:
        profile, _is_new = MentorProfile.objects.get_or_create(school=school, user=mentor)
        profile.themes.add(theme)
    return theme


# --- choosing --------------------------------------------------------------------------------------------------------


def test_choose_shows_mentors_with_their_nearest_times(school, learner, mentor, other_mentor, enter):
    for number in range(5):
        SlotFactory(school=school, mentor=mentor, starts_at=NOW + (number + 1) * DAY)

    page = choosing.choice(learner, school, {}, NOW)

    assert [card.name for card in page.mentors] == ["Ольга Наставник"]
    assert [time.starts_at for time in page.mentors[0].times] == [NOW + DAY, NOW + 2 * DAY, NOW + 3 * DAY]
    assert "Ольга Наставник" in text_of(enter(learner).get(url("appointments")))


def test_choose_leaves_out_what_cannot_be_booked(school, learner, mentor):
    SlotFactory(school=school, mentor=mentor, starts_at=NOW + HOUR / 2)
    SlotFactory(school=school, mentor=mentor, withdrawn_at=NOW)
    SlotFactory(mentor=mentor)
    AppointmentFactory(slot=SlotFactory(school=school, mentor=mentor))

    assert choosing.choice(learner, school, {}, NOW).mentors == []


def test_choose_narrows_by_theme_and_keeps_mentors_without_a_profile(school, learner, mentor, other_mentor):
    theme_of(school, "Кружки", mentor)
    asked = theme_of(school, "Краеведение")
    third = UserFactory(full_name="Анна Наставник")
    grant(third, Role.MENTOR, place_of(school))
    theme_of(school, "Чтение", third).delete()
    MentorProfile.objects.get(user=third).themes.add(asked)
    for person in (mentor, other_mentor, third):
        SlotFactory(school=school, mentor=person)

    page = choosing.choice(learner, school, {"theme": asked.token}, NOW)

    assert [card.name for card in page.mentors] == ["Анна Наставник", "Вера Наставник"]
    assert (page.is_filtered, [theme.is_chosen for theme in page.themes]) == (True, [False, True])
    assert page.mentors[0].themes == ["Краеведение"]


def test_choose_says_that_a_theme_has_no_time(school, learner, mentor, enter):
    asked = theme_of(school, "Краеведение")
    theme_of(school, "Кружки", mentor)
    SlotFactory(school=school, mentor=mentor)

    said = text_of(enter(learner).get(url("appointments"), {"theme": asked.token}))

    assert "По этой теме свободного времени нет" in said


def test_choose_pages_through_many_mentors(school, learner, monkeypatch):
    monkeypatch.setattr(choosing, "MENTORS_A_PAGE", 1)
    people = [UserFactory(full_name=f"Наставник {letter}") for letter in "АБВ"]
    for person in people:
        grant(person, Role.MENTOR, place_of(school))
        SlotFactory(school=school, mentor=person)

    middle = choosing.choice(learner, school, {"page": "2"}, NOW)
    asked = theme_of(school, "Кружки", *people)
    first = choosing.choice(learner, school, {"theme": asked.token}, NOW)

    assert [card.name for card in middle.mentors] == ["Наставник Б"]
    assert (middle.previous, middle.following) == ("?page=1", "?page=3")
    assert (first.previous, first.following) == ("", f"?theme={asked.token}&page=2")


def test_choose_needs_the_same_queries_for_more(school, learner, mentor, enter, assert_flat):
    client = enter(learner)

    def grow():
        person = UserFactory()
        grant(person, Role.MENTOR, place_of(school))
        theme_of(school, f"Тема {person.pk}", person)
        SlotFactory(school=school, mentor=person)
        AppointmentFactory(slot=SlotFactory(school=school, mentor=mentor), user=learner)

    assert_flat(lambda: client.get(url("appointments")), grow)


def test_mentor_shows_all_times_day_by_day(school, learner, mentor, enter):
    for hours in (0, 1, 24):
        SlotFactory(school=school, mentor=mentor, starts_at=NOW + DAY + hours * HOUR, place="room", room="Кабинет 5")

    page = choosing.mentor_times(learner, school, mentor.token, NOW)
    said = text_of(enter(learner).get(url("mentor_times", mentor.token)))

    assert [len(day.times) for day in page.days] == [2, 1]
    assert "Кабинет 5" in said


def test_mentor_keeps_the_address_of_a_meeting_to_herself(school, learner, mentor, slot, enter):
    for address in (url("mentor_times", mentor.token), url("book_appointment", slot.token), url("appointments")):
        assert "meet.example" not in text_of(enter(learner).get(address))


def test_mentor_without_free_times_is_missing(learner, mentor, enter):
    assert enter(learner).get(url("mentor_times", mentor.token)).status_code == 404


def test_times_are_of_the_viewers_zone_with_the_schools_beside(school, learner, mentor, slot, enter):
    slot.starts_at = NOW + DAY
    slot.save()
    learner.time_zone = "Asia/Vladivostok"
    learner.save()

    said = text_of(enter(learner).get(url("mentor_times", mentor.token)))

    assert "19:00" in said
    assert "(12:00, московское время)" in said


def test_people_of_other_schools_find_nothing_to_book(school, outsider, slot, enter):
    client = enter(outsider)

    assert "Ольга Наставник" not in text_of(client.get(url("appointments")))
    assert client.get(url("book_appointment", slot.token)).status_code == 404


# --- booking ---------------------------------------------------------------------------------------------------------


def test_book_makes_the_appointment(learner, slot, enter):
    client = enter(learner)
    assert client.get(url("book_appointment", slot.token)).status_code == 200

    response = client.post(url("book_appointment", slot.token), {"topic": "Про кружок"}, follow=True)

    assert Appointment.objects.get().topic == "Про кружок"
    assert "Про кружок" in text_of(response)
    assert "https://meet.example/room" in text_of(response)


def test_book_says_what_is_refused_and_keeps_what_was_typed(learner, other_mentor, slot, enter):
    busy = SlotFactory(school=slot.school, mentor=other_mentor, starts_at=slot.starts_at)
    AppointmentFactory(slot=busy, user=learner)

    said = text_of(enter(learner).post(url("book_appointment", slot.token), {"topic": "Про кружок"}))

    assert str(refusals.BusyThen.message) in said
    assert "Про кружок" in said


# --- an appointment --------------------------------------------------------------------------------------------------


def test_show_is_for_the_two_and_the_methodist(learner, mentor, methodist, other_mentor, director, appointment, enter):
    address = url("appointment", appointment.token)

    assert [enter(who).get(address).status_code for who in (learner, mentor, methodist)] == [200, 200, 200]
    assert [enter(who).get(address).status_code for who in (other_mentor, director)] == [404, 404]
    assert "meet.example" not in text_of(enter(methodist).get(address))


def test_show_names_both_to_the_methodist(methodist, appointment):
    page = pages.appointment_page(methodist, appointment.slot.school, appointment.token, NOW)
    Appointment.objects.update(user=None)
    forgotten = pages.appointment_page(methodist, appointment.slot.school, appointment.token, NOW)

    assert page.title == "Приём: Ольга Наставник и Слушатель школы"
    assert forgotten.title == "Приём: Ольга Наставник и кто-то, чьи данные удалены"
    assert (page.is_ours, page.can_cancel, page.move_url) == (False, True, "")


def test_show_leads_each_to_her_way_of_moving(learner, mentor, slot, appointment):
    hers = pages.appointment_page(learner, slot.school, appointment.token, NOW)
    mentors = pages.appointment_page(mentor, slot.school, appointment.token, NOW)

    assert hers.move_url == url("move_appointment", appointment.token)
    assert mentors.move_url == url("slot", slot.token)


def test_move_offers_the_other_times_of_the_mentor(learner, mentor, slot, appointment, enter):
    later = SlotFactory(school=slot.school, mentor=mentor)
    client, address = enter(learner), url("move_appointment", appointment.token)
    assert later.token in text_of(client.get(address))

    client.post(address, {"slot": later.token, "word": "Заболела"})

    assert Appointment.objects.get().slot == later


def test_move_without_a_choice_says_so(learner, mentor, slot, appointment, enter):
    SlotFactory(school=slot.school, mentor=mentor)

    said = text_of(enter(learner).post(url("move_appointment", appointment.token), {"word": "Заболела"}))

    assert "Выберите время" in said
    assert "Заболела" in said


def test_move_says_what_is_refused(learner, mentor, slot, appointment, enter):
    taken = AppointmentFactory(slot=SlotFactory(school=slot.school, mentor=mentor)).slot
    SlotFactory(school=slot.school, mentor=mentor)

    said = text_of(enter(learner).post(url("move_appointment", appointment.token), {"slot": taken.token}))

    assert str(refusals.SlotTaken.message) in said


def test_move_without_other_times_says_what_to_do(learner, appointment, enter):
    assert "Другого свободного времени" in text_of(enter(learner).get(url("move_appointment", appointment.token)))


def test_cancel_asks_and_does(learner, mentor, appointment, enter):
    address = url("cancel_appointment", appointment.token)
    assert "Время снова станет свободным" in text_of(enter(learner).get(address))
    assert "Время будет снято" in text_of(enter(mentor).get(address))

    response = enter(learner).post(address, {"word": "Не успеваю"}, follow=True)

    assert Appointment.objects.get().cancelled_at == NOW
    assert "Не успеваю" in text_of(response)
    assert "отменён" in text_of(response)


def test_cancel_says_what_is_refused(learner, past, enter):
    said = text_of(enter(learner).post(url("cancel_appointment", past.token), {"word": ""}))

    assert str(refusals.AppointmentOver.message) in said


def test_calendar_is_for_the_two(learner, mentor, methodist, appointment, enter):
    address = url("appointment_calendar", appointment.token)
    response = enter(learner).get(address)

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    event = Calendar.from_ical(response.content).walk("VEVENT")[0]
    assert (event["UID"], event["SUMMARY"]) == (f"{appointment.uid}@nastavnik", "Приём: Ольга Наставник")
    assert "Как вести кружок" not in response.content.decode()
    assert enter(mentor).get(address).status_code == 200
    assert enter(methodist).get(address).status_code == 404


def test_calendar_of_what_is_cancelled_crosses_it_out(learner, appointment, enter):
    Appointment.objects.update(cancelled_at=NOW, sequence=1)

    calendar = Calendar.from_ical(enter(learner).get(url("appointment_calendar", appointment.token)).content)

    assert calendar["METHOD"] == "CANCEL"
    assert str(calendar.walk("VEVENT")[0]["SUMMARY"]).startswith("Отменён приём")


def test_calendar_speaks_of_who_was_forgotten(mentor, appointment, enter):
    Appointment.objects.update(user=None)

    said = text_of(enter(mentor).get(url("appointment_calendar", appointment.token)))

    assert "чьи данные удалены" in said


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
