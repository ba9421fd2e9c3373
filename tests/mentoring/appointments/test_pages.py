"""The pages of appointments: choosing, booking, moving, cancelling."""

import pytest
from icalendar import Calendar
from tests.mentoring.appointments.asking import text_of, url
from tests.mentoring.appointments.factories import DAY, HOUR, NOW, AppointmentFactory, SlotFactory
from tests.people.factories import UserFactory, grant

from nastavnik.mentoring.models import Appointment, MentorProfile, Theme
from nastavnik.mentoring.selectors.appointments import choosing, pages
from nastavnik.mentoring.services.appointments import refusals
from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of

pytestmark = pytest.mark.usefixtures("still")


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
    assert "no-store" in response.headers["Cache-Control"]
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
