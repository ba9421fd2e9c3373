"""Forms of submissions to portals."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.live.forms.desk_channels import key_field, web_address
from nastavnik.live.services.submissions import MOST_LEAD_DAYS


class RuleForm(forms.Form):
    """How a channel wants to be asked. An empty key leaves the one that is kept."""

    lead_days = forms.IntegerField(
        label=_("Days before the lesson"),
        min_value=0,
        max_value=MOST_LEAD_DAYS,
        help_text=_("So long beforehand the portal wants to know. 0: nobody has to be asked."),
    )

    def __init__(self, *args: Any, has_key: bool, has_export: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_export:
            return
        kept = gettext("A key is kept; it is shown to nobody. Leave this empty to keep it.")
        new = gettext(
            "Only for looking whether an event is published. The portal gives keys on request: partners@team.culture.ru."
        )
        self.fields["key"] = key_field(gettext("Key of the export"), kept if has_key else new)
        if has_key:
            self.fields["forgets_key"] = forms.BooleanField(label=_("Forget the key that is kept"), required=False)

    def rule(self) -> dict[str, Any]:
        """Return what was typed in the words of `services.submissions.set_rule`."""
        typed = self.cleaned_data
        key = typed.get("key") or ("" if typed.get("forgets_key") else None)
        return {"lead_days": typed["lead_days"], "key": key}


class SubmittedForm(forms.Form):
    """Under which number and address the portal knows the event."""

    portal_id = forms.RegexField(
        r"^[0-9A-Za-z]*$",
        label=_("Number of the event at the portal"),
        max_length=40,
        required=False,
        help_text=_("Stands at the end of the event’s address in the cabinet. May be added later."),
    )
    page_url = forms.URLField(
        label=_("Page of the event at the portal"), max_length=200, required=False, assume_scheme="https"
    )

    def clean_page_url(self) -> str:
        """Return the page; see `web_address`."""
        return web_address(self.cleaned_data["page_url"])
