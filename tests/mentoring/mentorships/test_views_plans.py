"""Pages of plans and meetings: what is typed is kept, what the other has written is never overwritten."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.mentoring.mentorships.factories import (
    GoalFactory,
    MeetingFactory,
    PlanActionFactory,
    PlanLineFactory,
)
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory
from tests.video.moments.factories import MomentFactory

from nastavnik.mentoring.enums import MentorshipState
from nastavnik.mentoring.models import (
    Meeting,
    MeetingDraft,
    PlanAction,
    PlanLine,
)

pytestmark = pytest.mark.usefixtures("still")


def url(name, *args):
    return reverse(f"mentoring:{name}", args=args)


def text_of(response):
    return response.content.decode()


# --- plans -----------------------------------------------------------------------------------------------------------


def test_plan_is_written_line_by_line(enter, pair, mentee, mentor, lesson):
    browser, token = enter(mentee), pair.led.token
    line = {"competence": "Ведёт обсуждение", "now_level": "1", "wanted_level": "3", "version": "0"}

    assert (
        "wanted_level"
        in browser.post(url("new_plan_line", token), {**line, "wanted_level": "1"}).context["form"].errors
    )
    assert browser.post(url("new_plan_line", token), line).status_code == 302
    row = PlanLine.objects.get()
    stale = browser.post(url("edit_plan_line", token, row.pk), line)
    assert stale.context["form"].non_field_errors()
    edited = {**line, "version": "1", "is_done": "on", "result": "Умеет", "due_on": "2026-10-01"}
    assert browser.post(url("edit_plan_line", token, row.pk), edited).status_code == 302
    assert browser.get(url("edit_plan_line", token, row.pk)).context["form"].initial["is_done"] is True
    wrong = browser.post(
        url("add_plan_action", token, row.pk), {"text": "Читать", "link": "https://elsewhere.example/"}
    )
    assert wrong.context["wrong_line"] == row.pk
    assert browser.post(url("add_plan_action", token, row.pk), {"text": ""}).status_code == 200
    browser.post(url("add_plan_action", token, row.pk), {"text": "Смотреть", "link": f"/lessons/{lesson.slug}/"})
    action = PlanAction.objects.get()
    browser.post(url("change_plan_action", token, action.pk), {"done": "1"})
    page = browser.get(url("plan", token)).context["page"]
    assert (page.done, page.lines[0].done_actions, page.lines[0].actions[0].lesson_url) == (1, 1, lesson.path)
    browser.post(url("agree_plan", token), {"version": page.version})
    assert browser.get(url("plan", token)).context["page"].agreed_at is not None
    assert browser.post(url("agree_plan", token), {"version": "x"}).status_code in {302, 409}
    browser.post(url("change_plan_action", token, action.pk), {"remove": "1"})
    browser.post(url("remove_plan_line", token, row.pk))
    assert not PlanLine.objects.exists()


def test_plan_shows_overdue_lines_closed_moments_and_hidden_lessons(
    enter, pair, mentee, methodist, now, school, lesson
):
    line = PlanLineFactory(mentee=pair.led, due_on=now.date() - timedelta(days=1))
    film = VideoFactory(lesson=lesson, ready=True)
    hidden = LessonFactory(cycle__programme__school=school)
    PlanActionFactory(line=line, moment=MomentFactory(video=film, collection=None, quote="Цитата"))
    PlanActionFactory(line=line, lesson=hidden)

    page = enter(mentee).get(url("plan", pair.led.token)).context["page"]

    assert (page.lines[0].is_overdue, page.can_edit) == (True, True)
    assert page.lines[0].actions[0].moment.quote == "Цитата"
    assert page.lines[0].actions[1].lesson_url == ""
    assert enter(methodist).get(url("plan", pair.led.token)).context["page"].can_edit is False


def test_plan_of_another_of_the_group_is_missing(enter, group):
    assert enter(group.led.user).get(url("plan", group.other.token)).status_code == 404


# --- meetings --------------------------------------------------------------------------------------------------------


def meeting_words(mentee, **changes):
    words = {
        "at": "2026-11-23T15:00",
        "way": "call",
        "user_ids": [mentee.pk],
        "is_held": "on",
        "note": "Разобрали смету",
    }
    return {**words, "version": "0", **changes}


def test_meeting_is_written_on_the_wall_of_the_school(enter, pair, mentor, mentee):
    browser = enter(mentor)
    address = url("new_meeting", pair.token)

    assert browser.post(address, meeting_words(mentee, at="")).status_code == 200
    assert browser.post(address, meeting_words(mentee, at="2027-01-01T10:00")).context["form"].non_field_errors()
    assert browser.post(address, meeting_words(mentee)).url == url("mentorship", pair.token)

    assert Meeting.objects.get().at.isoformat() == "2026-11-23T12:00:00+00:00"


def test_what_is_typed_of_a_meeting_is_kept_and_given_back(enter, pair, mentor, mentee):
    browser = enter(mentor)
    typed = meeting_words(mentee, note="Не сохранено", at="не дата", user_ids=[mentee.pk, "x"])

    answer = browser.post(url("draft_of_new_meeting", pair.token), {**typed, "csrfmiddlewaretoken": "x"})
    form = browser.get(url("new_meeting", pair.token)).context["form"]

    assert answer.json() == {"saved": True}
    assert (form.initial["note"], form.initial["user_ids"], form.initial["is_shared"]) == (
        "Не сохранено",
        [mentee.pk],
        False,
    )
    assert "csrf" not in MeetingDraft.objects.get().posted
    assert "Не сохранено" not in text_of(enter(mentee).get(url("new_meeting", pair.token)))


def test_meeting_that_the_other_has_changed_shows_both(enter, pair, meeting, mentor, mentee):
    mine, theirs = enter(mentor), enter(mentee)
    address = url("edit_meeting", meeting.token)
    assert mine.get(address).context["form"].initial["note"] == "Тайна двоих"
    theirs.post(address, meeting_words(mentee, note="Слова второй"))

    page = mine.post(address, meeting_words(mentee, note="Слова первой"))

    assert "Слова второй" in text_of(page)
    assert "Слова первой" in text_of(page)
    assert page.context["form"]["version"].value() == "1"
    assert mine.post(address, meeting_words(mentee, note="Слова первой", version="1")).status_code == 302
    meeting.refresh_from_db()
    assert meeting.note == "Слова первой"
    assert mine.post(url("draft_of_meeting", meeting.token), {"note": "Ещё"}).json() == {"saved": True}
    assert mine.get(address).context["is_unsaved"] is True
    assert mine.post(address, meeting_words(mentee, at="", version="2")).status_code == 200


def test_planned_meeting_is_called_off(enter, pair, mentor, now):
    planned = MeetingFactory(mentorship=pair, there=[pair.led], is_held=False, at=now + timedelta(days=2))
    browser = enter(mentor)
    page = browser.get(url("mentorship", pair.token)).context["page"]
    assert [row.token for row in page.planned] == [planned.token]
    assert page.card.next_meeting_at == planned.at

    browser.post(url("remove_meeting", planned.token))

    assert not Meeting.objects.exists()


def test_ended_mentorship_takes_no_more_meetings(enter, pair, meeting, mentor, now):
    pair.state, pair.ended_at = MentorshipState.ENDED, now
    pair.save()
    browser = enter(mentor)

    assert browser.get(url("new_meeting", pair.token)).status_code == 404
    assert browser.get(url("edit_meeting", meeting.token)).status_code == 404
    assert browser.get(url("new_plan_line", pair.led.token)).status_code == 404
    goal = GoalFactory(mentorship=pair)
    assert browser.post(url("change_goal", pair.token, goal.pk)).status_code == 404
