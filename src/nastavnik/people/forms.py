"""Forms of the people: the shape of what is typed."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import AddEmailForm, RequestLoginCodeForm, ResetPasswordForm
from allauth.account.models import EmailAddress
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from nastavnik.people import selectors, services
from nastavnik.people.enums import ConsentKind, Language, LegalForm, LibraryKind, MailManner, NoticeKind, Role
from nastavnik.people.models import Library, Organisation
from nastavnik.people.models.notices import DIGEST_HOUR, QUIET_FROM, QUIET_UNTIL

# Zones of Russia first: nearly everybody lives in one of them.
RUSSIAN_ZONES = (
    ("Europe/Kaliningrad", _("Kaliningrad (Moscow −1)")),
    ("Europe/Moscow", _("Moscow")),
    ("Europe/Samara", _("Samara (Moscow +1)")),
    ("Asia/Yekaterinburg", _("Yekaterinburg (Moscow +2)")),
    ("Asia/Omsk", _("Omsk (Moscow +3)")),
    ("Asia/Krasnoyarsk", _("Krasnoyarsk (Moscow +4)")),
    ("Asia/Irkutsk", _("Irkutsk (Moscow +5)")),
    ("Asia/Yakutsk", _("Yakutsk (Moscow +6)")),
    ("Asia/Vladivostok", _("Vladivostok (Moscow +7)")),
    ("Asia/Magadan", _("Magadan (Moscow +8)")),
    ("Asia/Kamchatka", _("Kamchatka (Moscow +9)")),
)
# A list this long is refused as a choice; the import says so itself for the rest.
FILE_TYPES = ".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def zone_choices() -> list[tuple[str, Any]]:
    """Return the time zones to choose from, the school's own first."""
    known = {zone for zone, _label in RUSSIAN_ZONES}
    others = sorted(zone for zone in available_timezones() - known if zone.startswith(("Europe/", "Asia/")))
    return [("", _("As the school")), *RUSSIAN_ZONES, *((zone, zone) for zone in others)]


class OneOf(forms.ChoiceField):
    """One of rows that are loaded already, chosen by token; its value is the row, or None for none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.rows: dict[str, Library | Organisation] = {}

    def offer(self, rows: Iterable[Library | Organisation], empty: str | Promise = "") -> None:
        """Say what there is to choose from; `empty` names the choice of none."""
        self.rows = {row.token: row for row in rows}
        labels = [(token, getattr(row, "label", str(row))) for token, row in self.rows.items()]
        self.choices = [*([] if self.required else [("", empty)]), *labels]

    def prepare_value(self, value: Any) -> Any:
        """Return the token of a row given as the initial value."""
        return getattr(value, "token", value)

    def clean(self, value: Any) -> Any:
        """Return the chosen row."""
        return self.rows.get(super().clean(value))


def offer(form: forms.Form, name: str, rows: Iterable[Library | Organisation], empty: str | Promise = "") -> None:
    """Give the field `name` of a form its rows."""
    field = form.fields[name]
    assert isinstance(field, OneOf)
    field.offer(rows, empty)


class HourField(forms.TypedChoiceField):
    """An hour of the day; who sends none means the usual one."""

    def __init__(self, *, usual: int, **words: Any) -> None:
        hours = [(hour, f"{hour:02}:00") for hour in range(24)]
        super().__init__(choices=hours, coerce=int, required=False, empty_value=str(usual), **words)


class DetailsForm(forms.Form):
    """What a school knows of a person besides her address."""

    full_name = forms.CharField(
        label=_("Family name, first name, patronymic"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    position = forms.CharField(label=_("Position"), max_length=150, required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )


class PersonForm(DetailsForm):
    """A person's details as the methodist changes them."""

    library = OneOf(label=_("Library"), required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("It can be corrected until the person signs in; then send a new way in."),
    )

    def __init__(self, *args: Any, libraries: Iterable[Library], has_been_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "library", libraries, empty=_("none"))
        if has_been_in:
            del self.fields["email"]


class ProfileForm(DetailsForm):
    """One's own details, and how pages and letters speak."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=lazy(zone_choices, list), required=False)
    language = forms.ChoiceField(label=_("Language of pages and letters"), choices=Language.choices)


class InviteForm(forms.Form):
    """Whom a methodist invites."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("The invitation goes to this address."))
    full_name = forms.CharField(label=_("Family name, first name, patronymic"), max_length=200)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.LEARNER)
    position = forms.CharField(label=_("Position"), max_length=150, required=False)
    library = OneOf(label=_("Library"), required=False)

    def __init__(self, *args: Any, libraries: Iterable[Library], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "library", libraries, empty=_("none"))


class RoleForm(forms.Form):
    """A role to grant or withdraw."""

    role = forms.TypedChoiceField(label=_("Role"), choices=Role.choices, coerce=Role)


class OrganisationForm(forms.Form):
    """An organisation."""

    name = forms.CharField(label=_("Full name"), max_length=300)
    short_name = forms.CharField(
        label=_("Short name"),
        max_length=100,
        required=False,
        help_text=_("As people say it; used in lists and tables."),
    )
    legal_form = forms.TypedChoiceField(
        label=_("Legal form"),
        choices=LegalForm.choices,
        coerce=LegalForm,
        help_text=_("It decides which grant contests the organisation may apply to."),
    )
    site = forms.URLField(label=_("Web site"), required=False, assume_scheme="https")


class LibraryForm(forms.Form):
    """A library of an organisation."""

    name = forms.CharField(label=_("What it is called"), max_length=200)
    kind = forms.TypedChoiceField(
        label=_("Kind"), choices=LibraryKind.choices, coerce=LibraryKind, initial=LibraryKind.BRANCH
    )
    number = forms.IntegerField(
        label=_("Branch number"),
        min_value=1,
        max_value=9999,
        required=False,
        help_text=_("Without №, for branches only."),
    )
    settlement = forms.CharField(label=_("Settlement"), max_length=120, required=False)
    is_model = forms.BooleanField(label=_("Model library"), required=False)
    organisation = OneOf(label=_("Organisation"))

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation", organisations)


class StaffListForm(forms.Form):
    """A staff list to upload."""

    file = forms.FileField(
        label=_("List of people, XLSX or CSV"),
        help_text=_("Up to 10 MB and 20,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": FILE_TYPES}),
    )


class RegisterForm(forms.Form):
    """What a person gives to make an account herself."""

    full_name = forms.CharField(
        label=_("Family name, first name, patronymic"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We send a code to it; no password is needed."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    is_agreed = forms.BooleanField(
        label=_("I agree to the processing of my personal data"),
        error_messages={"required": _("Without this consent an account cannot be made.")},
    )


class EntryForm(forms.Form):
    """Coming in by an invitation, with a password of one's own if wanted."""

    password = forms.CharField(
        label=_("Password, if you want one"),
        required=False,
        strip=False,
        help_text=_("At least 10 characters. Without a password you sign in by a code from a letter."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Check the password by the rules of the school, when one is given."""
        password = str(self.cleaned_data["password"])
        if password:
            try:
                validate_password(password)
            except ValidationError as error:
                raise ValidationError(error.messages) from error
        return password


class EraseForm(forms.Form):
    """The confirmation of an erasure."""

    email = forms.EmailField(
        label=_("Type your e-mail to confirm"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )


class ConsentTextForm(forms.Form):
    """A new version of a document."""

    kind = forms.TypedChoiceField(label=_("Document"), choices=ConsentKind.choices, coerce=ConsentKind)
    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 20}), help_text=_("Headings begin with ##, lists with -.")
    )


class NoticesForm(forms.Form):
    """How notices of each kind come, when none may, and when the summary does.

    The fields of the kinds are drawn by the page itself, as a table: `mail-<kind>` and `pushed`.
    """

    pushed = forms.TypedMultipleChoiceField(choices=NoticeKind.choices, coerce=NoticeKind, required=False)
    digest_hour = HourField(label=_("The summary comes at"), usual=DIGEST_HOUR)
    is_quiet = forms.BooleanField(label=_("There are hours in which nothing comes"), required=False)
    quiet_from = HourField(label=_("Quiet from"), usual=QUIET_FROM)
    quiet_until = HourField(label=_("Quiet until"), usual=QUIET_UNTIL)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in NoticeKind:
            self.fields[f"mail-{kind}"] = forms.TypedChoiceField(
                choices=MailManner.choices, coerce=MailManner, required=False, empty_value=MailManner.OFF
            )

    def chosen(self) -> dict[str, Any]:
        """Return the choice as the service takes it; the form must be valid."""
        words = self.cleaned_data
        return {
            "mail": {kind: words[f"mail-{kind}"] for kind in NoticeKind},
            "pushed": words["pushed"],
            "quiet": (int(words["quiet_from"]), int(words["quiet_until"])) if words["is_quiet"] else None,
            "digest_hour": int(words["digest_hour"]),
        }


class BrowserForm(forms.Form):
    """What a browser tells of itself when it is to show notices: `PushSubscription.toJSON()` as text."""

    told = forms.JSONField()

    def clean_told(self) -> dict[str, Any]:
        """Take an object, and nothing else that JSON can be."""
        told = self.cleaned_data["told"]
        if not isinstance(told, dict):
            raise ValidationError("not an object")
        return told


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A new passkey: named, and good for signing in by itself unless the person says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["name"].help_text = _("So that you can tell it from others: “Work computer”, “My telephone”.")
        self.fields["passwordless"].label = _("Sign in with the key alone, without a password")
        self.fields["passwordless"].help_text = _("The telephone or computer asks for its lock or your finger.")
        self.fields["passwordless"].initial = True


# The address of an account stands in its own row and there alone. allauth also looks among addresses that people have typed
# as their new ones and not confirmed: with those, anybody could stand in the way of another's code or letter.


class CodeForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """Whom a code is sent to: the account that has the address, never one that waits to change to it."""

    def clean_email(self) -> str:
        """Find the account."""
        email = str(super().clean_email())
        self._user = selectors.person_at(email)
        return email


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Who may set a new password by a letter: the account that has the address."""

    def clean_email(self) -> str:
        """Find the account."""
        email = str(super().clean_email())
        found = selectors.person_at(email)
        self.users = [found] if found else []
        return email


class NewAddressForm(AddEmailForm):  # type: ignore[misc]  # allauth has no types
    """The address to which an account wants to change."""

    def save(self, request: HttpRequest) -> EmailAddress:
        """Begin the change; the present address stays until the new one is confirmed."""
        services.keep_address(user=self.user)
        return super().save(request)
