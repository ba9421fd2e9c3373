"""What the desk sees: the days until which, the texts, the picture."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from tests.live.factories import BroadcastFactory, ChannelFactory, RelayFactory
from tests.programme.factories import LessonFactory, SchoolFactory

from nastavnik.live.enums import ChannelKind, PortalState
from nastavnik.live.models import Channel, Submission
from nastavnik.live.selectors.submissions import desk
from nastavnik.live.services.channels import AddressMissing, add_channel, set_relay
from nastavnik.live.services.submissions import note_submitted, set_rule, skip
from nastavnik.portal.selectors.desk import submission_tasks
from nastavnik.programme.models import Lesson


def address(where, name="submission"):
    return reverse(f"live:{name}", args=list(where.values()))


def rows(actor, school, now):
    return desk.submissions_page(actor, school, now).rows


def test_last_day_is_counted_back_from_the_lesson(director, school, lesson, channel, now):
    (row,) = rows(director, school, now)

    assert row.until == date(2026, 12, 1)
    assert row.days_left == 7
    assert row.is_near
    assert not row.is_late


def test_desk_is_told_when_the_day_is_near(methodist, school, lesson, channel, now):
    assert desk.near_submissions(methodist, school, now - timedelta(days=1)) == []
    assert len(desk.near_submissions(methodist, school, now)) == 1
    (late,) = desk.near_submissions(methodist, school, now + timedelta(days=8))
    assert late.is_late


def test_what_was_submitted_or_goes_elsewhere_waits_no_more(methodist, school, where, channel, now):
    note_submitted(actor=methodist, portal_id="", page_url="", now=now, **where)
    assert desk.near_submissions(methodist, school, now) == []
    skip(actor=methodist, is_skipped=True, now=now, **where)
    assert desk.near_submissions(methodist, school, now) == []
    skip(actor=methodist, is_skipped=False, now=now, **where)
    assert len(desk.near_submissions(methodist, school, now)) == 1


def test_lesson_that_was_moved_after_it_was_submitted_says_so_until_the_portal_knows(
    enter, methodist, school, where, lesson, now
):
    note_submitted(actor=methodist, portal_id="", page_url="", now=now, **where)
    lesson.starts_at += timedelta(days=3)
    lesson.save()
    client = enter(methodist)

    page = client.get(address(where)).content.decode()
    assert "В заявке стоит другое время" in page
    assert "в заявке другое время" in client.get("/desk/submissions/").content.decode()
    assert [row.is_moved for row in desk.near_submissions(methodist, school, now)] == [True]
    assert [task.url for task in submission_tasks(methodist, school, now)] == [address(where)]
    page = client.post(address(where, "moved_submission"), follow=True).content.decode()
    assert "В заявке стоит другое время" not in page
    assert desk.near_submissions(methodist, school, now) == []


def test_channels_that_nobody_asks_are_left_out(methodist, school, lesson, now):
    channel = ChannelFactory(school=school, kind=ChannelKind.VK)
    assert desk.submissions_page(methodist, school, now).channels == 0

    set_rule(actor=methodist, channel_token=channel.token, lead_days=3, key=None, now=now)

    assert [row.until for row in rows(methodist, school, now)] == [date(2026, 12, 12)]


def test_nothing_is_submitted_of_lessons_that_are_over(methodist, school, lesson, channel, now):
    assert rows(methodist, school, lesson.starts_at) == []


def test_nothing_is_submitted_of_years_that_guests_do_not_see(methodist, school, lesson, channel, now):
    programme = lesson.cycle.programme
    programme.is_public = False
    programme.save()

    assert rows(methodist, school, now) == []


def test_others_see_nothing(learner, stranger, school, where, now):
    for actor in (learner, stranger):
        with pytest.raises(PermissionDenied):
            desk.submissions_page(actor, school, now)
        assert desk.near_submissions(actor, school, now) == []
        with pytest.raises(ObjectDoesNotExist):
            desk.submission_kit(actor, school, *where.values(), now)


def test_kit_of_another_school_or_of_a_channel_that_nobody_asks_is_missing(methodist, school, lesson, channel, now):
    vk = ChannelFactory(school=school, kind=ChannelKind.VK)
    strange = LessonFactory(announced=True, cycle__programme__school=SchoolFactory())
    draft = LessonFactory(cycle=lesson.cycle, starts_at=None)

    with pytest.raises(Channel.DoesNotExist):
        desk.submission_kit(methodist, school, lesson.uid, vk.token, now)
    for other in (strange, draft):
        with pytest.raises(Lesson.DoesNotExist):
            desk.submission_kit(methodist, school, other.uid, channel.token, now)


def test_kit_leads_to_the_page_of_another_channel(methodist, school, lesson, where, now):
    broadcast = BroadcastFactory(lesson=lesson)
    RelayFactory(broadcast=broadcast, channel__school=school, page_url="https://vk.com/video-1_2")

    kit = desk.submission_kit(methodist, school, *where.values(), now)

    assert kit.broadcast[-1].text == "https://vk.com/video-1_2"


def test_page_hands_out_each_text_with_its_measure(enter, methodist, where, lesson):
    page = enter(methodist).get(address(where)).content.decode()

    assert page.count("data-press") == 19
    assert "14 из 150 знаков" in page
    assert f"/lessons/{lesson.slug}/" in page
    assert "подать до 1 декабря" in page
    assert address(where, "submission_cover") in page


def test_page_warns_of_what_is_too_long(enter, methodist, where, lesson):
    lesson.title = "Долго " * 40
    lesson.save()

    page = enter(methodist).get(address(where)).content.decode()

    assert "copying-text--over" in page


def test_director_looks_and_writes_nothing_down(enter, director, where):
    client = enter(director)

    assert "portal_id" not in client.get(address(where)).content.decode()
    assert client.post(address(where), {"portal_id": "1"}).status_code == 403


def test_submitted_is_written_down_with_its_number(enter, methodist, where):
    client = enter(methodist)

    client.post(address(where), {"portal_id": "123", "page_url": "https://pro.culture.ru/events/123"})

    page = client.get(address(where)).content.decode()
    assert Submission.objects.get().portal_id == "123"
    assert "https://pro.culture.ru/events/123" in page
    assert "подано" in page


@pytest.mark.parametrize(
    "typed", [{"portal_id": "../1"}, {"page_url": "javascript:alert(1)"}, {"page_url": "ftp://x.ru"}]
)
def test_wrong_number_or_page_is_refused_with_words(enter, methodist, where, typed):
    page = enter(methodist).post(address(where), typed)

    assert page.status_code == 200
    assert not Submission.objects.exists()


def test_skip_and_back(enter, methodist, where):
    client = enter(methodist)

    client.post(address(where, "skip_submission"), {"skip": "1"})
    assert Submission.objects.get().skipped_at
    client.post(address(where, "skip_submission"), {"skip": "0"})
    assert Submission.objects.get().skipped_at is None


def test_check_from_the_page_says_what_the_portal_said(enter, methodist, where, portal, channel, now):
    set_rule(actor=methodist, channel_token=channel.token, lead_days=14, key=portal.key, now=now)
    note_submitted(actor=methodist, portal_id="123", page_url="", now=now, **where)
    portal.events["123"] = "accepted"
    client = enter(methodist)
    assert address(where, "check_submission") in client.get(address(where)).content.decode()

    page = client.post(address(where, "check_submission"), follow=True).content.decode()

    assert "опубликовано" in page
    assert Submission.objects.get().state == PortalState.PUBLISHED


def test_picture_is_a_jpeg_of_the_portals_size(enter, methodist, where):
    answer = enter(methodist).get(address(where, "submission_cover"))

    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1920, 1080))
    assert "attachment" in answer.headers["Content-Disposition"]


def test_rule_page_changes_days_and_key(enter, methodist, channel):
    client, page = enter(methodist), reverse("live:submission_rule", args=[channel.token])

    assert 'value="14"' in client.get(page).content.decode()
    client.post(page, {"lead_days": "10", "key": "abc"})
    assert "forgets_key" in client.get(page).content.decode()
    client.post(page, {"lead_days": "10", "key": "", "forgets_key": "on"})

    channel.refresh_from_db()
    assert channel.submission_rule.lead_days == 10
    assert channel.submission_rule.sealed_key == ""


def test_rule_page_of_a_channel_without_an_export_asks_for_no_key(enter, methodist, school):
    vk = ChannelFactory(school=school, kind=ChannelKind.VK)
    client, page = enter(methodist), reverse("live:submission_rule", args=[vk.token])

    assert 'name="key"' not in client.get(page).content.decode()
    assert client.post(page, {"lead_days": "-1"}).status_code == 200
    assert client.post(page, {"lead_days": "2"}).status_code == 302


@pytest.mark.parametrize("role", ["learner", "director"])
def test_rule_page_is_the_methodists_alone(request, enter, channel, role):
    client = enter(request.getfixturevalue(role))

    expected = 403 if role == "director" else 404
    assert client.get(reverse("live:submission_rule", args=[channel.token])).status_code == expected


def test_list_teaches_and_stays_flat(enter, methodist, school, now):
    client = enter(methodist)
    assert "Культура.РФ" in client.get("/desk/submissions/").content.decode()
    channel = ChannelFactory(school=school, kind=ChannelKind.CULTURE, address="")
    assert channel.title not in client.get("/desk/submissions/").content.decode()

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/desk/submissions/").status_code == 200
        return len(captured)

    make = {"announced": True, "cycle__programme__school": school, "starts_at": now + timedelta(days=30)}
    LessonFactory(**make)
    few = asked()
    for _number in range(4):
        LessonFactory(**make)
    assert asked() == few <= 12


def test_channel_without_a_server_is_submitted_to_and_not_sent_to(methodist, school, lesson, now):
    made = add_channel(
        actor=methodist,
        school_id=school.pk,
        kind=ChannelKind.CULTURE,
        title="К",
        address=" ",
        key="",
        page_url="",
        now=now,
    )

    with pytest.raises(AddressMissing):
        set_relay(
            actor=methodist,
            broadcast_id=BroadcastFactory(lesson=lesson).pk,
            channel_token=made.token,
            is_wanted=True,
            key="k",
            page_url=None,
            now=now,
        )


def test_form_of_the_portals_channel_takes_no_server(enter, methodist, school):
    client = enter(methodist)
    typed = {"title": "Культура.РФ", "address": "", "key": "", "page_url": ""}

    assert client.post("/desk/channels/add/culture/", typed).status_code == 302
    assert client.post("/desk/channels/add/vk/", typed).status_code == 200
    assert Channel.objects.get().address == ""
    assert "подаётся вручную" in client.get("/desk/channels/").content.decode()
