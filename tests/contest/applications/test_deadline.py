"""The very second of the deadline by the school's own clock: whatever a browser says, the moment at which the server had the
whole of a request decides."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from tests.contest.applications.test_submitting import check

from nastavnik.contest.enums import ApplicationState, FormalVerdict, LatePolicy
from nastavnik.contest.forms.setup import DaysForm
from nastavnik.contest.models import Application, Contest, Submission
from nastavnik.core import clock
from nastavnik.core.memory import forget_all
from nastavnik.programme.selectors.schools import forget_schools

INSTANT = timedelta(microseconds=1)
# 18:00 in Vladivostok, which is ten hours before London
DEADLINE = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def contest_in_the_east(school, contest):
    """The contest of a school in Vladivostok, its deadline typed by the clock on its wall."""
    school.time_zone = "Asia/Vladivostok"
    school.save()
    forget_all()
    forget_schools()
    form = DaysForm({"deadline_at": "2027-03-01T18:00"})
    form.is_valid()
    deadline = form.moments(school.zone)["deadline_at"]
    Contest.objects.filter(pk=contest.pk).update(
        deadline_at=deadline,
        intake_at=DEADLINE - 30 * DAY,
        opened_at=DEADLINE - 30 * DAY,
        check_until=DEADLINE + 9 * DAY,
    )
    contest.refresh_from_db()
    return contest


@pytest.fixture
def press(sign_in, head, whole, monkeypatch, contest_in_the_east):
    """Press the button at a moment of the server's clock; return the answer and the last submission."""

    def call(moment, deed="submit", **environ):
        monkeypatch.setattr(clock, "now", lambda: moment)
        browser = sign_in(head)
        answer = browser.post(reverse(f"contest:{deed}_application", args=[whole.token]), **environ)
        return answer, Submission.objects.filter(application=whole).last()

    return call


def test_deadline_typed_by_the_school_s_clock_is_that_moment(contest_in_the_east):
    assert contest_in_the_east.deadline_at == DEADLINE


def test_last_instant_is_in_time_and_the_deadline_itself_is_too_late(press, whole):
    press(DEADLINE)
    assert not Submission.objects.exists()
    assert Application.objects.get(pk=whole.pk).state == ApplicationState.DRAFT

    _answer, submission = press(DEADLINE - INSTANT)

    assert (submission.submitted_at, submission.is_late) == (DEADLINE - INSTANT, False)
    assert submission.taken["application"]["submitted_at"] == (DEADLINE - INSTANT).isoformat()


def test_words_of_a_late_one_are_kept_and_its_author_is_told(press, whole, client):
    answer, _submission = press(DEADLINE)

    page = client.get(reverse("contest:application", args=[whole.token])).content.decode()
    assert answer.status_code in {302, 409}
    assert "Читаем вместе" in page


@pytest.mark.parametrize("skew", [-DAY, -timedelta(minutes=5), timedelta(minutes=5), DAY])
def test_clock_of_a_browser_decides_nothing(press, skew):
    told = (DEADLINE + skew).strftime("%a, %d %b %Y %H:%M:%S GMT")
    words = {"HTTP_DATE": told, "HTTP_IF_UNMODIFIED_SINCE": told, "HTTP_NASTAVNIK_ARRIVED": "0"}

    _answer, too_late = press(DEADLINE, **words)
    _answer, in_time = press(DEADLINE - INSTANT, **words)

    assert too_late is None
    assert in_time.submitted_at == DEADLINE - INSTANT


def test_what_had_come_in_time_is_taken_however_long_it_waited(press):
    came = DEADLINE - timedelta(seconds=1)

    _answer, submission = press(DEADLINE + timedelta(seconds=20), **{clock.ARRIVED: came.timestamp()})

    assert (submission.submitted_at, submission.is_late) == (came, False)


def test_what_came_too_late_is_not_taken_because_of_a_slow_clock_elsewhere(press):
    _answer, submission = press(DEADLINE - DAY, **{clock.ARRIVED: DEADLINE.timestamp()})

    assert submission is None


def test_late_ones_are_marked_up_to_their_own_last_instant(press, contest_in_the_east, head, whole):
    until = DEADLINE + 2 * DAY
    Contest.objects.update(late_policy=LatePolicy.MARK, late_until=until)

    _answer, too_late = press(until)
    _answer, late = press(until - INSTANT)

    assert too_late is None
    assert late.is_late is True


def test_correction_has_its_own_last_instant(press, methodist, whole, now):
    press(DEADLINE - DAY)
    until = DEADLINE + 3 * DAY
    check(methodist, whole, DEADLINE + DAY, verdict=FormalVerdict.RETURN, message="Исправьте", until=until)

    _answer, before = press(until)
    _answer, after = press(until - INSTANT)

    assert (before.turn, after.turn) == (1, 2)
    assert after.is_late is False


def test_withdrawal_ends_with_the_deadline(press, whole):
    press(DEADLINE - DAY)

    press(DEADLINE, deed="withdraw")
    assert Application.objects.get(pk=whole.pk).state == ApplicationState.SUBMITTED

    press(DEADLINE - INSTANT, deed="withdraw")
    assert Application.objects.get(pk=whole.pk).state == ApplicationState.WITHDRAWN
