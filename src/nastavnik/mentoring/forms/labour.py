"""What is typed for the drafts of labour mentoring. Nothing of it is kept."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nastavnik.core.forms import Day, check_year
from nastavnik.mentoring.forms.mentorships import long_text
from nastavnik.mentoring.papers import Format
from nastavnik.mentoring.papers.labour import Draft

LONGEST = 300
LONGEST_TEXT = 2000
DAYS = ("contract_on", "agreement_on", "starts_on", "ends_on", "notice_on")
FORMS = (
    ("", pgettext_lazy("labour mentoring", "not decided")),
    ("очная", pgettext_lazy("labour mentoring", "in person")),
    ("дистанционная", pgettext_lazy("labour mentoring", "at a distance")),
    ("смешанная", pgettext_lazy("labour mentoring", "mixed")),
)
DRAFTS = (
    (Draft.CONSENT.value, _("Consent of the employee")),
    (Draft.AGREEMENT.value, _("Additional agreement to the labour contract")),
    (Draft.NOTICE.value, _("Notice of an early end")),
)


def line(label: Any, **options: Any) -> forms.CharField:
    """Return a field for a few words."""
    return forms.CharField(label=label, required=False, max_length=LONGEST, **options)


def day(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, required=False, widget=Day(), validators=[check_year], **options)


class LabourForm(forms.Form):
    """The employer, the two employees, and what the law asks for; what is left empty becomes a line to write on."""

    draft = forms.ChoiceField(label=_("Which draft"), choices=DRAFTS)
    file_format = forms.ChoiceField(label=_("As what"), choices=[(one.value, one.upper()) for one in Format])
    employer = line(_("Employer"))
    employer_person = line(_("Who signs for the employer"), help_text=_("Position and name, in the genitive."))
    employer_basis = line(_("On which basis"), help_text=_("For example: the charter."))
    city = line(_("Place"))
    mentor = line(_("Mentor"))
    mentor_position = line(_("Position of the mentor"))
    mentee = line(_("The other employee"))
    mentee_position = line(_("Position of the other employee"))
    profession = line(_("Profession whose skills are mastered"))
    content = forms.CharField(
        label=_("Content of the work"), required=False, max_length=LONGEST_TEXT, widget=long_text()
    )
    starts_on = day(_("Term: from"))
    ends_on = day(_("Term: to"))
    form = forms.ChoiceField(label=_("Form"), required=False, choices=FORMS)
    pay = forms.CharField(
        label=_("Size and conditions of the pay"), required=False, max_length=LONGEST_TEXT, widget=long_text()
    )
    contract_number = line(_("Number of the labour contract"))
    contract_on = day(_("Date of the labour contract"))
    agreement_number = line(_("Number of the agreement"))
    agreement_on = day(_("Date of the agreement"))
    notice_on = day(
        _("Day of the notice"), help_text=_("The last day of mentoring is reckoned from it: three working days.")
    )

    @property
    def which(self) -> tuple[Draft, Format]:
        """Return which draft is wanted, and as what."""
        return Draft(self.cleaned_data["draft"]), Format(self.cleaned_data["file_format"])

    def values(self) -> dict[str, str]:
        """Return what was typed as a draft is filled with it."""
        typed = self.cleaned_data
        words = {name: typed[name] for name in self.fields if name not in {"draft", "file_format", *DAYS}}
        return words | {name: date_format(typed[name], gettext("j E Y")) for name in DAYS if typed[name]}
