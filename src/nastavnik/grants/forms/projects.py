"""What people type when an application to a fund begins, and whom they add."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.core.dates import dated_moment
from nastavnik.core.forms import Day, WallClockField, check_year
from nastavnik.grants.enums import MemberRole
from nastavnik.grants.models import GrantApplication
from nastavnik.grants.selectors.projects.begin import ApplyPage

OWN, PARTNER = "own", "partner"
OTHER_INTAKE = "other"


class ApplyForm(forms.Form):
    """Who applies and in which intake; moments of an intake that is typed are by the fund's clock."""

    title = forms.CharField(
        label=_("Title of the project"),
        help_text=_("It can be changed until the application is submitted."),
        max_length=300,
    )
    applies = forms.ChoiceField(label=_("Who applies"), widget=forms.RadioSelect)
    partner = forms.CharField(
        label=_("The partner who applies"),
        help_text=_("Its full name as it stands in the register of legal entities."),
        max_length=300,
        required=False,
    )
    partner_form = forms.ChoiceField(label=_("Legal form of the partner"), required=False)
    intake = forms.ChoiceField(label=_("Intake"), widget=forms.RadioSelect)
    intake_title = forms.CharField(label=_("What the intake is called"), max_length=200, required=False)
    closes_at = WallClockField(label=_("The intake closes at"), required=False)
    results_on = forms.DateField(label=_("Results are told on"), widget=Day, required=False, validators=[check_year])
    like = forms.ChoiceField(
        label=_("Begin with the texts of"),
        help_text=_("Fields that both funds ask for come over; each application then goes its own way."),
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(
        self, posted: Mapping[str, Any] | None = None, *, page: ApplyPage, grant: GrantApplication | None = None
    ) -> None:
        super().__init__(posted)
        self.page = page
        self._who()
        self._when()
        self._from_what()
        if grant is not None:
            self._as_it_is(grant)

    def _who(self) -> None:
        if self.page.start.entry is not None or self.page.start.project is not None:
            del self.fields["title"]
        forms_left = [("", "—"), *((one.value, str(one.label)) for one in self.page.partner_forms)]
        choose(self, "partner_form", forms_left)
        if not self.page.may_apply_itself:
            del self.fields["applies"]
            self.fields["partner"].required = self.fields["partner_form"].required = True
            return
        applicant = self.page.start.applicant
        choose(self, "applies", [(OWN, f"{applicant.name} ({applicant.form_label})"), (PARTNER, _("A partner"))])
        self.initial["applies"] = OWN

    def _when(self) -> None:
        zone = ZoneInfo(self.page.facts.template.zone)
        known = [
            (
                str(number),
                _("%(title)s, until %(moment)s") % {"title": one.title, "moment": dated_moment(one.closes_at, zone)},
            )
            for number, one in enumerate(self.page.intakes)
        ]
        told = _("By the fund’s clock (%(zone)s), as the fund has announced it.") % {
            "zone": self.page.facts.template.zone
        }
        self.fields["closes_at"].help_text = told
        if not known:
            del self.fields["intake"]
            return
        choose(self, "intake", [*known, (OTHER_INTAKE, _("Another one"))])
        self.initial["intake"] = "0"

    def _from_what(self) -> None:
        likes = self.page.start.likes
        if not likes:
            del self.fields["like"]
            return
        named = [(one.token, f"{one.template.fund} · {one.percent} %") for one in likes]
        choose(self, "like", [*named, ("", _("None: an empty form"))])
        self.initial["like"] = likes[0].token

    def _as_it_is(self, grant: GrantApplication) -> None:
        """Begin with what an application says already."""
        chosen = [str(n) for n, one in enumerate(self.page.intakes) if one.closes_at == grant.closes_at]
        who = PARTNER if grant.is_partner else OWN
        self.initial.update(intake=chosen[0] if chosen else OTHER_INTAKE, applies=who)
        self.initial.update(intake_title=grant.intake, results_on=grant.results_on)
        if grant.is_partner:
            self.initial.update(partner=grant.applicant, partner_form=grant.legal_form)
        if grant.closes_at is not None:
            zone = ZoneInfo(self.page.facts.template.zone)
            self.initial["closes_at"] = timezone.make_naive(grant.closes_at, zone)

    def clean(self) -> dict[str, Any]:
        """Ask for a partner's name and form where a partner applies."""
        said = super().clean() or {}
        if said.get("applies") == PARTNER:
            for name in ("partner", "partner_form"):
                if not said.get(name):
                    self.add_error(name, ValidationError(_("Say it: a partner applies.")))
        return said

    @property
    def partner_name(self) -> str:
        """Return the partner that applies; nothing where the library's organisation does."""
        return "" if self.cleaned_data.get("applies") == OWN else str(self.cleaned_data["partner"])

    @property
    def chosen_intake(self) -> tuple[str, datetime | None, date | None]:
        """Return what the intake is called, when it closes and when the results are told."""
        chosen = self.cleaned_data.get("intake", OTHER_INTAKE)
        if chosen != OTHER_INTAKE:
            one = self.page.intakes[int(chosen)]
            return one.title, one.closes_at, one.results_on
        moment: datetime | None = self.cleaned_data["closes_at"]
        zone = ZoneInfo(self.page.facts.template.zone)
        closes_at = timezone.make_aware(moment, zone) if moment else None
        return self.cleaned_data["intake_title"], closes_at, self.cleaned_data["results_on"]


def choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    """Give a field its list."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class MemberForm(forms.Form):
    """Who shall write too, or lead."""

    email = forms.EmailField(
        label=_("E-mail of a colleague"),
        help_text=_("Somebody of the school: she will find the project under “Grants” and can write at once."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("As"), choices=MemberRole.choices, initial=MemberRole.AUTHOR)
