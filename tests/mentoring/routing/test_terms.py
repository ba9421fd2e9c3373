from datetime import UTC, date, datetime, timedelta

from tests.mentoring.factories import ConsultationFactory

from nastavnik.mentoring.models import CalendarDay, ConsultationSettings
from nastavnik.mentoring.selectors.term_words import reckoner_of
from nastavnik.mentoring.selectors.terms import is_overdue, rules_of
from nastavnik.mentoring.services import terms

# Friday, 27 November 2026, the third working day after the question, at 18 o'clock in Moscow
DUE = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_due_at_is_the_end_of_the_third_working_day(school, now):
    assert terms.due_at(school=school, asked_at=now) == DUE


def test_due_at_follows_the_rules_and_days_of_the_school(school, now):
    ConsultationSettings.objects.create(school=school, term_days=1, opens_at="10:00", closes_at="20:00")
    CalendarDay.objects.create(school=school, day=date(2026, 11, 25), is_working=False)

    assert terms.due_at(school=school, asked_at=now) == datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
    assert rules_of(school).warn_hours == 8


def test_begin_starts_a_whole_term_anew(school, now):
    row = ConsultationFactory(school=school, waiting=True, due_at=now - HOUR, warned_at=now, paused_at=now)

    terms.begin(row, now)

    assert (row.due_at, row.paused_at, row.warned_at) == (DUE, None, None)


def test_term_that_stands_still_goes_on_with_what_was_left(school, now):
    row = ConsultationFactory(school=school, waiting=True, due_at=DUE, warned_at=now)
    terms.pause(row, now)
    terms.pause(row, now + HOUR)

    terms.resume(row, now + timedelta(days=7))

    # the term's days are a week later now, and the methodists will be warned anew
    assert (row.due_at, row.paused_at, row.warned_at) == (DUE + timedelta(days=7), None, None)


def test_resume_keeps_the_warning_where_little_is_left(school, now):
    row = ConsultationFactory(school=school, waiting=True, due_at=now + HOUR, warned_at=now)
    terms.pause(row, now)

    terms.resume(row, now + 2 * HOUR)

    assert (row.due_at, row.warned_at) == (now + 3 * HOUR, now)


def test_resume_leaves_a_term_that_was_over(school, now):
    row = ConsultationFactory(school=school, waiting=True, due_at=now - HOUR)
    terms.pause(row, now)

    terms.resume(row, now + HOUR)

    assert (row.due_at, row.paused_at) == (now - HOUR, None)


def test_resume_of_a_running_term_changes_nothing(school, now):
    row = ConsultationFactory(school=school, waiting=True, due_at=DUE)

    terms.resume(row, now)

    assert row.due_at == DUE


def test_hours_left_are_working_ones(school, now):
    waiting = ConsultationFactory.build(school=school, due_at=DUE)
    draft = ConsultationFactory.build(school=school, due_at=None)

    assert terms.hours_left(school, waiting, now) == 35 * HOUR
    assert terms.hours_left(school, draft, now) is None


def words(school, now, **fields):
    said = reckoner_of(school).words(ConsultationFactory.build(school=school, **fields), now)
    return said.text, said.kind, said.due_at


def test_words_of_a_term_say_what_is_left(school, now):
    assert words(school, now, waiting=True, number=1, due_at=DUE) == ("осталось 35 рабочих часов", "ok", DUE)
    assert words(school, now, waiting=True, number=1, due_at=now + HOUR) == (
        "остался 1 рабочий час",
        "warn",
        now + HOUR,
    )
    assert words(school, now, waiting=True, number=1, due_at=now + HOUR / 2)[0] == "осталось меньше рабочего часа"
    assert words(school, now, waiting=True, number=1, due_at=now) == ("Срок прошёл", "wrong", now)


def test_words_of_a_term_that_stands_still_say_so(school, now):
    paused = {"asked_back": True, "number": 1, "paused_at": now}

    assert words(school, now + HOUR, **paused, due_at=DUE) == (
        "Срок стоит: осталось 35 рабочих часов",
        "neutral",
        None,
    )
    assert words(school, now, **paused, due_at=now - HOUR)[0] == "Срок стоит"


def test_words_of_a_question_that_waits_for_nobody_are_none(school, now):
    assert words(school, now, answered=True, number=1, due_at=now) == ("", "plain", None)
    assert words(school, now, waiting=True, number=1, due_at=None)[0] == ""


def test_only_what_waits_is_overdue(school, now):
    waiting = ConsultationFactory.build(school=school, waiting=True, number=1, due_at=now)
    asked_back = ConsultationFactory.build(school=school, asked_back=True, number=1, due_at=now)

    assert (is_overdue(waiting, now), is_overdue(asked_back, now)) == (True, False)
