"""Forms of the channels: where a broadcast goes besides the school's own page."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.live.enums import ChannelKind
from nastavnik.live.ingest.targets import FAULT_TEXTS, WrongTarget, read_target

MOST_KEY = 180
SECRET = {"autocomplete": "off", "spellcheck": "false"}


@dataclass(frozen=True, slots=True)
class Preset:
    """What is known of a kind of channel: the usual server, and where its address and key are found."""

    kind: ChannelKind
    title: str | Promise
    address: str
    where: Promise
    # each broadcast has a key of its own there
    is_key_new: bool


PRESETS: dict[ChannelKind, Preset] = {
    ChannelKind.VK: Preset(
        ChannelKind.VK,
        ChannelKind.VK.label,
        "rtmp://ovsu.okcdn.ru/input",
        _(
            "In the community’s VK Video choose “Add → Broadcast” and the way “Broadcasting program”: the address and the "
            "key stand there. VK usually gives each broadcast a new key: then leave the key out here and put it in before "
            "the broadcast."
        ),
        is_key_new=True,
    ),
    ChannelKind.RUTUBE: Preset(
        ChannelKind.RUTUBE,
        ChannelKind.RUTUBE.label,
        "",
        _(
            "In Rutube’s Studio make a broadcast: its page has “Server URL” and “Stream key”. Copy both; where the key is "
            "made anew for each broadcast, leave it out here."
        ),
        is_key_new=True,
    ),
    ChannelKind.CULTURE: Preset(
        ChannelKind.CULTURE,
        ChannelKind.CULTURE.label,
        "",
        _(
            "A broadcast on Культура.РФ is asked for in the cabinet of PRO.Культура.РФ, section “Broadcasts”, about two "
            "weeks ahead. If the editors give you a server and a key, put them in here; if they want a link, give them "
            "the lesson’s address or the one at VK Video."
        ),
        is_key_new=True,
    ),
    ChannelKind.OTHER: Preset(
        ChannelKind.OTHER,
        "",
        "",
        _("Any place that takes RTMP: look for “Server” or “URL” and “Stream key” in its settings for OBS."),
        is_key_new=False,
    ),
}


class AddressField(forms.CharField):
    """The server of a channel, without its key."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false", "autocapitalize": "off"})
        super().__init__(label=_("Server address"), max_length=300, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the address; say what is wrong with one that cannot be sent to."""
        address = str(super().clean(value))
        if not address:  # only where none is asked for
            return address
        try:
            read_target(address)
        except WrongTarget as error:
            raise forms.ValidationError(str(FAULT_TEXTS[error.fault])) from error
        return address


def key_field(label: str, help_text: str) -> forms.CharField:
    """Return a field for a key: what was typed is not shown again, also not after a mistake elsewhere."""
    widget = forms.PasswordInput(attrs=SECRET)
    error = _("A key has no spaces or quotes in it. Copy it from the channel’s page once more.")
    field = forms.RegexField(
        r"^[!#-&(-;=?-\[\]-{}~]*$", label=label, required=False, max_length=MOST_KEY, help_text=help_text, widget=widget
    )
    field.error_messages["invalid"] = error
    return field


def page_field(label: str) -> forms.URLField:
    """Return a field for the page where people watch; told to viewers."""
    help_text = _("Shown to viewers beside the broadcast. May be left out.")
    widget = forms.URLInput(attrs={"placeholder": "https://"})
    return forms.URLField(
        label=label, required=False, max_length=200, help_text=help_text, widget=widget, assume_scheme="https"
    )


class ChannelForm(forms.Form):
    """A channel. With `has_key` an empty key leaves the one that is kept."""

    title = forms.CharField(label=_("Title"), max_length=80, help_text=_("As the lights at the desk will call it."))
    address = AddressField()

    def __init__(self, *args: Any, preset: Preset, has_key: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].help_text = str(preset.where)
        # a place that takes a link, and no signal, is a channel all the same: it is submitted to by hand
        self.fields["address"].required = preset.kind != ChannelKind.CULTURE
        kept = gettext("A key is kept; it is shown to nobody. Leave this empty to keep it.")
        new = gettext("Leave it empty if each broadcast has a key of its own: it is put in at the broadcast’s desk.")
        self.fields["key"] = key_field(gettext("Stream key"), kept if has_key else new)
        if has_key:
            self.fields["forgets_key"] = forms.BooleanField(label=_("Forget the key that is kept"), required=False)
        self.fields["page_url"] = page_field(gettext("Page where people watch"))

    def clean_page_url(self) -> str:
        """Return the page; an address of another kind than the web's leads no viewer anywhere."""
        return web_address(self.cleaned_data["page_url"])

    def channel(self) -> dict[str, Any]:
        """Return what was typed in the words of `services.channels`; a key of None is left as it is."""
        typed = self.cleaned_data
        key = typed["key"]
        if "forgets_key" in self.fields and not key and not typed["forgets_key"]:
            key = None
        return {"title": typed["title"], "address": typed["address"], "key": key, "page_url": typed["page_url"]}


class RelayForm(forms.Form):
    """The key and the page of one broadcast at one channel."""

    def __init__(self, *args: Any, has_key: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = gettext("A key is kept; it is shown to nobody. Leave this empty to keep it.")
        new = gettext("For this broadcast alone; forgotten when it is over.")
        self.fields["key"] = key_field(gettext("Stream key"), kept if has_key else new)
        self.fields["page_url"] = page_field(gettext("Page of this broadcast"))

    def clean_page_url(self) -> str:
        """Return the page; see `ChannelForm`."""
        return web_address(self.cleaned_data["page_url"])

    def relay(self) -> dict[str, Any]:
        """Return what was typed in the words of `services.channels.set_relay`."""
        return {"key": self.cleaned_data["key"] or None, "page_url": self.cleaned_data["page_url"]}


def web_address(address: str) -> str:
    """Return `address`. Raises `ValidationError` unless it is one of the web."""
    if address and not address.startswith(("https://", "http://")):
        raise forms.ValidationError(_("Give the address of a page: it begins with https://."))
    return address
