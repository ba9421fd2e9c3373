"""Somebody answers the invitation into a jury: with her account, with one that is made now, on paper, or not at all."""

from datetime import datetime

from django.db import transaction

from nastavnik.contest.models import Juror
from nastavnik.contest.selectors.jury.invitations import is_invited
from nastavnik.contest.services.jury.members import untouched_sheets
from nastavnik.contest.services.jury.parts import runners_of, seat_of, tell
from nastavnik.contest.services.jury.refusals import InvitationOver, JurorKnown, NoAddress, SignInFirst
from nastavnik.core import journal
from nastavnik.people.enums import Role
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.people.selectors.entry import hash_secret
from nastavnik.people.services.accounts import make_account
from nastavnik.people.services.roles import put_role


@transaction.atomic
def accept_with_account(*, actor: Actor, secret: str, now: datetime) -> User:
    """Let the person of the link judge at her own desk, with the account she is in, or with one made for her address.

    The link came to that address by mail and was shown to nobody, so whoever has it reads that mailbox; an account that
    exists is opened by signing in alone. Returns the account. Raises `InvitationOver`, `JurorKnown`, `SignInFirst`, `NoAddress`.
    """
    juror = _invited(secret, now)
    user = actor if isinstance(actor, User) else _new_account(juror)
    if Juror.objects.filter(contest=juror.contest, user=user).exclude(pk=juror.pk).exists():
        raise JurorKnown
    juror.user, juror.invitation_digest, juror.accepted_at = user, "", juror.accepted_at or now
    juror.save(update_fields=["user", "invitation_digest", "accepted_at"])
    put_role(user=user, role=Role.JUROR, place=seat_of(juror.contest), now=now)
    journal.record(actor=user, verb="juror_accepted", subject=juror, now=now)
    _tell_runners(juror, "juror_accepted", now)
    return user


@transaction.atomic
def accept_on_paper(*, secret: str, now: datetime) -> Juror:
    """Let the person of the link judge on printed sheets; the link goes on working, should she want to come in after all."""
    juror = _invited(secret, now)
    if juror.accepted_at is None:
        juror.accepted_at = now
        juror.save(update_fields=["accepted_at"])
        journal.record(actor=None, verb="juror_accepted", subject=juror, now=now)
        _tell_runners(juror, "juror_accepted", now)
    return juror


@transaction.atomic
def decline(*, secret: str, now: datetime) -> Juror:
    """Let the person of the link not judge."""
    juror = _invited(secret, now)
    juror.left_at, juror.invitation_digest, juror.is_chair = now, "", False
    juror.save(update_fields=["left_at", "invitation_digest", "is_chair"])
    untouched_sheets().filter(juror=juror).delete()
    journal.record(actor=None, verb="juror_declined", subject=juror, now=now)
    _tell_runners(juror, "juror_declined", now)
    return juror


def _invited(secret: str, now: datetime) -> Juror:
    juror = (
        Juror.objects.select_for_update(of=("self",))
        .select_related("contest__school")
        .get(invitation_digest=hash_secret(secret), contest__removed_at=None)
    )
    if not is_invited(juror, now):
        raise InvitationOver
    return juror


def _new_account(juror: Juror) -> User:
    if not juror.email:
        raise NoAddress
    if User.objects.filter(email=juror.email).exists():
        raise SignInFirst
    return make_account(email=juror.email, full_name=juror.name, position=juror.position[:150])


def _tell_runners(juror: Juror, news: str, now: datetime) -> None:
    link = f"/desk/contests/{juror.contest.token}/jury/"
    tell(juror.contest, news, runners_of(juror.contest), link, now=now, juror=juror)
