"""Forms of other systems: platforms and the record store."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.core.forms import SystemAddressField
from nastavnik.learning.services.lti.platforms import PlatformWords

MOST_ID = 255
MOST_DEPLOYMENTS = 50
MOST_SECRET = 300
# where Moodle has what a tool asks of it
MOODLE = {"auth_url": "/mod/lti/auth.php", "token_url": "/mod/lti/token.php", "keys_url": "/mod/lti/certs.php"}
PLAIN = {"spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}


class PlatformForm(forms.Form):
    """A learning platform. Of Moodle the three addresses may be left empty."""

    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("As people know it: “Moodle of the institute”.")
    )
    issuer = SystemAddressField(
        label=_("Platform ID (issuer)"), help_text=_("In Moodle it is the address of the site.")
    )
    client_id = forms.CharField(label=_("Client ID"), max_length=MOST_ID, widget=forms.TextInput(attrs=PLAIN))
    deployments = forms.CharField(
        label=_("Deployment ID"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, **PLAIN}),
        help_text=_("If there are several, a line for each."),
    )
    auth_url = SystemAddressField(label=_("Authentication request URL"), required=False)
    token_url = SystemAddressField(label=_("Access token URL"), required=False)
    keys_url = SystemAddressField(
        label=_("Public keyset URL"),
        required=False,
        help_text=_("For Moodle these three may stay empty: they are known from the address of the site."),
    )
    makes_accounts = forms.BooleanField(
        label=_("Make an account for people of this platform who have none here"),
        required=False,
        help_text=_(
            "Otherwise they sign in once with the account they have. The account is a learner’s, and its consents are asked as of everybody."
        ),
    )

    def clean_issuer(self) -> str:
        """Return the issuer as the platform writes it: without a slash that was pasted after it."""
        issuer: str = self.cleaned_data["issuer"]
        return issuer.rstrip("/") if issuer.count("/") == 3 else issuer  # noqa: PLR2004 -- https://host/

    def clean_deployments(self) -> list[str]:
        """Return the numbers, each once."""
        lines = (line.strip() for line in self.cleaned_data["deployments"].splitlines())
        found = list(dict.fromkeys(line for line in lines if line))
        if not found or len(found) > MOST_DEPLOYMENTS or any(len(line) > MOST_ID for line in found):
            raise forms.ValidationError(_("Write a number in each line, at most fifty."))
        return found

    def clean(self) -> dict[str, Any]:
        """Fill in the addresses of a Moodle."""
        typed: dict[str, Any] = self.cleaned_data
        if "issuer" in typed and not any(typed.get(name) or name in self.errors for name in MOODLE):
            typed |= {name: f"{typed['issuer']}{path}" for name, path in MOODLE.items()}
        missing = [name for name in MOODLE if name in typed and not typed[name] and "issuer" in typed]
        for name in missing:
            self.add_error(name, _("Give all three addresses, or, for Moodle, none of them."))
        return typed

    def words(self) -> PlatformWords:
        """Return what was typed in the words of the services."""
        return PlatformWords(**{name: self.cleaned_data[name] for name in self.fields})


class StoreForm(forms.Form):
    """The record store. With `has_secret` an empty secret leaves the one that is kept."""

    endpoint = SystemAddressField(
        label=_("Address (endpoint)"),
        required=False,
        help_text=_(
            "As the record store tells it, for example https://lrs.example.org/xapi/. Statements go to what follows: …/statements."
        ),
    )
    key = forms.CharField(label=_("Key"), max_length=200, required=False, widget=forms.TextInput(attrs=PLAIN))
    is_named = forms.BooleanField(
        label=_("Tell who it was by name and e-mail"),
        required=False,
        help_text=_(
            "Only where an agreement about personal data allows it, and people have consented. Without the tick, people are pseudonyms."
        ),
    )
    is_on = forms.BooleanField(label=_("Send statements"), required=False)

    field_order = ("endpoint", "key", "secret", "is_named", "is_on")

    def __init__(self, *args: Any, has_secret: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = _("A secret is kept; it is shown to nobody. Leave this empty to keep it.")
        self.fields["secret"] = forms.CharField(
            label=_("Secret"),
            max_length=MOST_SECRET,
            required=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "spellcheck": "false"}),
            help_text=kept if has_secret else "",
        )
        self.order_fields(self.field_order)

    def store(self) -> dict[str, Any]:
        """Return what was typed in the words of `services.statements.store.set_store`."""
        return {**self.cleaned_data, "secret": self.cleaned_data["secret"] or None}
