"""Invitations: a link that brings a person into a place."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.core.ids import new_token
from nastavnik.people.enums import NoticeKind, Place, PlaceKind, Role
from nastavnik.people.events import PersonInvited
from nastavnik.people.models import Invitation, Library, User
from nastavnik.people.permissions import SYSTEM, Actor, can_hand_over_entry, can_run_place, libraries_of, people_of
from nastavnik.people.selectors.entry import hash_secret
from nastavnik.people.services.accounts import make_account
from nastavnik.people.services.letters import Draft, absolute, write_letters
from nastavnik.people.services.refusals import InvitationForAnother, InvitationOver
from nastavnik.people.services.roles import put_role

INVITATION_LIVES = timedelta(days=14)
# 22 characters of 32 letters are 110 bits: nobody guesses a link.
SECRET_LENGTH = 22


@dataclass(frozen=True, slots=True)
class Invited:
    """What came of inviting: the person, and the link where the inviter may see it (else it is only mailed)."""

    user: User
    invitation: Invitation
    shown_link: str | None


@transaction.atomic
def invite_person(
    *,
    actor: Actor,
    place: Place,
    place_title: str,
    email: str,
    full_name: str,
    role: Role,
    now: datetime,
    position: str = "",
    library: Library | None = None,
) -> Invited:
    """Invite a person by e-mail, making her an account when the address has none; the link goes by mail.

    An account that the school knows gets the role at once and a fresh link. An account of other schools gets the
    role only when its person accepts, after signing in by herself: an inviter can never enter it.
    """
    if not can_run_place(actor, place):
        raise PermissionDenied
    if library is not None and not libraries_of(place).filter(pk=library.pk).exists():
        raise PermissionDenied
    user = User.objects.filter(email=email.strip().lower(), erased_at=None).first()
    if user is None:
        user = make_account(email=email, full_name=full_name, position=position, library=library)
        put_role(user=user, role=role, place=place, now=now, actor=actor)
    elif actor is SYSTEM or people_of(place).filter(pk=user.pk).exists():
        put_role(user=user, role=role, place=place, now=now, actor=actor)
    return _invite(actor=actor, user=user, role=role, place=place, place_title=place_title, now=now)


@transaction.atomic
def renew_invitation(*, actor: Actor, user_id: int, place: Place, place_title: str, now: datetime) -> Invited:
    """Give a person of the place a fresh link (she forgot how to sign in, or the sign-in is paused)."""
    if not can_run_place(actor, place):
        raise PermissionDenied
    user = people_of(place).get(pk=user_id)
    return _invite(actor=actor, user=user, role=None, place=place, place_title=place_title, now=now)


def _invite(*, actor: Actor, user: User, role: Role | None, place: Place, place_title: str, now: datetime) -> Invited:
    """Write the invitation and its letter; earlier links of this person to this place stop working."""
    _revoke_older(user, place, now)
    is_shown = can_hand_over_entry(actor, user, place)
    is_entry = is_shown or people_of(place).filter(pk=user.pk).exists()
    secret = new_token(SECRET_LENGTH)
    invitation = new_invitation(
        user=user,
        secret=secret,
        role=role,
        place=place,
        place_title=place_title,
        actor=actor,
        now=now,
        is_entry=is_entry,
    )
    invitation.save()
    link = absolute(reverse("people:invitation", args=[secret]))
    write_letters(drafts=[invitation_draft(invitation, link)], now=now, place=place)
    journal.record(actor=actor, verb="invited", subject=user, now=now, place=[place.kind, place.id])
    publish(PersonInvited(user_id=user.pk, place=place))
    return Invited(user=user, invitation=invitation, shown_link=link if is_shown else None)


def new_invitation(
    *,
    user: User,
    secret: str,
    role: Role | None,
    place: Place,
    place_title: str,
    actor: Actor,
    now: datetime,
    is_entry: bool,
) -> Invitation:
    """Return an unsaved invitation. Role None renews the way in and grants nothing."""
    return Invitation(
        user=user,
        secret_hash=hash_secret(secret),
        role=role or "",
        place_kind=place.kind,
        place_id=place.id,
        place_title=place_title,
        is_entry=is_entry,
        invited_by=actor if isinstance(actor, User) else None,
        created_at=now,
        expires_at=now + INVITATION_LIVES,
    )


def invitation_draft(invitation: Invitation, link: str) -> Draft:
    """Return the letter with the link."""
    user = invitation.user
    with translation.override(user.language):
        words = {
            "name": user.full_name,
            "place_title": invitation.place_title,
            "role": Role(invitation.role).label if invitation.role else "",
            "link": link,
            "expires_at": invitation.expires_at,
            "inviter": str(invitation.invited_by) if invitation.invited_by else "",
        }
        return Draft(
            to_email=user.email,
            kind=NoticeKind.ACCOUNT,
            subject=render_to_string("people/letters/invitation.subject.txt", words),
            text=render_to_string("people/letters/invitation.txt", words),
            html=render_to_string("people/letters/invitation.html", words),
            user=user,
            expires_at=invitation.expires_at,
        )


def _revoke_older(user: User, place: Place, now: datetime) -> None:
    older = Invitation.objects.filter(user=user, place_kind=place.kind, place_id=place.id, used_at=None)
    older.filter(revoked_at=None).update(revoked_at=now)


@transaction.atomic
def accept_invitation(*, actor: Actor, secret: str, now: datetime, password: str = "") -> User:
    """Use an invitation: grant its role and return the person, whom the caller signs in; set her password if given.

    Raises `InvitationOver`; `InvitationForAnother` when the account must first sign in by itself.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("user").get(secret_hash=hash_secret(secret))
    )
    user = invitation.user
    if not invitation.is_open_at(now):
        raise InvitationOver
    if not invitation.is_entry and actor.pk != user.pk:
        raise InvitationForAnother
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    if invitation.role:
        place = Place(PlaceKind(invitation.place_kind), invitation.place_id)
        put_role(user=user, role=Role(invitation.role), place=place, now=now)
    if password and invitation.is_entry:
        user.set_password(password)
        user.save(update_fields=["password"])
    journal.record(actor=user, verb="invitation_used", subject=user, now=now)
    return user
