"""The members of a jury: invited by a link, given the chair or the pen of the secretary, let go."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from nastavnik.contest.enums import SheetState
from nastavnik.contest.models import Contest, Juror, Mark, ScoreSheet
from nastavnik.contest.selectors.jury.invitations import INVITATION_LIVES
from nastavnik.contest.services.jury.parts import led_contest, led_juror, seat_of
from nastavnik.contest.services.jury.refusals import AlreadyAccepted, JurorKnown
from nastavnik.core import journal
from nastavnik.core.ids import new_token
from nastavnik.people.enums import Language, NoticeKind, Role
from nastavnik.people.models import Organisation
from nastavnik.people.permissions import SYSTEM, Actor
from nastavnik.people.selectors.entry import hash_secret
from nastavnik.people.services import withdraw_role
from nastavnik.people.services.letters import Draft, write_letters
from nastavnik.people.services.roles import put_role
from nastavnik.programme.permissions import place_of

# 22 characters of 32 letters are 110 bits: nobody guesses a link.
SECRET_LENGTH = 22


@dataclass(frozen=True, slots=True)
class MemberWords:
    """What is said of a juror."""

    name: str
    position: str
    organisation: Organisation | None
    email: str
    is_chair: bool
    is_secretary: bool


@dataclass(frozen=True, slots=True)
class InvitedJuror:
    """What came of inviting. `link` is shown to the inviter only where it was not mailed: a mailed one proves whose mailbox it is."""

    juror: Juror
    link: str | None


@transaction.atomic
def invite_juror(*, actor: Actor, contest_id: int, words: MemberWords, now: datetime) -> InvitedJuror:
    """Add somebody to the jury and make her link; with an e-mail it goes there. Raises `JurorKnown`, `ResultsAreOut`."""
    contest = led_contest(actor, contest_id)
    _check_unknown(contest, words.email)
    juror = Juror(contest=contest, invited_at=now)
    _write(juror, words)
    juror.save()
    journal.record(actor=actor, verb="juror_invited", subject=juror, now=now)
    return _with_link(juror, now)


@transaction.atomic
def edit_juror(*, actor: Actor, juror_id: int, words: MemberWords, now: datetime) -> Juror:
    """Change what is said of a juror. A link that waits for another address stops working and goes to the new one.

    Raises `JurorKnown`, `ResultsAreOut`.
    """
    juror = led_juror(actor, juror_id)
    old_email = juror.email
    _write(juror, words)
    if juror.email != old_email:
        _check_unknown(juror.contest, juror.email, besides=juror)
    juror.save(update_fields=["name", "position", "organisation", "email", "is_chair", "is_secretary"])
    journal.record(actor=actor, verb="juror_changed", subject=juror, now=now)
    if juror.email != old_email and juror.invitation_digest:
        _with_link(juror, now)
    return juror


@transaction.atomic
def renew_juror_link(*, actor: Actor, juror_id: int, now: datetime) -> InvitedJuror:
    """Make a new link for who has not come in with an account; the old one stops working. Raises `AlreadyAccepted`."""
    juror = led_juror(actor, juror_id)
    if juror.user_id is not None:
        raise AlreadyAccepted
    juror.left_at = None
    juror.save(update_fields=["left_at"])
    journal.record(actor=actor, verb="juror_invited", subject=juror, now=now)
    return _with_link(juror, now)


@transaction.atomic
def note_acceptance(*, actor: Actor, juror_id: int, now: datetime) -> Juror:
    """Write down that somebody agreed to judge by word or on paper; her link goes on working, so that she may come in with it."""
    juror = led_juror(actor, juror_id)
    if juror.accepted_at is None:
        juror.accepted_at = now
        juror.save(update_fields=["accepted_at"])
        journal.record(actor=actor, verb="juror_accepted", subject=juror, now=now)
    return juror


@transaction.atomic
def remove_juror(*, actor: Actor, juror_id: int, now: datetime) -> Juror:
    """Let a juror go. Sheets that she has finished stay and count; untouched ones are given to nobody any more."""
    juror = led_juror(actor, juror_id)
    if juror.left_at is not None:
        return juror
    juror.left_at, juror.invitation_digest, juror.is_chair = now, "", False
    juror.save(update_fields=["left_at", "invitation_digest", "is_chair"])
    untouched_sheets().filter(juror=juror).delete()
    if juror.user is not None:
        withdraw_role(actor=SYSTEM, user_id=juror.user.pk, role=Role.JUROR, place=seat_of(juror.contest), now=now)
    journal.record(actor=actor, verb="juror_removed", subject=juror, now=now)
    return juror


@transaction.atomic
def restore_juror(*, actor: Actor, juror_id: int, now: datetime) -> Juror:
    """Take a juror back into the jury."""
    juror = led_juror(actor, juror_id)
    juror.left_at = None
    juror.save(update_fields=["left_at"])
    if juror.user is not None:
        put_role(user=juror.user, role=Role.JUROR, place=seat_of(juror.contest), now=now, actor=actor)
    journal.record(actor=actor, verb="juror_restored", subject=juror, now=now)
    return juror


def untouched_sheets() -> QuerySet[ScoreSheet]:
    """Return sheets in which nothing was ever marked or written."""
    marks = Mark.objects.filter(sheet=OuterRef("pk"))
    return ScoreSheet.objects.filter(~Exists(marks), version=0, state=SheetState.OPEN, typed_by=None)


def _write(juror: Juror, words: MemberWords) -> None:
    juror.name, juror.position = " ".join(words.name.split()), words.position.strip()
    juror.organisation, juror.email = words.organisation, words.email.strip().lower()
    juror.is_secretary = words.is_secretary
    if words.is_chair and not juror.is_chair:
        # one chair: the next takes it from the one before
        Juror.objects.filter(contest=juror.contest, is_chair=True).update(is_chair=False)
    juror.is_chair = words.is_chair


def _check_unknown(contest: Contest, email: str, besides: Juror | None = None) -> None:
    address = email.strip().lower()
    known = Juror.objects.filter(contest=contest, left_at=None, email=address)
    others = known.exclude(pk=besides.pk) if besides else known
    if address and others.exists():
        raise JurorKnown


def _with_link(juror: Juror, now: datetime) -> InvitedJuror:
    """Give the juror a fresh link, mailed where she has an address."""
    secret = new_token(SECRET_LENGTH)
    juror.invitation_digest, juror.invited_at = hash_secret(secret), now
    juror.save(update_fields=["invitation_digest", "invited_at"])
    link = f"{juror.contest.school.base_url}/jury/{secret}/"
    if not juror.email:
        return InvitedJuror(juror, link)
    write_letters(drafts=[_letter(juror, link)], now=now, place=place_of(juror.contest.school))
    return InvitedJuror(juror, None)


def _letter(juror: Juror, link: str) -> Draft:
    words = {"juror": juror, "contest": juror.contest, "school": juror.contest.school, "link": link}
    # she has no account yet whose language would be known
    with translation.override(juror.user.language if juror.user else Language.RUSSIAN):
        return Draft(
            to_email=juror.email,
            kind=NoticeKind.CONTEST,
            subject=render_to_string("contest/letters/jury_invitation.subject.txt", words),
            text=render_to_string("contest/letters/jury_invitation.txt", words),
            expires_at=juror.invited_at + INVITATION_LIVES,
        )
