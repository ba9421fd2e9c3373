"""Accounts: made, changed, switched off and on, registered by the person herself."""

from collections.abc import Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.core.text import search_key
from nastavnik.people.enums import ConsentHow, ConsentKind, LetterState, Place, Role
from nastavnik.people.events import PersonActivated, PersonDeactivated, PersonRegistered
from nastavnik.people.models import ConsentText, Invitation, Letter, Library, User
from nastavnik.people.permissions import SYSTEM, Actor, can_edit_person, can_run_place, libraries_of, roles_of
from nastavnik.people.services.consents import record_consent
from nastavnik.people.services.refusals import (
    AddressIsHers,
    AddressTaken,
    ConsentMissing,
    NotYourself,
    PersonOfSeveralSchools,
)
from nastavnik.people.services.roles import check_not_last_methodist, put_role


@transaction.atomic
def create_account(
    *,
    actor: Actor,
    email: str,
    full_name: str,
    now: datetime,
    password: str | None = None,
    position: str = "",
    phone: str = "",
    library: Library | None = None,
    is_operator: bool = False,
) -> User:
    """Make an account that belongs to no place yet; for the command line and the demonstration (`actor=SYSTEM`).

    Methodists make accounts by `invite_person` and by staff lists, so that an account is never without a place.
    Raises `AddressTaken`.
    """
    if actor is not SYSTEM:
        raise PermissionDenied
    user = make_account(
        email=email, full_name=full_name, password=password, position=position, phone=phone, library=library
    )
    if is_operator:
        user.is_staff = user.is_superuser = True
        user.save(update_fields=["is_staff", "is_superuser"])
    journal.record(actor=actor, verb="account_made", subject=user, now=now)
    return user


def make_account(*, email: str, full_name: str, password: str | None = None, **fields: object) -> User:
    """Write the row of an account. Raises `AddressTaken`, also when two make it at the same moment."""
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, full_name=" ".join(full_name.split()), **fields)
    except IntegrityError as error:
        raise AddressTaken from error


@transaction.atomic
def register_person(*, email: str, full_name: str, text: ConsentText | None, place: Place, now: datetime) -> User:
    """Make an account for a passer-by of a school whose registration is open; she enters it by a code from a letter.

    `text` is the processing consent she has ticked. An address that has an account already gets no second one and
    the answer is the same, so that nobody can find out who is in the school. Raises `ConsentMissing`.
    """
    if (
        text is None
        or text.kind != ConsentKind.PROCESSING
        or (text.place_kind, text.place_id) != (place.kind, place.id)
    ):
        raise ConsentMissing
    known = User.objects.filter(email=email.strip().lower()).first()
    if known is not None:
        return known
    user = make_account(email=email, full_name=full_name)
    put_role(user=user, role=Role.LEARNER, place=place, now=now)
    record_consent(user=user, text=text, how=ConsentHow.REGISTRATION, now=now)
    journal.record(actor=user, verb="registered", subject=user, now=now)
    publish(PersonRegistered(user_id=user.pk, place=place))
    return user


@transaction.atomic
def edit_person(
    *,
    actor: Actor,
    user_id: int,
    place: Place,
    full_name: str,
    position: str,
    phone: str,
    library: Library | None,
    now: datetime,
    email: str = "",
) -> User:
    """Change what the school knows of a person.

    The address can be corrected until she has signed in for the first time; afterwards only she changes it, so that
    nobody comes in as another. Raises `PersonOfSeveralSchools` when the account is not this school's to change,
    `AddressIsHers`, `AddressTaken`.
    """
    user = _person_of(actor, user_id, place)
    if email and email.strip().lower() != user.email:
        _correct_address(actor, user, email.strip().lower(), now)
    if library is not None and library.pk != user.library_id and not libraries_of(place).filter(pk=library.pk).exists():
        raise PermissionDenied
    fields = {
        "full_name": " ".join(full_name.split()),
        "name_key": search_key(full_name),
        "position": position.strip(),
        "phone": phone.strip(),
        "library_id": library.pk if library else None,
    }
    _change(actor, user, fields, now)
    return user


def _correct_address(actor: Actor, user: User, email: str, now: datetime) -> None:
    """Give a person who has never been in another address; what was sent to the wrong one stops working."""
    if user.last_login is not None:
        raise AddressIsHers
    if User.objects.filter(email=email).exists():
        raise AddressTaken
    Invitation.objects.filter(user=user, used_at=None, revoked_at=None).update(revoked_at=now)
    Letter.objects.filter(user=user, to_email=user.email, state=LetterState.WAITING).delete()
    _change(actor, user, {"email": email}, now)


def keep_address(*, user: User) -> None:
    """Let a change of the address leave the present one in place until the new one is confirmed.

    allauth takes whatever address it knows as unconfirmed for a change begun earlier and removes it; were that the
    present one, the account would be left without an address at once.
    """
    EmailAddress.objects.filter(user=user, email=user.email, verified=False).delete()


@transaction.atomic
def edit_profile(
    *,
    actor: User,
    full_name: str,
    position: str,
    phone: str,
    time_zone: str,
    language: str,
    now: datetime,
) -> User:
    """Change one's own details and how pages and letters speak."""
    user = User.objects.select_for_update().get(pk=actor.pk)
    fields = {
        "full_name": " ".join(full_name.split()),
        "name_key": search_key(full_name),
        "position": position.strip(),
        "phone": phone.strip(),
        "time_zone": time_zone,
        "language": language,
    }
    _change(actor, user, fields, now)
    return user


@transaction.atomic
def deactivate_person(*, actor: Actor, user_id: int, place: Place, now: datetime) -> User:
    """Switch an account off: the person cannot sign in, nothing of hers is removed; `activate_person` undoes it.

    Raises `NotYourself`, `PersonOfSeveralSchools`, `LastMethodist`.
    """
    user = _person_of(actor, user_id, place)
    if user.pk == actor.pk:
        raise NotYourself
    check_not_last_methodist(user=user, place=place)
    _switch(actor, user, now, is_active=False)
    publish(PersonDeactivated(user_id=user.pk))
    return user


@transaction.atomic
def activate_person(*, actor: Actor, user_id: int, place: Place, now: datetime) -> User:
    """Switch an account on again."""
    user = _person_of(actor, user_id, place)
    if user.pk == actor.pk:
        raise NotYourself
    _switch(actor, user, now, is_active=True)
    publish(PersonActivated(user_id=user.pk))
    return user


def _person_of(actor: Actor, user_id: int, place: Place) -> User:
    """Return the locked row of a person whom `actor` may change."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user_id, erased_at=None)
    check_can_edit(actor, user, place)
    return user


def check_can_edit(actor: Actor, user: User, place: Place) -> None:
    """Raise `PersonOfSeveralSchools` or `PermissionDenied` unless `actor` may change the account of `user`."""
    if can_edit_person(actor, user, place):
        return
    if can_see_as_ours(actor, user, place):
        raise PersonOfSeveralSchools
    raise PermissionDenied


def can_see_as_ours(actor: Actor, user: User, place: Place) -> bool:
    """Tell whether the person is in the actor's own school, so that the reason of a refusal may be told."""
    return can_run_place(actor, place) and any(held == place for _role, held in roles_of(user))


def _switch(actor: Actor, user: User, now: datetime, *, is_active: bool) -> None:
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    journal.record(actor=actor, verb="switched_on" if is_active else "switched_off", subject=user, now=now)


def _change(actor: Actor, user: User, fields: Mapping[str, object], now: datetime) -> None:
    """Save what differs; the journal names the fields, not their values: it outlives an erased account."""
    changed = sorted(name for name, value in fields.items() if getattr(user, name) != value)
    for name in changed:
        setattr(user, name, fields[name])
    if changed:
        user.save(update_fields=changed)
        journal.record(actor=actor, verb="details_changed", subject=user, now=now, fields=changed)
