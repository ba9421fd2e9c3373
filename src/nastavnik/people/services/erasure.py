"""Being forgotten: an account made anonymous at its person's own wish (152-FZ, articles 14 and 20 to 21)."""

from datetime import datetime

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.events import PersonErased
from nastavnik.people.models import (
    Consent,
    Invitation,
    Letter,
    Notice,
    NoticeHours,
    NoticePreference,
    PushSubscription,
    RoleAssignment,
    StaffImportRow,
    User,
)
from nastavnik.people.permissions import roles_of
from nastavnik.people.services.refusals import AddressNotConfirmed
from nastavnik.people.services.roles import check_not_last_methodist, forget_roles

ERASED_NAME = "—"
ERASED_DOMAIN = "erased.invalid"
# Rows that exist only for her and hold her data; whatever else refers to the account now refers to nobody.
OWN_ROWS: tuple[type[models.Model], ...] = (
    RoleAssignment,
    Invitation,
    Letter,
    Notice,
    NoticeHours,
    NoticePreference,
    PushSubscription,
)
# Apps whose rows are means of signing in: second factors, addresses, accounts of VK ID and Yandex ID.
SIGN_IN_APPS = frozenset({"account", "mfa", "socialaccount"})


@transaction.atomic
def erase_account(*, actor: User, typed_email: str, now: datetime) -> None:
    """Forget a person who asks for it herself and confirms by typing her own e-mail. It cannot be undone.

    Her name, address, telephone, position, library, roles, letters, notices and means of signing in go at once; the
    account is closed. What the law wants kept stays without a name: when which consents were given and withdrawn,
    and that the erasure was asked for. Raises `AddressNotConfirmed`, `LastMethodist`.
    """
    user = User.objects.select_for_update().get(pk=actor.pk, erased_at=None)
    if user.is_superuser:
        raise PermissionDenied
    if typed_email.strip().lower() != user.email:
        raise AddressNotConfirmed
    _check_schools_keep_a_methodist(user)
    _remove_own_rows(user)
    _forget_sign_ins(user)
    Consent.objects.filter(user=user, withdrawn_at=None).update(withdrawn_at=now)
    StaffImportRow.objects.filter(user=user).update(cells={}, before={}, after={})
    _make_anonymous(user, now)
    journal.forget_name(actor_id=user.pk, name=ERASED_NAME)
    journal.record(actor=user, verb="erased", subject=user, now=now)
    publish(PersonErased(user_id=user.pk))


def _check_schools_keep_a_methodist(user: User) -> None:
    for role, place in roles_of(user):
        if role is Role.METHODIST and place.kind is PlaceKind.SCHOOL:
            check_not_last_methodist(user=user, place=Place(place.kind, place.id))


def _remove_own_rows(user: User) -> None:
    for relation in User._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model = relation.related_model
        is_hers = relation.field.name == "user"
        if is_hers and (model in OWN_ROWS or model._meta.app_label in SIGN_IN_APPS):
            model._default_manager.filter(user=user).delete()
    forget_roles(user)


def _forget_sign_ins(user: User) -> None:
    """Remove what axes wrote down of her signing in: her address, her computer's, her browser."""
    for model in (AccessLog, AccessAttempt, AccessFailureLog):
        model.objects.filter(username=user.email).delete()
    Letter.objects.filter(to_email__iexact=user.email).delete()


def _make_anonymous(user: User, now: datetime) -> None:
    user.email = f"{user.token}@{ERASED_DOMAIN}"
    user.full_name, user.name_key = ERASED_NAME, ""
    user.position = user.phone = user.time_zone = ""
    user.library = None
    user.is_active = user.is_staff = False
    user.erased_at = now
    # a changed password ends every session of the account
    user.set_unusable_password()
    user.save(
        update_fields=[
            "email",
            "full_name",
            "name_key",
            "position",
            "phone",
            "time_zone",
            "library",
            "is_active",
            "is_staff",
            "erased_at",
            "password",
        ]
    )
