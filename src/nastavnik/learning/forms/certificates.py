"""Forms of certificates: templates, rules, issue by hand, corrections, and the code typed from paper."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nastavnik.learning.models import CertificateRule, CertificateSignature, CertificateTemplate
from nastavnik.learning.models.certificates import MOST_SIGNATURES
from nastavnik.learning.papers.words import PLACEHOLDERS, faults_in
from nastavnik.learning.selectors.certificates.qualifying import Holder
from nastavnik.learning.services.certificates import SignatureWords

LARGEST_VERSION = 2**31 - 1
MEANINGS = {
    "programme": _("title of the programme"),
    "hours": _("academic hours, in words"),
    "lessons": _("number of lessons"),
    "first_day": _("first day of the programme"),
    "last_day": _("its last day"),
    "school": _("title of the school"),
}


def version_field() -> forms.IntegerField:
    """Return the field that knows which state the form was opened on."""
    return forms.IntegerField(
        widget=forms.HiddenInput, required=False, initial=0, min_value=0, max_value=LARGEST_VERSION
    )


def placeholders() -> list[tuple[str, str | Promise]]:
    """Return what may stand in braces, as it is typed, with what it stands for."""
    return [(f"{{{PLACEHOLDERS[name]}}}", meaning) for name, meaning in MEANINGS.items()]


class TemplateForm(forms.Form):
    """How certificates of a kind read."""

    heading = forms.CharField(label=_("Heading"), max_length=80)
    before = forms.CharField(label=_("Words before the name"), max_length=200, required=False)
    after = forms.CharField(
        label=_("Words after the name"), max_length=400, widget=forms.Textarea(attrs={"rows": 3, "class": "short"})
    )
    place = forms.CharField(label=_("Place of issue"), max_length=80, required=False)
    has_seal = forms.BooleanField(label=_("Leave space for a seal"), required=False)
    has_themes = forms.BooleanField(label=_("List the lessons"), required=False)
    version = version_field()

    def __init__(self, *args: Any, signatures: Sequence[CertificateSignature] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(MOST_SIGNATURES):
            known = signatures[place] if place < len(signatures) else None
            self._add_signature(place, known)

    def _add_signature(self, place: int, known: CertificateSignature | None) -> None:
        words = {"number": place + 1}
        self.fields[f"name_{place}"] = forms.CharField(
            label=_("Signature %(number)d: name") % words,
            max_length=100,
            required=False,
            initial=known.name if known else "",
            help_text=_("For example: I. I. Petrova. Without a name there is no signature."),
        )
        self.fields[f"position_{place}"] = forms.CharField(
            label=_("Signature %(number)d: position") % words,
            max_length=150,
            required=False,
            initial=known.position if known else "",
        )
        self.fields[f"picture_{place}"] = forms.FileField(
            label=_("Signature %(number)d: picture") % words,
            required=False,
            widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
            help_text=_("PNG or JPEG up to 1 MB, if it is to be printed. Without it, a line is left to sign on."),
        )
        if known and known.picture:
            self.fields[f"drop_{place}"] = forms.BooleanField(
                label=_("Signature %(number)d: print a line in place of the picture") % words, required=False
            )

    def clean_after(self) -> str:
        """Refuse words in braces that stand for nothing."""
        text: str = self.cleaned_data["after"]
        if faults := faults_in(text):
            raise forms.ValidationError(
                ngettext("This stands for nothing: %(words)s", "These stand for nothing: %(words)s", len(faults))
                % {"words": ", ".join(faults)}
            )
        return text

    def words(self) -> dict[str, Any]:
        """Return what the service takes."""
        names = ("heading", "before", "after", "place", "has_seal", "has_themes")
        signatures = [self._signature(place) for place in range(MOST_SIGNATURES)]
        return {
            **{name: self.cleaned_data[name] for name in names},
            "signatures": [one for one in signatures if one is not None],
            "version": self.cleaned_data["version"] or 0,
        }

    def _signature(self, place: int) -> SignatureWords | None:
        chosen = self.cleaned_data
        if not chosen[f"name_{place}"]:
            return None
        picture = chosen.get(f"picture_{place}")
        return SignatureWords(
            name=chosen[f"name_{place}"],
            position=chosen[f"position_{place}"],
            picture=picture.read() if picture else None,
            keeps_picture=not chosen.get(f"drop_{place}"),
        )


def template_typed(template: CertificateTemplate) -> dict[str, Any]:
    """Return a template as its form holds it."""
    names = ("heading", "before", "after", "place", "has_seal", "has_themes", "version")
    return {name: getattr(template, name) for name in names}


class RuleForm(forms.Form):
    """From how many hours or lessons a participant gets a certificate."""

    hours = forms.DecimalField(
        label=_("Academic hours, at least"),
        min_value=Decimal("0.5"),
        max_value=Decimal(2000),
        decimal_places=1,
        required=False,
    )
    lessons = forms.IntegerField(label=_("Lessons, at least"), min_value=1, max_value=1000, required=False)
    version = version_field()

    def clean(self) -> dict[str, Any]:
        """Ask for at least one of the two."""
        chosen = super().clean() or {}
        if not self.errors and not (chosen.get("hours") or chosen.get("lessons")):
            raise forms.ValidationError(_("Give a number of hours, of lessons, or both."))
        return chosen


def rule_typed(rule: CertificateRule | None) -> dict[str, Any]:
    """Return a rule as its form holds it."""
    return {"hours": rule.hours, "lessons": rule.lessons, "version": rule.version} if rule else {}


class ByHandForm(forms.Form):
    """Who gets a certificate by the methodist's own decision: looked for by `words`, ticked in the list."""

    words = forms.CharField(label=_("Find by name"), max_length=100, required=False)
    keys = forms.MultipleChoiceField(label=_("Who gets one"), widget=forms.CheckboxSelectMultiple, required=False)
    hours = forms.DecimalField(
        label=_("Academic hours to print"),
        min_value=Decimal("0.5"),
        max_value=Decimal(2000),
        decimal_places=1,
        required=False,
        help_text=_("May stay empty: then a participant’s are those that are counted, and others have none."),
    )

    def __init__(self, *args: Any, holders: Iterable[Holder], held: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["keys"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.key, one.name) for one in holders if one.key not in held]
        if not field.choices:
            del self.fields["keys"]

    def clean_keys(self) -> list[str]:
        """Ask for at least one tick."""
        keys: list[str] = self.cleaned_data["keys"]
        if not keys:
            raise forms.ValidationError(_("Nobody is chosen yet: tick somebody in the list."))
        return keys


class ReissueForm(forms.Form):
    """The corrected name."""

    name = forms.CharField(label=_("Name as it is to be printed"), max_length=200)


class RevokeForm(forms.Form):
    """Why a certificate does not hold any more."""

    because = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("Whoever verifies the certificate reads this.")
    )


class VerifyForm(forms.Form):
    """A code typed from paper."""

    code = forms.CharField(
        label=_("Code of the certificate"),
        max_length=60,
        help_text=_("Ten letters and digits under the square code. Dashes, spaces and capitals do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
