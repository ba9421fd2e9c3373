from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from structlog.testing import capture_logs
from tests.mentoring.factories import AssignmentFactory, ConsultationFactory, ThemeFactory
from tests.people.factories import UserFactory

from nastavnik.core.events import publish
from nastavnik.mentoring import tasks
from nastavnik.mentoring.enums import AssignmentEnd
from nastavnik.mentoring.models import Assignment, Consultation, MentorProfile
from nastavnik.mentoring.selectors.candidates import active_mentors
from nastavnik.mentoring.selectors.terms import rules_of
from nastavnik.mentoring.services import routing, routing_sweeps, warnings
from nastavnik.mentoring.services.routing_forgetting import forget_person
from nastavnik.people.enums import NoticeKind, Role
from nastavnik.people.events import PersonDeactivated
from nastavnik.people.models import Letter, Notice, RoleAssignment
from nastavnik.people.services import withdraw_role
from nastavnik.people.services.delivery import LETTERS_AN_HOUR
from nastavnik.programme.permissions import place_of

HOUR = timedelta(hours=1)
FRIDAY = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)


def sweep(now):
    return routing_sweeps.move_questions_on(now=now)


def titles(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("title", flat=True))


def away(mentor, school, until, said_at):
    MentorProfile.objects.update_or_create(
        school=school, user=mentor, defaults={"away_until": until, "away_said_at": said_at}
    )


# --- nobody has it, or nobody who can answer -------------------------------------------------------------------------


def test_sweep_gives_what_nobody_has_to_who_is_free_by_now(school, methodist, make_mentor, now):
    late = ConsultationFactory(school=school, waiting=True, due_at=FRIDAY)
    early = ConsultationFactory(school=school, waiting=True, due_at=FRIDAY - HOUR)
    assert sweep(now) == 0
    mentor = make_mentor(capacity=1)

    assert sweep(now) == 1

    # what is due first goes first
    assert (active_mentors(early.pk), active_mentors(late.pk)) == ([mentor.pk], [])
    assert sweep(now) == 0


def test_sweep_tries_other_themes_where_one_is_full(school, make_mentor, now):
    full, open_theme = ThemeFactory(school=school), ThemeFactory(school=school)
    mentor = make_mentor(themes=[open_theme])
    for _ in range(2):
        ConsultationFactory(school=school, waiting=True, theme=full, due_at=FRIDAY)
    question = ConsultationFactory(school=school, waiting=True, theme=open_theme, due_at=FRIDAY + HOUR)

    assert sweep(now) == 1
    assert active_mentors(question.pk) == [mentor.pk]


def test_sweep_tries_the_rest_of_a_theme_where_one_question_was_declined(school, mentor, now):
    declined = ConsultationFactory(school=school, waiting=True, due_at=FRIDAY)
    AssignmentFactory(consultation=declined, mentor=mentor, ended_at=now, end=AssignmentEnd.DECLINED)
    question = ConsultationFactory(school=school, waiting=True, due_at=FRIDAY + HOUR)

    assert sweep(now) == 1
    assert (active_mentors(declined.pk), active_mentors(question.pk)) == ([], [mentor.pk])


def test_sweep_takes_questions_from_who_is_a_mentor_no_more(school, question, make_mentor, now):
    left, switched_off, colleague = UserFactory(), make_mentor(), make_mentor()
    switched_off.is_active = False
    switched_off.save()
    other = ConsultationFactory(school=school, waiting=True)
    answered = ConsultationFactory(school=school, answered=True)
    for row, mentor in ((question, left), (other, switched_off), (answered, left)):
        AssignmentFactory(consultation=row, mentor=mentor)

    assert sweep(now) == 2

    assert active_mentors(question.pk) == active_mentors(other.pk) == [colleague.pk]
    assert active_mentors(answered.pk) == [left.pk]
    assert {row.end for row in Assignment.objects.exclude(ended_at=None)} == {AssignmentEnd.LEFT}


def test_withdrawn_role_lets_questions_go_on_at_once(
    school, question, methodist, make_mentor, now, django_capture_on_commit_callbacks
):
    own, colleague = make_mentor(), make_mentor()
    AssignmentFactory(consultation=question, mentor=own)

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_role(actor=methodist, user_id=own.pk, role=Role.MENTOR, place=place_of(school), now=now)

    assert active_mentors(question.pk) == [colleague.pk]


def test_switched_off_account_lets_questions_go_on_at_once(
    question, methodist, make_mentor, now, django_capture_on_commit_callbacks
):
    own, colleague = make_mentor(), make_mentor()
    AssignmentFactory(consultation=question, mentor=own)
    type(own).objects.filter(pk=own.pk).update(is_active=False)

    with django_capture_on_commit_callbacks(execute=True):
        publish(PersonDeactivated(user_id=own.pk))

    assert active_mentors(question.pk) == [colleague.pk]


# --- absence ---------------------------------------------------------------------------------------------------------


def test_sweep_takes_from_the_absent_what_is_due_before_they_are_back(school, make_mentor, now):
    own, colleague = make_mentor(), make_mentor()
    due_then = ConsultationFactory(school=school, waiting=True, due_at=FRIDAY)
    due_later = ConsultationFactory(school=school, waiting=True, due_at=FRIDAY + timedelta(days=3))
    for row in (due_then, due_later):
        AssignmentFactory(consultation=row, mentor=own, assigned_at=now - HOUR)
    away(own, school, date(2026, 11, 27), said_at=now)

    assert sweep(now) == 1

    assert active_mentors(due_then.pk) == [colleague.pk]
    assert active_mentors(due_later.pk) == [own.pk]
    assert Assignment.objects.get(consultation=due_then, mentor=own).end == AssignmentEnd.ABSENT
    assert len(titles(own)) == len(titles(colleague)) == 1


def test_sweep_leaves_what_an_absent_mentor_was_given_in_spite_of_it(school, question, make_mentor, now):
    own = make_mentor()
    make_mentor()
    away(own, school, date(2026, 12, 31), said_at=now - HOUR)
    AssignmentFactory(consultation=question, mentor=own, assigned_at=now)

    assert sweep(now) == 0
    assert active_mentors(question.pk) == [own.pk]


def test_sweep_leaves_who_is_back_and_what_has_no_term(school, make_mentor, now):
    back, off = make_mentor(), make_mentor()
    make_mentor()
    away(back, school, date(2026, 11, 23), said_at=now)
    away(off, school, date(2026, 12, 31), said_at=now)
    overdue = ConsultationFactory(school=school, waiting=True, due_at=now - HOUR)
    without_term = ConsultationFactory(school=school, waiting=True, due_at=None)
    AssignmentFactory(consultation=overdue, mentor=back)
    AssignmentFactory(consultation=without_term, mentor=off, assigned_at=now - HOUR)

    assert sweep(now) == 0


def test_question_of_an_absent_mentor_that_another_has_too_is_given_to_nobody_else(school, question, make_mentor, now):
    own, colleague, free = make_mentor(), make_mentor(), make_mentor()
    for mentor in (own, colleague):
        AssignmentFactory(consultation=question, mentor=mentor, assigned_at=now - HOUR)
    away(own, school, date(2026, 12, 31), said_at=now)

    sweep(now)

    assert active_mentors(question.pk) == [colleague.pk]
    assert titles(free) == []


def test_absent_mentor_may_get_the_question_again_when_she_is_back(school, question, make_mentor, now):
    own = make_mentor()
    AssignmentFactory(consultation=question, mentor=own, assigned_at=now - HOUR)
    away(own, school, date(2026, 12, 31), said_at=now)
    sweep(now)
    assert active_mentors(question.pk) == []

    away(own, school, None, said_at=None)

    assert sweep(now) == 1
    assert active_mentors(question.pk) == [own.pk]


# --- warnings --------------------------------------------------------------------------------------------------------


def test_warning_comes_once_before_the_term_is_over(school, methodist, mentor, now):
    # eight working hours before Friday, 18 o'clock
    question = ConsultationFactory(school=school, waiting=True, due_at=FRIDAY)
    AssignmentFactory(consultation=question, mentor=mentor)

    assert warnings.warn_of_terms(now=FRIDAY - 8 * HOUR - timedelta(minutes=1)) == 0
    assert warnings.warn_of_terms(now=FRIDAY - 8 * HOUR) == 1
    assert warnings.warn_of_terms(now=FRIDAY - 7 * HOUR) == 0

    question.refresh_from_db()
    assert question.warned_at == FRIDAY - 8 * HOUR
    at_desk, of_mentor = Notice.objects.get(user=methodist), Notice.objects.get(user=mentor)
    assert (at_desk.kind, of_mentor.kind) == (NoticeKind.DESK, NoticeKind.MENTORING)
    assert question.subject not in f"{at_desk.title}{at_desk.text}{of_mentor.title}{of_mentor.text}"


def test_warning_reckons_over_nights_and_weekends(school, methodist):
    monday = FRIDAY + timedelta(days=3)
    ConsultationFactory(school=school, waiting=True, due_at=monday - 5 * HOUR)

    # four hours of Monday and four of Friday
    assert warnings.warn_of_terms(now=FRIDAY - 4 * HOUR - timedelta(minutes=1)) == 0
    assert warnings.warn_of_terms(now=FRIDAY - 4 * HOUR) == 1


def test_warning_is_late_rather_than_never(school, methodist, now):
    ConsultationFactory(school=school, waiting=True, due_at=now - 48 * HOUR)

    assert warnings.warn_of_terms(now=now) == 1
    assert len(titles(methodist)) == 1


@pytest.mark.parametrize("state", ["asked_back", "answered", "closed", "withdrawn"])
def test_what_waits_for_no_mentor_is_not_warned_of(school, methodist, now, state):
    ConsultationFactory(school=school, **{state: True}, due_at=now)

    assert warnings.warn_of_terms(now=now) == 0


def test_warning_of_another_sweep_a_moment_ago_is_not_repeated(school, question, methodist, now):
    assert warnings._warn(school, [question.pk], now) == 1
    assert warnings._warn(school, [question.pk], now) == 0
    assert len(titles(methodist)) == 1


def test_warnings_are_written_in_as_many_queries_however_many_there_are(
    school, methodist, mentor, now, monkeypatch, django_assert_num_queries
):
    def wait(count):
        for _ in range(count):
            AssignmentFactory(consultation=ConsultationFactory(school=school, waiting=True, due_at=now), mentor=mentor)

    wait(2)
    with CaptureQueriesContext(connection) as few:
        assert warnings.warn_of_terms(now=now) == 2
    wait(7)
    with django_assert_num_queries(len(few)):
        assert warnings.warn_of_terms(now=now) == 7
    wait(5)
    monkeypatch.setattr(warnings, "BATCH", 2)
    assert warnings.warn_of_terms(now=now) == 5
    assert len(titles(mentor)) == len(titles(methodist)) == 14
    # more than a few letters within the hour come as one summary, also when they are written at once
    assert Letter.objects.filter(user=methodist).count() == LETTERS_AN_HOUR


def test_school_whose_terms_cannot_be_reckoned_keeps_no_other_from_its_warnings(school, question, now, monkeypatch):
    other = ConsultationFactory(waiting=True, due_at=now)
    assert other.school_id > school.pk

    def rules(of):
        if of == school:
            raise OverflowError
        return rules_of(of)

    monkeypatch.setattr(warnings, "rules_of", rules)

    with capture_logs() as logged:
        assert warnings.warn_of_terms(now=now) == 1

    assert Consultation.objects.get(pk=other.pk).warned_at == now
    assert [(row["event"], row["sweep"], row["school"]) for row in logged] == [
        ("sweep_failed_in_school", "warn_of_terms", school.pk)
    ]


def test_question_that_cannot_be_given_keeps_no_other_from_a_mentor(school, question, make_mentor, now, monkeypatch):
    other = ConsultationFactory(waiting=True, due_at=question.due_at + HOUR)
    mentor = make_mentor(of=other.school)

    def routed(*, consultation_id, now, note=""):
        if consultation_id == question.pk:
            raise OverflowError
        return routing.route(consultation_id=consultation_id, now=now, note=note)

    monkeypatch.setattr(routing_sweeps, "route", routed)

    with capture_logs() as logged:
        assert sweep(now) == 1

    assert active_mentors(other.pk) == [mentor.pk]
    assert [(row["sweep"], row["school"], row["consultation"]) for row in logged] == [
        ("give_what_nobody_has", school.pk, question.pk)
    ]


def test_question_that_cannot_be_passed_on_keeps_no_other_from_the_next_mentor(school, make_mentor, now, monkeypatch):
    rows = [AssignmentFactory(consultation__school=school, mentor=UserFactory()) for _ in range(2)]
    colleague = make_mentor()

    def passed(row, *, end, now):
        if row == rows[0]:
            raise OverflowError
        return routing.pass_on(row, end=end, now=now)

    monkeypatch.setattr(routing_sweeps, "pass_on", passed)

    with capture_logs() as logged:
        assert sweep(now) == 1

    assert active_mentors(rows[1].consultation_id) == [colleague.pk]
    assert [(row["sweep"], row["consultation"]) for row in logged] == [("pass_on", rows[0].consultation_id)]


def test_absent_mentor_of_whom_nothing_can_be_reckoned_keeps_no_other_there(school, make_mentor, now, monkeypatch):
    first, second, colleague = make_mentor(), make_mentor(), make_mentor()
    for mentor in (first, second):
        away(mentor, school, date(2026, 12, 4), now)
    row = AssignmentFactory(consultation__school=school, mentor=second, assigned_at=now - HOUR)
    Consultation.objects.filter(pk=row.consultation_id).update(due_at=FRIDAY)
    leave = routing_sweeps._leave_absent

    def left(profile, now):
        if profile.user == first:
            raise OverflowError
        return leave(profile, now)

    monkeypatch.setattr(routing_sweeps, "_leave_absent", left)

    with capture_logs() as logged:
        assert sweep(now) == 1

    assert active_mentors(row.consultation_id) == [colleague.pk]
    assert [(row["sweep"], row["school"]) for row in logged] == [("leave_the_absent", school.pk)]


def test_periodic_tasks_sweep(school, mentor, methodist, now):
    question = ConsultationFactory(school=school, waiting=True, due_at=now)

    assert tasks.move_questions_on.func() == 1
    assert tasks.warn_of_terms.func() == 1
    assert active_mentors(question.pk) == [mentor.pk]


# --- being forgotten -------------------------------------------------------------------------------------------------


def test_forgotten_mentor_leaves_her_questions_and_no_words(school, question, make_mentor, learner, now):
    own, colleague = make_mentor(about="О себе"), make_mentor()
    AssignmentFactory(consultation=question, mentor=own, note="Вам", end_note="")
    given = AssignmentFactory(
        consultation=ConsultationFactory(school=school, waiting=True),
        mentor=colleague,
        assigned_by=own,
        note="Её слова",
    )
    RoleAssignment.objects.filter(user=own).delete()

    forget_person(user_id=own.pk, now=now)

    given.refresh_from_db()
    assert given.note == ""
    assert not MentorProfile.objects.filter(user=own).exists()
    assert active_mentors(question.pk) == [colleague.pk]


def test_forgotten_asker_leaves_no_words_about_her_question(school, mentor, learner, now):
    question = ConsultationFactory(school=school, waiting=True, asker=learner)
    row = AssignmentFactory(
        consultation=question,
        mentor=mentor,
        note="Она из Борисовки",
        ended_at=now,
        end=AssignmentEnd.DECLINED,
        end_note="Я её знаю",
    )

    forget_person(user_id=learner.pk, now=now)

    row.refresh_from_db()
    assert (row.note, row.end_note) == ("", "")


def test_question_that_somebody_else_has_moved_on_a_moment_ago_stays(question, make_mentor, now):
    own, colleague = make_mentor(), make_mentor()
    row = AssignmentFactory(consultation=question, mentor=own)
    Assignment.objects.filter(pk=row.pk).update(ended_at=now, end=AssignmentEnd.DECLINED)
    AssignmentFactory(consultation=question, mentor=colleague)

    assert routing.pass_on(row, end=AssignmentEnd.ABSENT, now=now) == [colleague.pk]
    assert Assignment.objects.get(pk=row.pk).end == AssignmentEnd.DECLINED
    assert titles(own) == []
