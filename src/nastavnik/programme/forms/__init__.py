"""Forms of the programme: the shape of what is typed."""

from nastavnik.programme.forms.common import VersionedForm
from nastavnik.programme.forms.lessons import (
    CancelForm,
    HandoutForm,
    LessonForm,
    ShortLessonForm,
    speaker_label,
)
from nastavnik.programme.forms.people import EnrolForm, SpeakerForm, person_label, ticked_numbers
from nastavnik.programme.forms.programmes import CloneForm, CycleForm, ProgrammeForm
from nastavnik.programme.forms.school import PartnerForm, SchoolForm

__all__ = [
    "CancelForm",
    "CloneForm",
    "CycleForm",
    "EnrolForm",
    "HandoutForm",
    "LessonForm",
    "PartnerForm",
    "ProgrammeForm",
    "SchoolForm",
    "ShortLessonForm",
    "SpeakerForm",
    "VersionedForm",
    "person_label",
    "speaker_label",
    "ticked_numbers",
]
