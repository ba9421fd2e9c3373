"""Roles in places: granted and withdrawn."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.enums import DESK_ROLES, NoticeKind, Place, Role
from nastavnik.people.events import RoleGranted, RoleWithdrawn
from nastavnik.people.models import Invitation, RoleAssignment, User
from nastavnik.people.permissions import SYSTEM, Actor, can_run_place, people_of
from nastavnik.people.services.notices import notify
from nastavnik.people.services.refusals import LastMethodist


@transaction.atomic
def grant_role(*, actor: Actor, user_id: int, role: Role, place: Place, now: datetime) -> RoleAssignment:
    """Let a person hold `role` in `place`; holding it already changes nothing.

    A methodist grants roles to the people of her school only; others are invited (`invite_person`) and confirm it
    themselves. For a place inside the school (a contest), the caller checks that it is the school's and passes
    `actor=SYSTEM`, or uses `grant_role_within`.
    """
    user = User.objects.get(pk=user_id, erased_at=None)
    is_known = actor is SYSTEM or people_of(place).filter(pk=user.pk).exists()
    if not can_run_place(actor, place) or not is_known:
        raise PermissionDenied
    return put_role(user=user, role=role, place=place, now=now, actor=actor)


@transaction.atomic
def grant_role_within(
    *, actor: Actor, user_id: int, role: Role, place: Place, school: Place, now: datetime
) -> RoleAssignment:
    """Let a person of `school` hold `role` in `place`, which lies in that school (a contest, a library of it)."""
    user = User.objects.get(pk=user_id, erased_at=None)
    if not can_run_place(actor, school) or not people_of(school).filter(pk=user.pk).exists():
        raise PermissionDenied
    return put_role(user=user, role=role, place=place, now=now, actor=actor)


def put_role(*, user: User, role: Role, place: Place, now: datetime, actor: Actor | None = None) -> RoleAssignment:
    """Write the role with its journal and event; for services that have checked the right. `actor` None: the person."""
    held, is_new = RoleAssignment.objects.get_or_create(
        user=user, role=role, place_kind=place.kind, place_id=place.id, defaults={"granted_at": now}
    )
    forget_roles(user)
    if is_new:
        journal.record(
            actor=actor or user, verb="role_granted", subject=user, now=now, role=role, place=[place.kind, place.id]
        )
        publish(RoleGranted(user_id=user.pk, role=role, place=place))
        if role in DESK_ROLES:
            ask_for_second_factor(user=user, now=now)
    return held


@transaction.atomic
def withdraw_role(*, actor: Actor, user_id: int, role: Role, place: Place, now: datetime) -> None:
    """Take a role back, with the links that grant it. Raises `LastMethodist`; one not held is nothing to take back."""
    if not can_run_place(actor, place):
        raise PermissionDenied
    user = User.objects.get(pk=user_id)
    if role is Role.METHODIST:
        check_not_last_methodist(user=user, place=place)
    held = RoleAssignment.objects.filter(user=user, role=role, place_kind=place.kind, place_id=place.id)
    count, _rows = held.delete()
    _revoke_invitations(user, role, place, now)
    forget_roles(user)
    if count:
        journal.record(
            actor=actor, verb="role_withdrawn", subject=user, now=now, role=role, place=[place.kind, place.id]
        )
        publish(RoleWithdrawn(user_id=user.pk, role=role, place=place))


def _revoke_invitations(user: User, role: Role, place: Place, now: datetime) -> None:
    """Stop the links that would bring the role back."""
    links = Invitation.objects.filter(user=user, role=role, place_kind=place.kind, place_id=place.id)
    links.filter(used_at=None, revoked_at=None).update(revoked_at=now)


def check_not_last_methodist(*, user: User, place: Place) -> None:
    """Raise `LastMethodist` when `user` is the only active methodist of `place`. Locks the methodists' roles."""
    methodists = RoleAssignment.objects.select_for_update(of=("self",)).filter(
        role=Role.METHODIST, place_kind=place.kind, place_id=place.id, user__is_active=True
    )
    ids = {held.user_id for held in methodists}
    if ids == {user.pk}:
        raise LastMethodist


def ask_for_second_factor(*, user: User, now: datetime) -> None:
    """Ask a person of the desk, once, to protect the account: it opens the data of all people of the school."""
    notify(
        user_ids=[user.pk],
        kind=NoticeKind.ACCOUNT,
        template="people/notices/second_factor",
        link=reverse("mfa_index"),
        now=now,
        key="second-factor",
    )


def forget_roles(user: User) -> None:
    """Drop the memory of roles on the instance, so that `roles_of` asks anew."""
    if hasattr(user, "_roles"):
        del user._roles
