"""An application goes on and back; what the fund has is kept; the others hear of it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.grants.factories import GrantFactory
from tests.grants.whole import fill

from nastavnik.core import events
from nastavnik.core.models import JournalEntry
from nastavnik.grants.enums import NEXT_STATES, GrantState, MilestoneKind
from nastavnik.grants.events import GrantStateChanged
from nastavnik.grants.models import GrantApplication, Milestone, ReportDue
from nastavnik.grants.services import onward
from nastavnik.grants.services.onward.refusals import NoSuchStep, NotSubmittedYet, NotWon, StillRed, TooManyReports
from nastavnik.people.models import Notice

pytestmark = pytest.mark.django_db
Answer = onward.Answer


def move(actor, grant, state, now, **told):
    return onward.move_grant(actor=actor, grant_id=grant.pk, state=state, now=now, answer=Answer(**told))


def test_move_to_checked_keeps_a_version_and_tells_the_others(whole, head, author, mentor, now):
    moved = move(author, whole, GrantState.CHECKED, now)

    assert GrantApplication.objects.get(pk=whole.pk).state == moved.state == GrantState.CHECKED
    kept = Milestone.objects.get(grant=whole)
    assert (kept.kind, kept.values["title"], kept.made_by) == (MilestoneKind.CHECKED, "Читаем вместе", author)
    assert {notice.user for notice in Notice.objects.all()} == {head, mentor}
    assert JournalEntry.objects.filter(verb="moved").count() == 1


def test_move_to_checked_is_refused_while_something_is_red(whole, author, now):
    fill(whole, title="")
    GrantApplication.objects.filter(pk=whole.pk).update(red=0)  # as an older rule left it

    with pytest.raises(StillRed):
        move(author, whole, GrantState.CHECKED, now)

    assert GrantApplication.objects.get(pk=whole.pk).state == GrantState.DRAFT
    assert not Milestone.objects.exists()


def test_submission_may_be_noted_though_something_is_red(application, author, now):
    sent = now - timedelta(hours=3)

    moved = move(author, application, GrantState.SUBMITTED, now, submitted_at=sent, fund_number="26-1-000123")

    assert (moved.submitted_at, moved.fund_number) == (sent, "26-1-000123")
    assert Milestone.objects.get(grant=application).kind == MilestoneKind.SUBMITTED


def test_submission_without_a_moment_is_of_now(whole, author, now):
    assert onward.move_grant(actor=author, grant_id=whole.pk, state=GrantState.SUBMITTED, now=now).submitted_at == now


def test_step_back_and_on_keeps_what_was_noted(whole, author, now):
    sent = now - timedelta(days=1)
    move(author, whole, GrantState.SUBMITTED, now, submitted_at=sent, fund_number="7")
    move(author, whole, GrantState.ADMITTED, now, answer="Допущена", answered_on=date(2026, 12, 10))
    back = move(author, whole, GrantState.SUBMITTED, now)

    assert (back.submitted_at, back.fund_number, back.answer) == (sent, "7", "Допущена")
    assert Milestone.objects.filter(grant=whole).count() == 1


def test_red_application_that_was_not_submitted_after_all_is_written_on(application, author, now):
    move(author, application, GrantState.SUBMITTED, now)

    assert move(author, application, GrantState.CHECKED, now).state == GrantState.DRAFT


def test_win_is_noted_with_its_sum(whole, author, mentor, now):
    move(author, whole, GrantState.SUBMITTED, now)
    move(author, whole, GrantState.ADMITTED, now)
    won = move(author, whole, GrantState.WON, now, granted=10_000_000, answered_on=date(2027, 4, 30))

    assert (won.granted, won.answered_on) == (10_000_000, date(2027, 4, 30))
    assert "отчёт" in Notice.objects.order_by("pk").last().text.lower()


@pytest.mark.parametrize(
    ("before", "after"), [(a, b) for a in GrantState for b in GrantState if b not in NEXT_STATES[a]]
)
def test_step_that_leads_nowhere_is_refused(whole, author, now, before, after):
    GrantApplication.objects.filter(pk=whole.pk).update(state=before)

    with pytest.raises(NoSuchStep):
        move(author, whole, after, now)


def test_mentor_does_not_move_an_application(whole, mentor, now):
    with pytest.raises(PermissionDenied):
        move(mentor, whole, GrantState.CHECKED, now)


def test_move_is_told_to_the_apps_above(whole, author, now, django_capture_on_commit_callbacks):
    heard = []
    hear = events.on(GrantStateChanged)(heard.append)

    with django_capture_on_commit_callbacks(execute=True):
        move(author, whole, GrantState.CHECKED, now)

    events._handlers[GrantStateChanged].remove(hear)
    assert heard == [GrantStateChanged(grant_id=whole.pk, state="checked")]


def test_answer_is_corrected_and_noted_once(won, author, now):
    noted = onward.note_answer(actor=author, grant_id=won.pk, answer=Answer(granted=9_000_000), now=now)
    again = onward.note_answer(actor=author, grant_id=won.pk, answer=Answer(granted=9_000_000), now=now)

    assert (noted.granted, again.granted) == (9_000_000, 9_000_000)
    assert JournalEntry.objects.filter(verb="answer_noted").count() == 1


def test_answer_to_what_was_not_submitted_is_refused(whole, author, now):
    with pytest.raises(NotSubmittedYet):
        onward.note_answer(actor=author, grant_id=whole.pk, answer=Answer(answer="Да"), now=now)


# --- reports ---


def add_report(actor, grant, now, due_on=date(2027, 7, 1)):
    return onward.add_report(actor=actor, grant_id=grant.pk, title="Отчёт за первый этап", due_on=due_on, now=now)


def test_report_is_added_sent_taken_back_and_removed(won, author, now):
    report = add_report(author, won, now)
    told = {"actor": author, "grant_id": won.pk, "report": report.token, "now": now}

    assert onward.mark_report(**told, sent_on=date(2027, 6, 30)).sent_on == date(2027, 6, 30)
    assert onward.mark_report(**told, sent_on=None).sent_on is None
    onward.remove_report(**told)
    assert not ReportDue.objects.exists()


def test_report_of_what_was_not_won_is_refused(whole, author, now):
    with pytest.raises(NotWon):
        add_report(author, whole, now)


def test_report_above_the_most_is_refused(won, author, now):
    ReportDue.objects.bulk_create(ReportDue(grant=won, title=str(n), due_on=date(2027, 7, 1)) for n in range(40))

    with pytest.raises(TooManyReports):
        add_report(author, won, now)


def test_report_of_another_application_is_not_there(won, author, now, project):
    other = ReportDue.objects.create(grant=GrantFactory(project=project), title="Чужой", due_on=date(2027, 7, 1))

    with pytest.raises(ReportDue.DoesNotExist):
        onward.remove_report(actor=author, grant_id=won.pk, report=other.token, now=now)
