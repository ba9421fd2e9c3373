import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail.backends.base import BaseEmailBackend

from nastavnik.core import clock
from nastavnik.people import selectors, services
from nastavnik.people.enums import NO_ADDRESS_DOMAIN, LetterFault, LetterState, NoticeKind, RowOutcome
from nastavnik.people.models import Letter, StaffImport, StaffImportRow
from nastavnik.people.services import outbox, refusals
from nastavnik.people.services.letters import Draft, LetterFile, write_letters
from nastavnik.people.tasks import forget_old_staff_lists, send_letters

pytestmark = pytest.mark.django_db


class Broken(BaseEmailBackend):
    """A mail server that answers with `error`."""

    error: Exception = OSError("no route")

    def send_messages(self, messages):
        raise self.error


@pytest.fixture
def broken(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    return Broken


def write(now, learner=None, place=None, **words):
    said = {
        "to_email": "a@example.ru",
        "subject": "Тема\nв две строки",
        "text": "Текст",
        "html": "<p>Текст</p>",
    } | words
    draft = Draft(kind=NoticeKind.LESSONS, user=learner, **said)
    return write_letters(drafts=[draft], now=now, place=place)[0]


def send(now):
    return outbox.send_due_letters(clock=lambda: now)


def test_letter_to_an_account_without_an_address_goes_nowhere(learner, now):
    write(now, learner, to_email=f"somebody@{NO_ADDRESS_DOMAIN}")
    send(now)

    assert mail.outbox == []
    assert not Letter.objects.exists()


def test_letter_is_sent_once_with_one_click_unsubscribing(learner, now):
    letter = write(now, learner)
    send(now)
    send(now)
    [message] = mail.outbox
    assert message.subject == "Тема в две строки"
    assert message.extra_headers["List-Unsubscribe"] == f"<{letter.unsubscribe_url}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.alternatives[0].mimetype == "text/html"
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at, letter.text, letter.html) == (LetterState.SENT, now, "", "")


def test_plain_letter_about_nobody_has_no_unsubscribing(now):
    write(now, html="")
    send(now)
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers
    assert mail.outbox[0].alternatives == []


def test_claimed_letter_is_left_to_its_process(now, monkeypatch):
    letter = write(now)
    due = outbox._due(now)
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENDING, claimed_at=now, attempts=1)
    batches = iter([due, []])
    monkeypatch.setattr(outbox, "_due", lambda _now: next(batches))
    send(now)
    assert mail.outbox == []


def test_interrupted_sending_is_given_to_a_person(now):
    letter = write(now)
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENDING, claimed_at=now)
    send(now + timedelta(minutes=11))
    letter.refresh_from_db()
    assert (letter.state, letter.fault) == (LetterState.FAILED, LetterFault.INTERRUPTED)
    assert mail.outbox == []


def test_letter_too_old_is_dropped(now):
    letter = write(now, expires_at=now)
    send(now)
    letter.refresh_from_db()
    assert (letter.state, letter.fault) == (LetterState.FAILED, LetterFault.EXPIRED)


def test_silent_server_is_tried_again_later_and_at_last_given_up(now, broken):
    broken.error = OSError("no route")
    letter = write(now)
    moment = now
    for wait in outbox.WAITS:
        send(moment)
        letter.refresh_from_db()
        assert (letter.state, letter.fault, letter.try_at) == (LetterState.WAITING, LetterFault.SERVER, moment + wait)
        send(moment)
        assert Letter.objects.get().attempts == letter.attempts
        moment += wait
    send(moment)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (LetterState.FAILED, 6)
    assert "no route" in letter.error


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"a@example.ru": (550, b"no such user")}), LetterState.FAILED),
        (smtplib.SMTPRecipientsRefused({"a@example.ru": (450, b"later")}), LetterState.WAITING),
        (smtplib.SMTPDataError(554, b"spam"), LetterState.FAILED),
        (smtplib.SMTPAuthenticationError(535, b"who are you"), LetterState.WAITING),
        (smtplib.SMTPServerDisconnected("gone"), LetterState.WAITING),
    ],
)
def test_answers_of_the_server_decide(now, broken, error, state):
    broken.error = error
    letter = write(now)
    send(now)
    letter.refresh_from_db()
    assert letter.state == state


def test_retry_puts_a_failed_letter_back(methodist, outsider, place, other_place, now):
    letter = write(now, place=place)
    words = {"token": letter.token, "now": now}
    with pytest.raises(refusals.LetterNotFailed):
        services.retry_letter(actor=methodist, place=place, **words)
    Letter.objects.update(state=LetterState.FAILED, fault=LetterFault.ADDRESS, attempts=6)
    with pytest.raises(PermissionDenied):
        services.retry_letter(actor=outsider, place=place, **words)
    with pytest.raises(Letter.DoesNotExist):
        services.retry_letter(actor=outsider, place=other_place, **words)
    retried = services.retry_letter(actor=methodist, place=place, **words)
    assert (retried.state, retried.attempts, retried.fault) == (LetterState.WAITING, 0, "")


def test_outbox_counts_and_explains(methodist, director, place, now):
    for fault in (LetterFault.ADDRESS, LetterFault.EXPIRED):
        letter = write(now, place=place)
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.FAILED, fault=fault)
    write(now, place=place)
    found = selectors.outbox(methodist, place, {"q": "A@"})
    assert (found.waiting, found.sent, found.failed, found.listing.total) == (1, 0, 2, 3)
    assert [one.can_retry for one in found.failures] == [False, True]
    assert "адрес" in str(found.failures[1].reason)
    with pytest.raises(PermissionDenied):
        selectors.outbox(director, place, {})


def test_task_sends_what_waits(learner):
    write(clock.now())
    send_letters.func()
    assert len(mail.outbox) == 1


def test_task_forgets_old_lists(methodist, place):
    old = StaffImport.objects.create(
        place_kind=place.kind, place_id=place.id, file_name="a.csv", created_at=clock.now() - timedelta(days=40)
    )
    StaffImportRow.objects.create(staff_import=old, number=1, cells={}, outcome=RowOutcome.ODD)
    forget_old_staff_lists.func()
    assert not StaffImportRow.objects.exists()


def test_event_comes_as_a_file_that_calendars_take(now):
    text = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"
    letter = write(now, calendar=text)
    send(now)
    part = mail.outbox[0].message().get_payload()[-1]
    assert (part.get_content_type(), part.get_param("method"), part.get_filename()) == (
        "text/calendar",
        "CANCEL",
        "lesson.ics",
    )
    assert part.get_payload(decode=True) == text.encode()
    letter.refresh_from_db()
    assert letter.calendar == ""


def test_file_comes_with_its_letter_unless_it_is_gone_or_too_large(now, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(outbox, "MOST_FILE_BYTES", 4)
    for number, content in enumerate((b"%PDF", b"%PDF-")):
        place = default_storage.save(f"reports/{number}.pdf", ContentFile(content))
        write(now, subject=str(number), file=LetterFile(place, "Отчёт.pdf"))
    write(now, subject="2", file=LetterFile("reports/gone.pdf", "Отчёт.pdf"))
    send(now)

    came = {one.subject: [(name, content) for name, content, _type in one.attachments] for one in mail.outbox}
    assert came == {"0": [("Отчёт.pdf", b"%PDF")], "1": [], "2": []}
    assert set(Letter.objects.values_list("file", flat=True)) == {""}


def test_event_without_a_method_is_published(now):
    write(now, calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    send(now)
    assert mail.outbox[0].message().get_payload()[-1].get_param("method") == "PUBLISH"


def test_letter_waits_for_its_hour(now):
    write(now, send_at=now + timedelta(hours=1))
    send(now)
    assert mail.outbox == []
    send(now + timedelta(hours=1))
    assert len(mail.outbox) == 1


def test_letter_of_a_key_is_written_once(learner, now):
    for _again in range(2):
        draft = Draft(kind=NoticeKind.LESSONS, user=learner, to_email="a@example.ru", subject="", text="", key="k")
        write_letters(drafts=[draft], now=now)
    assert Letter.objects.count() == 1
