"""Letters leave here: each is claimed, sent once, and marked; what fails is tried again later and told why."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.mime.text import MIMEText
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.files.storage import default_storage
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q

from nastavnik.people.enums import NO_ADDRESS_DOMAIN, LetterFault, LetterState
from nastavnik.people.models import Letter

# Waits between the tries; after the last one a person decides.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
# A letter claimed so long ago belongs to a process that died: nobody knows whether it went.
CLAIM_LIVES = timedelta(minutes=10)
BATCH = 100
# with its encoding such a file is seven megabytes, and mail servers take ten
MOST_FILE_BYTES = 5 * 2**20
PERMANENT = range(500, 600)


def send_due_letters(*, clock: Callable[[], datetime]) -> None:
    """Send every letter whose time has come.

    Safe to run twice and at once: a letter is sent by the process that moved it from waiting to being sent, and by
    no other, so nobody gets a letter twice.
    """
    give_up_interrupted(now=clock())
    connection = get_connection()
    try:
        while due := _due(clock()):
            for letter in due:
                if _claim(letter, clock()):
                    _send(letter, connection, clock)
    finally:
        connection.close()


def give_up_interrupted(*, now: datetime) -> int:
    """Mark letters whose sending was cut off: they may have gone, so only a person may send them again."""
    stuck = Letter.objects.filter(state=LetterState.SENDING, claimed_at__lt=now - CLAIM_LIVES)
    return stuck.update(state=LetterState.FAILED, fault=LetterFault.INTERRUPTED)


def _due(now: datetime) -> list[Letter]:
    return list(Letter.objects.filter(state=LetterState.WAITING, try_at__lte=now).order_by("try_at", "pk")[:BATCH])


def _claim(letter: Letter, now: datetime) -> bool:
    """Move the letter from waiting to being sent, unless another process was first, or nobody would ever read it."""
    if letter.to_email.endswith(f"@{NO_ADDRESS_DOMAIN}"):
        letter.delete()
        return False
    if letter.expires_at is not None and letter.expires_at <= now:
        _finish(letter, LetterState.FAILED, fault=LetterFault.EXPIRED)
        return False
    is_mine = Q(pk=letter.pk, state=LetterState.WAITING, attempts=letter.attempts)
    letter.attempts += 1
    return bool(
        Letter.objects.filter(is_mine).update(state=LetterState.SENDING, claimed_at=now, attempts=letter.attempts)
    )


def _send(letter: Letter, connection: BaseEmailBackend, clock: Callable[[], datetime]) -> None:
    try:
        _message(letter, connection).send()
    except (SMTPException, OSError) as error:
        connection.close()
        _after_failure(letter, error, clock())
    else:
        # Letters carry links and codes: what was sent is not kept.
        _finish(letter, LetterState.SENT, sent_at=clock(), text="", html="", calendar="", file="", fault="", error="")


def _message(letter: Letter, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    headers = {"Message-ID": f"<{letter.token}@nastavnik>", "Auto-Submitted": "auto-generated"}
    if letter.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        letter.subject, letter.text, to=[letter.to_email], headers=headers, connection=connection
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        message.attach(_calendar(letter.calendar))
    if letter.file and (content := _content(letter.file)):
        message.attach(letter.file_name, content)
    return message


def _content(place: str) -> bytes:
    """Return a file that goes with a letter; nothing of one that is gone or too large."""
    try:
        with default_storage.open(place) as file:
            content: bytes = file.read(MOST_FILE_BYTES + 1)
    except OSError:
        return b""
    return content if len(content) <= MOST_FILE_BYTES else b""


def _calendar(text: str) -> MIMEText:
    """Return an event as a file that mail programs offer to put into a calendar: they go by the METHOD of the part."""
    method = re.search(r"^METHOD:(\w+)", text, re.MULTILINE)
    part = MIMEText(text, "calendar", "utf-8")
    part.set_param("method", method[1] if method else "PUBLISH")
    part.add_header("Content-Disposition", "attachment", filename="lesson.ics")
    return part


def _after_failure(letter: Letter, error: Exception, now: datetime) -> None:
    said = f"{type(error).__name__}: {error}"[:300]
    if _is_permanent(error):
        _finish(letter, LetterState.FAILED, fault=LetterFault.ADDRESS, error=said)
    elif letter.attempts > len(WAITS):
        _finish(letter, LetterState.FAILED, fault=LetterFault.SERVER, error=said)
    else:
        wait = WAITS[letter.attempts - 1]
        _finish(letter, LetterState.WAITING, fault=LetterFault.SERVER, error=said, try_at=now + wait)


def _is_permanent(error: Exception) -> bool:
    """Tell whether the server refused this letter for good; 4xx codes and silence may pass."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code in PERMANENT for code, _said in error.recipients.values())
    # 530 to 535 are about our own sign-in to the server: the operator repairs that, and the letter goes then
    return isinstance(error, SMTPResponseException) and error.smtp_code in range(540, 600)


def _finish(letter: Letter, state: LetterState, **fields: object) -> None:
    Letter.objects.filter(pk=letter.pk).update(state=state, **fields)
