"""Pages of the two sides: what they show, what typing into them does, and how many queries they ask."""

import pytest
from django.urls import reverse
from tests.mentoring.mentorships.factories import (
    FeedbackFactory,
    GoalFactory,
    MeetingFactory,
    MenteeFactory,
    MentorshipFactory,
    PlanActionFactory,
    PlanLineFactory,
    WishFactory,
)
from tests.video.factories import VideoFactory
from tests.video.moments.factories import MomentFactory

from nastavnik.mentoring.enums import MentorshipState
from nastavnik.mentoring.models import (
    Feedback,
    Goal,
    Mentorship,
    Practice,
    Wish,
)

pytestmark = pytest.mark.usefixtures("still")


def url(name, *args):
    return reverse(f"mentoring:{name}", args=args)


def text_of(response):
    return response.content.decode()


# --- one's own -------------------------------------------------------------------------------------------------------


def test_own_page_parts_what_waits_goes_on_and_is_over(enter, pair, waiting, school, mentor, mentee):
    MenteeFactory(mentorship=MentorshipFactory(school=school, mentor=mentor, ended=True), user=mentee)

    page = enter(mentor).get(url("mentorships")).context["page"]
    hers = enter(mentee).get(url("mentorships")).context["page"]

    assert [len(part) for part in (page.to_answer, page.led, page.mine, page.past)] == [1, 1, 0, 1]
    assert [len(part) for part in (hers.to_answer, hers.led, hers.mine, hers.past)] == [0, 0, 2, 1]
    assert (page.is_mentor, page.may_look_for_mentor, hers.may_look_for_mentor) == (True, True, False)
    assert page.led[0].heading == mentee.full_name
    assert hers.mine[0].heading == mentor.full_name


def test_own_page_of_somebody_of_another_school_is_missing(enter, outsider):
    browser = enter(outsider)

    for name in ("mentorships", "mentor_wish", "mentors_to_choose"):
        assert browser.get(url(name)).status_code == 404


def test_practice_is_said_on_the_own_page(enter, mentor):
    browser = enter(mentor)

    assert browser.post(url("practice"), {"since_year": "1800"}).status_code == 200
    assert browser.post(url("practice"), {"since_year": "1999"}).status_code == 302
    assert Practice.objects.get().since_year == 1999
    assert browser.get(url("mentorships")).context["page"].since_year == 1999


def test_wish_is_told_changed_and_taken_back(enter, mentee, theme):
    browser = enter(mentee)
    assert browser.get(url("mentor_wish")).context["page"].has_wish is False

    assert (
        browser.post(url("mentor_wish"), {"themes": [theme.pk], "goal": "Учиться", "since_year": ""}).status_code == 302
    )

    page = browser.get(url("mentor_wish")).context["page"]
    assert (page.has_wish, page.initial["themes"]) == (True, [theme.pk])
    assert browser.post(url("mentor_wish"), {"since_year": "x"}).status_code == 200
    browser.post(url("take_wish_back"))
    browser.post(url("take_wish_back"))
    assert not Wish.objects.exists()


def test_mentors_are_narrowed_by_theme_and_the_free_stand_first(enter, mentee, mentor, make_mentor, theme, now):
    make_mentor("А. В отъезде", themes=[theme], away_until=now.date())
    make_mentor("Б. Полон", mentee_capacity=0, themes=[])
    make_mentor("Я. По теме", themes=[theme])
    browser = enter(mentee)

    rows = browser.get(url("mentors_to_choose")).context["page"].rows
    by_theme = browser.get(url("mentors_to_choose"), {"theme": theme.token}).context["page"]

    assert [bool(row.choose_url) for row in rows] == [True, True, False, False]
    assert {row.person.name for row in by_theme.rows} >= {"Я. По теме", mentor.full_name}
    assert by_theme.theme == theme.token


def test_choose_asks_the_mentor_and_says_why_not(enter, mentee, mentor, make_mentor, person):
    browser = enter(mentee)
    full = make_mentor("Полон", mentee_capacity=0)

    assert browser.get(url("choose_mentor", mentor.token)).status_code == 200
    assert browser.get(url("choose_mentor", person("Не наставник").token)).status_code == 404
    assert browser.get(url("choose_mentor", mentee.token)).status_code == 404
    assert browser.post(url("choose_mentor", full.token), {"note": ""}).context["form"].non_field_errors()
    answer = browser.post(url("choose_mentor", mentor.token), {"note": "Прошу"})

    assert answer.url == url("mentorship", Mentorship.objects.get().token)
    assert browser.get(url("mentors_to_choose")).context["page"].is_settled


def test_choose_by_somebody_of_another_school_is_missing(enter, outsider, mentor):
    assert enter(outsider).get(url("choose_mentor", mentor.token)).status_code == 404


# --- the page of a mentorship ------------------------------------------------------------------------------------------


def test_page_shows_each_what_is_hers(enter, group, mentor, methodist, director, now):
    MeetingFactory(
        mentorship=group, there=[group.led], note="Тайна первой", theme="Тема первой", next_steps="Шаги первой"
    )
    MeetingFactory(mentorship=group, there=[group.other], note="Открытое второй", is_shared=True)
    FeedbackFactory(mentorship=group, made_by=group.led.user, helped="Отзыв первой")
    FeedbackFactory(mentorship=group, made_by=mentor, helped="Отзыв наставника")
    address = url("mentorship", group.token)

    seen = {
        name: text_of(enter(user).get(address))
        for name, user in (
            ("first", group.led.user),
            ("second", group.other.user),
            ("mentor", mentor),
            ("methodist", methodist),
        )
    }

    private = ("Тайна первой", "Тема первой", "Шаги первой")
    assert all(word in seen[name] for word in private for name in ("first", "mentor"))
    assert not any(word in seen[name] for word in private for name in ("second", "methodist"))
    assert all("Открытое второй" in page for page in seen.values())
    assert [name for name, page in seen.items() if "Отзыв первой" in page] == ["first", "methodist"]
    assert [name for name, page in seen.items() if "Отзыв наставника" in page] == ["mentor", "methodist"]
    assert enter(director).get(address).status_code == 404
    assert str(group.led.user) in seen["methodist"]


def test_mentor_says_yes_or_no_on_the_page(enter, waiting, mentor, mentee):
    browser = enter(mentor)
    waiting.note, waiting.reasons = (
        "Очень просим",
        [{"kind": "kept", "points": -30.0, "number": 0, "themes": [], "wanted": 0}],
    )
    waiting.save()

    page = browser.get(url("mentorship", waiting.token))
    assert "Очень просим" in text_of(page)
    assert len(page.context["page"].reasons) == 1
    assert browser.post(url("decline_mentorship", waiting.token), {"why": "x" * 5000}).status_code == 200
    assert enter(mentee).post(url("accept_mentorship", waiting.token)).status_code == 404
    browser.post(url("accept_mentorship", waiting.token))

    waiting.refresh_from_db()
    assert waiting.state == MentorshipState.ACTIVE


def test_mentor_says_no_with_a_reason(enter, waiting, mentor):
    assert enter(mentor).post(url("decline_mentorship", waiting.token), {"why": "Болею"}).url == url("mentorships")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.result) == (MentorshipState.DECLINED, "Болею")


def test_what_waits_is_taken_back_by_the_methodist_and_by_who_chose(enter, waiting, methodist, school, mentor, mentee):
    chosen = MentorshipFactory(school=school, mentor=mentor, proposed_by=mentee)
    MenteeFactory(mentorship=chosen, user=mentee)

    assert enter(methodist).post(url("take_mentorship_back", waiting.token)).url == url("pulse")
    assert enter(mentee).post(url("take_mentorship_back", chosen.token)).url == url("mentorships")


def test_goals_are_added_reached_and_taken_away(enter, pair, mentee, mentor):
    browser = enter(mentee)

    assert browser.post(url("add_goal", pair.token), {"text": ""}).status_code == 200
    browser.post(url("add_goal", pair.token), {"text": "Провести вечер"})
    goal = Goal.objects.get()
    address = url("change_goal", pair.token, goal.pk)
    browser.post(address, {"reached": "1"})
    goal.refresh_from_db()
    assert goal.reached_at is not None
    assert "Провести вечер" in text_of(browser.get(url("mentorship", pair.token)))
    browser.post(address, {"open": "1"})
    browser.post(address, {"remove": "1"})
    assert not Goal.objects.exists()
    GoalFactory.create_batch(12, mentorship=pair)
    assert browser.post(url("add_goal", pair.token), {"text": "Тринадцатая"}).context["goal_form"].non_field_errors()


def test_feedback_is_given_and_begins_with_what_was_said(enter, pair, mentee):
    browser = enter(mentee)
    address = url("mentorship_feedback", pair.token)
    assert browser.get(address).context["form"].initial == {}

    for again, kept in (("yes", True), ("no", False), ("", None)):
        assert browser.post(address, {"mark": "4", "again": again}).status_code == 302
        assert Feedback.objects.get().again is kept
        assert browser.get(address).context["form"].initial["again"] == again
    assert browser.post(address, {"mark": "9"}).status_code == 200


def test_mentorship_is_framed_and_ended(enter, pair, mentor, mentee):
    browser = enter(mentor)

    assert browser.post(url("frame_mentorship", pair.token), {"every_days": "0"}).status_code == 200
    assert browser.post(url("frame_mentorship", pair.token), {"every_days": "7", "title": "Вместе"}).status_code == 302
    assert browser.post(url("end_mentorship", pair.token), {"why": "completed", "result": ""}).status_code == 200
    assert browser.post(url("end_mentorship", pair.token), {"why": "completed", "result": "Готово"}).status_code == 302

    pair.refresh_from_db()
    assert (pair.state, pair.title, pair.every_days) == (MentorshipState.ENDED, "Вместе", 7)
    page = browser.get(url("mentorship", pair.token)).context["page"]
    assert (page.can_judge, page.takes_part, page.end, page.card.pulse) == (True, False, "completed", None)
    assert enter(mentee).get(url("end_mentorship", pair.token)).status_code == 404


def test_mentee_leaves_by_herself_and_by_her_mentor(enter, group, mentor):
    assert enter(group.led.user).post(url("leave_mentorship", group.led.token)).url == url("mentorships")
    assert enter(mentor).post(url("leave_mentorship", group.other.token)).url == url("mentorship", group.token)


# --- queries ---------------------------------------------------------------------------------------------------------


def test_pages_ask_as_often_however_much_there_is(
    enter, school, pair, mentor, mentee, lesson, assert_flat, person, theme
):
    film = VideoFactory(lesson=lesson, ready=True)
    browser = enter(mentor)
    pair.reasons = [{"kind": "themes", "points": 0.0, "number": 0, "themes": [theme.pk], "wanted": 1}]
    pair.save()

    def grow():
        FeedbackFactory(mentorship=pair)
        extra = MenteeFactory(mentorship=pair, user=person("Ещё одна"))
        MeetingFactory(mentorship=pair, there=[pair.led, extra])
        GoalFactory(mentorship=pair)
        line = PlanLineFactory(mentee=pair.led)
        PlanActionFactory(line=line, lesson=lesson)
        PlanActionFactory(line=line, moment=MomentFactory(video=film, collection=None))
        MenteeFactory(mentorship=MentorshipFactory(school=school, mentor=mentor, active=True))
        WishFactory(school=school)

    for address in (url("mentorships"), url("mentorship", pair.token), url("plan", pair.led.token)):
        assert_flat(lambda address=address: browser.get(address), grow)


def test_mentors_ask_as_often_however_many_there_are(enter, mentee, make_mentor, theme, assert_flat):
    browser = enter(mentee)

    assert_flat(lambda: browser.get(url("mentors_to_choose")), lambda: make_mentor("Ещё", themes=[theme]))


def test_feedback_is_not_for_methodists_and_their_page_names_both_sides(enter, pair, methodist, mentor, mentee):
    browser = enter(methodist)

    assert browser.get(url("mentorship_feedback", pair.token)).status_code == 404
    heading = browser.get(url("mentorship", pair.token)).context["page"].card.heading
    assert heading == f"{mentor.full_name} · {mentee.full_name}"
