from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.mentoring.factories import AssignmentFactory, ConsultationFactory, ThemeFactory
from tests.people.factories import UserFactory, grant

from nastavnik.mentoring.enums import AssignmentEnd
from nastavnik.mentoring.models import Assignment
from nastavnik.mentoring.selectors.candidates import active_mentors
from nastavnik.mentoring.services import routing
from nastavnik.mentoring.services.routing_refusals import (
    AskedByHerself,
    HasItAlready,
    NotAMentor,
    NothingToAnswer,
)
from nastavnik.people.enums import NoticeKind, Role
from nastavnik.people.models import Letter, Notice, PushMessage
from nastavnik.programme.permissions import place_of

HOUR = timedelta(hours=1)


@pytest.fixture
def theme(school):
    return ThemeFactory(school=school, title="Квесты")


def told(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("title", flat=True))


def give(question, mentor, when):
    return AssignmentFactory(consultation=question, mentor=mentor, assigned_at=when)


# --- by the rule -----------------------------------------------------------------------------------------------------


def test_route_gives_the_question_to_who_takes_its_theme(school, theme, make_mentor, now):
    other = ThemeFactory(school=school)
    make_mentor(themes=[other])
    fitting = make_mentor(themes=[theme, other])
    question = ConsultationFactory(school=school, waiting=True, theme=theme)

    assert routing.route(consultation_id=question.pk, now=now) == [fitting.pk]
    row = Assignment.objects.get()
    assert (row.consultation, row.mentor, row.assigned_by, row.assigned_at) == (question, fitting, None, now)


def test_route_counts_who_names_no_theme_to_every_theme(school, theme, make_mentor, now):
    anybody = make_mentor(capacity=3)
    question = ConsultationFactory(school=school, waiting=True, theme=theme)

    assert routing.route(consultation_id=question.pk, now=now) == [anybody.pk]


def test_route_gives_a_question_without_a_theme_to_whoever_is_free(question, theme, make_mentor, now):
    mentor = make_mentor(themes=[theme])

    assert routing.route(consultation_id=question.pk, now=now) == [mentor.pk]


def test_route_takes_who_has_the_fewest_open_questions(school, question, make_mentor, now):
    busy, idle = make_mentor(), make_mentor()
    give(ConsultationFactory(school=school, waiting=True), busy, now)
    # what is answered, or over, is no load
    give(ConsultationFactory(school=school, answered=True), idle, now)
    ended = give(ConsultationFactory(school=school, waiting=True), idle, now)
    ended.ended_at, ended.end = now, AssignmentEnd.DECLINED
    ended.save()

    assert routing.route(consultation_id=question.pk, now=now) == [idle.pk]


def test_route_takes_of_equals_who_has_waited_longest(school, question, make_mentor, now):
    early, late, never = make_mentor(), make_mentor(), make_mentor()
    give(ConsultationFactory(school=school, answered=True), early, now - 2 * HOUR)
    give(ConsultationFactory(school=school, answered=True), late, now - HOUR)
    second, third = (ConsultationFactory(school=school, waiting=True) for _ in range(2))

    order = [routing.route(consultation_id=row.pk, now=now) for row in (question, second, third)]

    assert order == [[never.pk], [early.pk], [late.pk]]


def test_route_passes_over_who_is_full_away_or_asks_herself(school, make_mentor, methodist, now):
    asker, full, none = make_mentor(), make_mentor(capacity=1), make_mentor(capacity=0)
    away = make_mentor(away_until=date(2026, 11, 24))
    inactive = make_mentor()
    inactive.is_active = False
    inactive.save()
    give(ConsultationFactory(school=school, asked_back=True), full, now)
    question = ConsultationFactory(school=school, waiting=True, asker=asker)

    assert routing.route(consultation_id=question.pk, now=now) == []

    # she is back the day after
    assert routing.route(consultation_id=question.pk, now=now + timedelta(days=1)) == [away.pk]
    assert none.pk != away.pk


def test_route_gives_nothing_to_mentors_of_other_schools(question, outsider, make_mentor, now):
    stranger = make_mentor(of=ThemeFactory().school)

    assert routing.route(consultation_id=question.pk, now=now) == []
    assert not Assignment.objects.filter(mentor=stranger).exists()


def test_route_repeated_changes_nothing(question, make_mentor, now):
    first = routing.route(consultation_id=question.pk, now=now)
    mentor = make_mentor()
    given = routing.route(consultation_id=question.pk, now=now)
    make_mentor()

    assert (first, given) == ([], [mentor.pk])
    assert routing.route(consultation_id=question.pk, now=now) == [mentor.pk]
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize("state", ["answered", "closed", "withdrawn"])
def test_route_gives_to_nobody_what_waits_for_nobody(school, mentor, now, state):
    question = ConsultationFactory(school=school, **{state: True})

    assert routing.route(consultation_id=question.pk, now=now) == []


def test_route_tells_the_mentor_number_theme_and_term_and_no_word_of_the_question(school, theme, mentor, now):
    question = ConsultationFactory(
        school=school, waiting=True, theme=theme, subject="Секретный квест", text="Секретные слова", number=17
    )

    routing.route(consultation_id=question.pk, now=now)

    notice = Notice.objects.get(user=mentor)
    assert (notice.kind, notice.link) == (NoticeKind.MENTORING, f"/desk/mentor/{question.token}/")
    assert "17" in notice.title
    assert "Квесты" in notice.text
    letters = " ".join(f"{letter.subject} {letter.text} {letter.html}" for letter in Letter.objects.all())
    pushes = " ".join(f"{push.title} {push.text}" for push in PushMessage.objects.all())
    assert "Секретн" not in f"{notice.title} {notice.text} {letters} {pushes}"
    assert question.asker.full_name not in f"{notice.text} {letters}"


def test_route_tells_the_methodists_once_when_nobody_is_free(question, methodist, now):
    routing.route(consultation_id=question.pk, now=now)
    routing.route(consultation_id=question.pk, now=now + HOUR)

    notice = Notice.objects.get(user=methodist)
    assert (notice.kind, notice.link) == (
        NoticeKind.DESK,
        f"/desk/consultations/questions/{question.token}/",
    )
    assert question.subject not in f"{notice.title}{notice.text}"


def test_route_does_not_tell_a_methodist_of_her_own_question(school, methodist, now):
    question = ConsultationFactory(school=school, waiting=True, asker=methodist)

    routing.route(consultation_id=question.pk, now=now)

    assert told(methodist) == []


# --- by people -------------------------------------------------------------------------------------------------------


def test_assign_lets_a_methodist_give_it_to_several(question, methodist, make_mentor, now):
    first, second = make_mentor(), make_mentor(capacity=0, away_until=date(2026, 12, 24))

    for mentor in (first, second):
        routing.assign(actor=methodist, consultation_id=question.pk, mentor_id=mentor.pk, note="Помогите", now=now)

    assert active_mentors(question.pk) == [first.pk, second.pk]
    row = Assignment.objects.get(mentor=second)
    assert (row.assigned_by, row.note) == (methodist, "Помогите")
    assert len(told(second)) == 1


def test_assign_lets_a_mentor_ask_a_colleague_in(question, make_mentor, now):
    own, colleague, stranger = make_mentor(), make_mentor(), make_mentor()
    give(question, own, now)

    routing.assign(actor=own, consultation_id=question.pk, mentor_id=colleague.pk, note="", now=now)

    assert active_mentors(question.pk) == [own.pk, colleague.pk]
    with pytest.raises(PermissionDenied):
        routing.assign(actor=stranger, consultation_id=question.pk, mentor_id=stranger.pk, note="", now=now)


def test_methodist_who_is_a_mentor_may_give_it_to_herself_untold(question, methodist, now, school):
    grant(methodist, Role.MENTOR, place_of(school))

    routing.assign(actor=methodist, consultation_id=question.pk, mentor_id=methodist.pk, note="", now=now)

    assert active_mentors(question.pk) == [methodist.pk]
    assert told(methodist) == []


def test_assign_refuses_whom_the_question_cannot_go_to(school, question, methodist, learner, make_mentor, now):
    asker, has_it = make_mentor(), make_mentor()
    give(question, has_it, now)
    question.asker = asker
    question.save()
    answered = ConsultationFactory(school=school, answered=True)

    def assign(mentor, row=question):
        routing.assign(actor=methodist, consultation_id=row.pk, mentor_id=mentor.pk, note="", now=now)

    for mentor, refusal in ((learner, NotAMentor), (has_it, HasItAlready), (asker, AskedByHerself)):
        with pytest.raises(refusal):
            assign(mentor)
    with pytest.raises(NothingToAnswer):
        assign(has_it, answered)


def test_assign_is_for_people_of_the_school(question, mentor, outsider, director, learner, now):
    for actor in (outsider, director, learner, question.asker):
        with pytest.raises(PermissionDenied):
            routing.assign(actor=actor, consultation_id=question.pk, mentor_id=mentor.pk, note="", now=now)


def test_hand_over_gives_the_question_on_with_a_word(question, make_mentor, now):
    own, colleague = make_mentor(), make_mentor()
    give(question, own, now)

    routing.hand_over(
        actor=own, consultation_id=question.pk, mentor_id=colleague.pk, note="Это по твоей части", now=now + HOUR
    )

    assert active_mentors(question.pk) == [colleague.pk]
    ended, given = Assignment.objects.order_by("pk")
    assert (ended.ended_at, ended.end) == (now + HOUR, AssignmentEnd.HANDED_OVER)
    assert (given.assigned_by, given.note) == (own, "Это по твоей части")
    assert (len(told(colleague)), told(own)) == (1, [])


def test_hand_over_is_for_who_has_the_question(question, make_mentor, methodist, now):
    own, colleague, left = make_mentor(), make_mentor(), UserFactory()
    give(question, left, now)

    for actor in (own, methodist, left):
        with pytest.raises(PermissionDenied):
            routing.hand_over(actor=actor, consultation_id=question.pk, mentor_id=colleague.pk, note="", now=now)


def test_hand_over_that_is_refused_leaves_the_question_where_it_is(question, make_mentor, learner, now):
    own = make_mentor()
    give(question, own, now)

    with pytest.raises(NotAMentor):
        routing.hand_over(actor=own, consultation_id=question.pk, mentor_id=learner.pk, note="", now=now)

    assert active_mentors(question.pk) == [own.pk]


def test_decline_gives_the_question_to_the_next_and_never_back(question, make_mentor, methodist, now):
    own, colleague = make_mentor(), make_mentor()
    give(question, own, now)

    assert routing.decline(actor=own, consultation_id=question.pk, note="Не моя тема", now=now) == [colleague.pk]
    assert Assignment.objects.get(mentor=own).end_note == "Не моя тема"
    assert Assignment.objects.get(mentor=colleague).note == "Не моя тема"

    assert routing.decline(actor=colleague, consultation_id=question.pk, note="", now=now) == []
    assert len(told(methodist)) == 1


def test_decline_leaves_the_question_with_the_other_mentor(question, make_mentor, now):
    own, colleague, free = make_mentor(), make_mentor(), make_mentor()
    give(question, own, now)
    give(question, colleague, now)

    assert routing.decline(actor=own, consultation_id=question.pk, note="", now=now) == [colleague.pk]
    assert told(free) == []


def test_decline_of_what_is_answered_is_refused(school, mentor, now):
    question = ConsultationFactory(school=school, answered=True)
    give(question, mentor, now)

    with pytest.raises(NothingToAnswer):
        routing.decline(actor=mentor, consultation_id=question.pk, note="", now=now)


def test_take_away_gives_the_question_on_and_tells_who_had_it(question, methodist, make_mentor, now):
    own, colleague = make_mentor(), make_mentor()
    give(question, own, now)

    has_it = routing.take_away(actor=methodist, consultation_id=question.pk, mentor_id=own.pk, note="Болеет", now=now)

    assert has_it == [colleague.pk]
    row = Assignment.objects.get(mentor=own)
    assert (row.end, row.end_note) == (AssignmentEnd.TAKEN_AWAY, "Болеет")
    # its page is no longer hers
    assert Notice.objects.get(user=own).link == "/desk/mentor/"


def test_take_away_of_what_she_has_no_more_changes_nothing(question, methodist, make_mentor, now):
    own, other = make_mentor(), make_mentor()
    give(question, own, now)

    assert routing.take_away(actor=methodist, consultation_id=question.pk, mentor_id=other.pk, note="", now=now) == [
        own.pk
    ]
    assert told(other) == []


def test_take_away_is_for_methodists_and_open_questions(school, question, methodist, make_mentor, director, now):
    own = make_mentor()
    give(question, own, now)
    answered = ConsultationFactory(school=school, answered=True)

    for actor in (own, director):
        with pytest.raises(PermissionDenied):
            routing.take_away(actor=actor, consultation_id=question.pk, mentor_id=own.pk, note="", now=now)
    with pytest.raises(NothingToAnswer):
        routing.take_away(actor=methodist, consultation_id=answered.pk, mentor_id=own.pk, note="", now=now)


def test_routing_asks_no_more_queries_with_more_mentors(school, make_mentor, assert_flat, now):
    def grow():
        for _ in range(3):
            mentor = make_mentor(capacity=9)
            give(ConsultationFactory(school=school, waiting=True), mentor, now)

    def route():
        question = ConsultationFactory(school=school, waiting=True)
        routing.route(consultation_id=question.pk, now=now)
        question.delete()

    assert_flat(route, grow, ceiling=40)
