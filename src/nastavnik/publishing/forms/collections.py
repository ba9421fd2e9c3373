"""A collection as people type it: its title, design and address, its imprint, its parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.core.forms import Day, WordsField, check_year
from nastavnik.publishing.models.collections import LONGEST_TITLE
from nastavnik.publishing.press.book import Design
from nastavnik.publishing.records.checks import AGE_MARKS, FIRST_YEAR, LAST_YEAR, Gap
from nastavnik.publishing.records.imprint import Form, Purpose, Role
from nastavnik.publishing.records.typed import form_name
from nastavnik.publishing.services.collections import Facts

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

DESIGNS = (
    (Design.CARD.value, _("The catalogue card: light paper, a number in the corner")),
    (Design.CLOTH.value, _("The bound book: a cloth with a pasted label")),
    (Design.SHELF.value, _("The shelf: spines, large words, flush left")),
)
FORMS = ((Form.PRINT.value, _("on paper")), (Form.ELECTRONIC.value, _("electronic")))
PURPOSES = (
    (Purpose.PRACTICAL.value, _("practical")),
    (Purpose.TEACHING.value, _("for teaching")),
    (Purpose.SCIENTIFIC.value, _("scientific")),
    (Purpose.POPULAR.value, _("popular science")),
    (Purpose.REFERENCE.value, _("reference")),
    (Purpose.LITERARY.value, _("literary")),
)
ROLES = (
    (Role.COMPILER, _("Compilers")),
    (Role.EDITOR, _("Editors")),
    (Role.CHIEF_EDITOR, _("Chief editor")),
    (Role.RESPONSIBLE, _("Responsible for the issue")),
    (Role.REVIEWER, _("Reviewers")),
    (Role.ARTIST, _("Artist")),
    (Role.PROOFREADER, _("Proofreader")),
    (Role.LAYOUT, _("Layout")),
)
PERSONS = _("One in a line: Ivanova Anna Petrovna; of a reviewer add the degree and the post behind a semicolon.")
LONGEST_LINE, LONGEST_LINES = 300, 2000


class CollectionForm(forms.Form):
    """What a collection is called and how it looks; `version` is the one that was read."""

    title = WordsField(label=_("Title"), max_length=LONGEST_TITLE)
    subtitle = WordsField(
        label=_("Subtitle"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=_("What kind of book it is: “a collection of materials of the school of library mentors”."),
    )
    annotation = WordsField(
        label=_("Annotation"),
        max_length=1000,
        required=False,
        help_text=_(
            "What it is about and for whom, up to 850 characters: it is printed on the back of the title page."
        ),
        widget=forms.Textarea({"rows": 4}),
    )
    design = forms.ChoiceField(label=_("Design"), choices=DESIGNS, widget=forms.RadioSelect, initial=Design.CARD.value)
    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        required=False,
        help_text=_(
            "Latin letters, digits, hyphens. Leave it empty, and it is made of the title. The address before leads to the new one."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def facts(self) -> Facts:
        """Return what was typed."""
        return Facts(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class PartForm(forms.Form):
    """What a part is called."""

    title = WordsField(label=_("Title of the part"), max_length=LONGEST_TITLE)


@dataclass(frozen=True, slots=True)
class HintedField:
    """A field with what the check says of it."""

    box: BoundField
    gaps: Sequence[Gap]


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that stand together in a book too."""

    title: str | Promise
    fields: Sequence[HintedField]


GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("The edition"), ("form", "purpose", "edition", "series", "series_number", "year", "age_mark")),
    (
        _("Who answers for it"),
        ("above_title", "organisation", "authors", *(f"credit_{role}" for role, _words in ROLES)),
    ),
    (_("Indexes and numbers"), ("udc", "bbk", "author_mark", "isbn", "keywords")),
    (_("Rights"), ("copyright_holders", "licence")),
    (
        _("The publisher"),
        (
            *("publisher_name", "publisher_place", "publisher_full_name", "publisher_address"),
            *("publisher_phone", "publisher_mail", "publisher_site"),
        ),
    ),
    (_("The volume"), ("pages", "is_illustrated", "height_cm", "bibliography")),
    (
        _("Of a printed edition"),
        (
            *("printing_signed_on", "printing_paper_format", "printing_copies", "printing_order", "printing_printer"),
            *("printing_printer_address", "printing_paper", "printing_typeface", "printing_method"),
            "printing_publisher_sheets",
        ),
    ),
    (
        _("Of an electronic edition"),
        (
            *("electronic_released_on", "electronic_size_bytes", "electronic_requirements", "electronic_url"),
            *("electronic_doi", "electronic_read_on"),
        ),
    ),
)


def _line(label: "str | Words", help_text: "str | Words" = "", longest: int = LONGEST_LINE) -> WordsField:
    return WordsField(label=label, required=False, max_length=longest, help_text=help_text)


def _lines(label: "str | Words", help_text: "str | Words" = "") -> WordsField:
    box = forms.Textarea({"rows": 2})
    return WordsField(label=label, required=False, max_length=LONGEST_LINES, help_text=help_text, widget=box)


def _number(label: "str | Words", most: int, help_text: "str | Words" = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=most, help_text=help_text)


def _day(label: "str | Words") -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=Day, validators=[check_year])


class ImprintForm(forms.Form):
    """The imprint by ГОСТ Р 7.0.4-2020; each field may stay empty, and says what the check misses."""

    form = forms.ChoiceField(label=_("How it is read"), choices=FORMS)
    purpose = forms.ChoiceField(label=_("What it is for"), choices=PURPOSES)
    edition = _line(_("Edition"), _("For instance: 2nd edition, corrected."))
    series = _line(_("Series"))
    series_number = _line(_("Number in the series"), longest=40)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    age_mark = forms.ChoiceField(
        label=_("Age mark"), required=False, choices=[("", "—"), *((one, one) for one in AGE_MARKS)]
    )
    above_title = _lines(_("Organisations above the title"), _("The highest first, one in a line."))
    organisation = _line(_("Organisation that answers for the edition"), _("It stands behind the slash of the record."))
    authors = _lines(
        _("Authors of the whole book"), _("Of a collection of articles there are none: they stand at the articles.")
    )
    udc = _line("УДК", _("Universal decimal classification: it begins with a figure."), 100)
    bbk = _line("ББК", _("The Russian library classification."), 100)
    author_mark = _line(_("Author mark"), _("By the tables of Khavkina: a letter and two figures."), 20)
    isbn = _line("ISBN", _("May be absent: a library may publish without it."), 20)
    keywords = _line(_("Keywords"), _("With commas between them."))
    copyright_holders = _lines(_("Who holds the rights"), _("Behind the sign ©, one in a line."))
    licence = _line(_("Licence"), _("For instance: Creative Commons Attribution 4.0."))
    publisher_name = _line(_("Publisher, as in the record"))
    publisher_place = _line(_("Place of publication"), longest=100)
    publisher_full_name = _line(_("Publisher, as in its charter"))
    publisher_address = _line(_("Address of the publisher"))
    publisher_phone = _line(_("Telephone"), longest=60)
    publisher_mail = _line(_("Mail"), longest=100)
    publisher_site = _line(_("Site"), longest=100)
    pages = _number(_("Pages"), 9999, _("As the press has counted them."))
    is_illustrated = forms.BooleanField(label=_("It has illustrations"), required=False)
    height_cm = _number(_("Height in centimetres"), 100)
    bibliography = _line(_("Bibliography"), _("For instance: Bibliography: p. 200–204."))
    printing_signed_on = _day(_("Signed for print on"))
    printing_paper_format = _line(_("Format of the paper"), _("For instance 60×84/16."), 40)
    printing_copies = _number(_("Copies"), 1_000_000)
    printing_order = _line(_("Number of the order"), longest=60)
    printing_printer = _line(_("Printing house"))
    printing_printer_address = _line(_("Address of the printing house"))
    printing_paper = _line(_("Paper"), longest=60)
    printing_typeface = _line(_("Typeface"), longest=60)
    printing_method = _line(_("Method of printing"), longest=60)
    printing_publisher_sheets = _line(_("Publisher’s sheets"), longest=20)
    electronic_released_on = _day(_("Released on"))
    electronic_size_bytes = _number(_("Size in bytes"), 2**40)
    electronic_requirements = _line(_("System requirements"))
    electronic_url = forms.URLField(
        label=_("Address of the edition"), required=False, max_length=300, assume_scheme="https"
    )
    electronic_doi = _line("DOI", longest=100)
    electronic_read_on = _day(_("Day of access in the record"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, gaps: Sequence[Gap] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.gaps = gaps
        for role, label in ROLES:
            self.fields[f"credit_{role}"] = _lines(label, PERSONS if role is Role.COMPILER else "")

    def groups(self) -> Iterator[FieldGroup]:
        """Yield the fields as they stand in a book, each with what the check says of it."""
        for title, names in GROUPS:
            yield FieldGroup(title, [HintedField(self[name], self._gaps_of(name)) for name in names])

    def _gaps_of(self, name: str) -> list[Gap]:
        return [gap for gap in self.gaps if form_name(gap.field) == name]

    def elsewhere(self) -> list[Gap]:
        """Return the gaps of what stands in no field of this form: the title and the annotation."""
        return [gap for gap in self.gaps if form_name(gap.field) not in self.fields]

    def typed(self) -> dict[str, Any]:
        """Return what was typed as it is kept: days as texts, what is empty not at all."""
        told = {
            name: value for name, value in self.cleaned_data.items() if name != "version" and value not in ("", None)
        }
        return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in told.items()}
