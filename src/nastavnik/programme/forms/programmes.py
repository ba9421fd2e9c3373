"""Forms of programmes and cycles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.core.forms import Day, check_year
from nastavnik.programme.enums import EnrolmentPolicy
from nastavnik.programme.forms.common import VersionedForm


class ProgrammeForm(VersionedForm):
    """A year of the school."""

    title = forms.CharField(label=_("Title"), max_length=200)
    starts_on = forms.DateField(label=_("First day"), widget=Day, validators=[check_year])
    ends_on = forms.DateField(label=_("Last day"), widget=Day, validators=[check_year])
    enrolment_policy = forms.ChoiceField(
        label=_("Enrolment"), choices=EnrolmentPolicy.choices, initial=EnrolmentPolicy.OPEN, widget=forms.RadioSelect
    )
    description = forms.CharField(
        label=_("Description"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Headings, lists and links may be written in Markdown."),
    )


class CloneForm(forms.Form):
    """A new year made of a past one."""

    title = forms.CharField(label=_("Title of the new programme"), max_length=200)
    starts_on = forms.DateField(
        label=_("First day"),
        widget=Day,
        validators=[check_year],
        help_text=_("Lessons keep their weekday and hour and make way for public holidays."),
    )
    keep_speakers = forms.BooleanField(label=_("With the same speakers"), required=False, initial=True)
    keep_handouts = forms.BooleanField(label=_("With the same handouts"), required=False, initial=True)


class CycleForm(VersionedForm):
    """A cycle of lessons."""

    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(label=_("Description"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
