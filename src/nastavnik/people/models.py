"""People, their organisations and libraries, and the roles they hold in places."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.people.enums import LegalForm, LibraryKind, PlaceKind, Role


class Organisation(models.Model):
    """A legal entity: the owner of a school, a partner, an employer."""

    token = TokenField()
    name = models.CharField(_("full name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=100)
    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm.choices, default=LegalForm.OTHER)
    site = models.URLField(_("web site"), blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["name"], name="organisation_name_once"),)

    def __str__(self) -> str:
        return self.short_name or self.name


class Library(models.Model):
    """A library of a network: a unit of an organisation, never a legal entity here."""

    token = TokenField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("organisation"))
    kind = models.CharField(_("kind"), max_length=20, choices=LibraryKind.choices, default=LibraryKind.BRANCH)
    number = models.PositiveSmallIntegerField(_("branch number"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    # lower case, ё as е: SQLite cannot compare Cyrillic without case
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    settlement = models.CharField(_("settlement"), max_length=120, blank=True)
    is_model = models.BooleanField(_("model library"), default=False)

    class Meta:
        verbose_name = _("library")
        constraints = (
            models.UniqueConstraint(fields=["organisation", "name_key"], name="library_name_once"),
            models.UniqueConstraint(
                fields=["organisation", "number"], name="library_number_once", condition=models.Q(number__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the address is their name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account; without a password it can be entered only by a code or an invitation."""
        user = self.model(email=email.strip().lower(), **fields)
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
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("operator"), default=False)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)

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
