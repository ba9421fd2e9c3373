"""Accounts of people, the roles they hold in places, and the invitations that let them in."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.core.text import search_key
from nastavnik.people.enums import Language, PlaceKind, Role
from nastavnik.people.models.places import Library


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the address is their name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account; without a password it can be entered only by a code or an invitation."""
        key = search_key(fields.get("full_name", ""))
        user = self.model(email=email.strip().lower(), **{"name_key": key} | fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make the operator's account."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. What she may do is told by her roles in places, not by fields of this row."""

    token = TokenField()
    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("full name"), max_length=200)
    # lower case, ё as е: for search and for telling duplicates on both databases
    name_key = models.CharField(max_length=200, editable=False, db_index=True, default="")
    position = models.CharField(_("position"), max_length=150, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    library = models.ForeignKey(Library, models.SET_NULL, verbose_name=_("library"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language.choices, default=Language.RUSSIAN)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("operator"), default=False)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    # set once, when the person asked to be forgotten; nothing about her is left in this row then
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("person")

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        """Return the name for greetings and Django's own pages."""
        return self.full_name


class RoleAssignment(models.Model):
    """A role that a person holds in a place (a school, a contest, a library)."""

    user = models.ForeignKey(User, models.CASCADE)
    role = models.CharField(max_length=20, choices=Role.choices)
    place_kind = models.CharField(max_length=20, choices=PlaceKind.choices)
    place_id = models.BigIntegerField()
    granted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "role", "place_kind", "place_id"], name="role_once_in_a_place"),
        )
        indexes = (models.Index(fields=["place_kind", "place_id", "role"], name="role_place"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} of {self.place_kind} {self.place_id}"


class Invitation(models.Model):
    """A link that brings a person into a place; it works once and until `expires_at`.

    Only the hash of its secret is kept. With `is_entry` the link itself signs the person in; without, it only grants
    the role to a person who has signed in by herself (her account belongs to others too).
    """

    user = models.ForeignKey(User, models.CASCADE)
    secret_hash = models.CharField(max_length=64, unique=True)
    # empty: a new way in for somebody who holds her roles already
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    place_kind = models.CharField(max_length=20, choices=PlaceKind.choices)
    place_id = models.BigIntegerField()
    place_title = models.CharField(max_length=200)
    is_entry = models.BooleanField()
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["user", "-created_at"], name="invitation_of"),)

    def __str__(self) -> str:
        return f"{self.user_id} into {self.place_kind} {self.place_id}"

    def is_open_at(self, now: datetime) -> bool:
        """Tell whether the link still works; the person must be loaded."""
        is_unused = self.used_at is None and self.revoked_at is None
        return is_unused and self.expires_at > now and self.user.is_active
