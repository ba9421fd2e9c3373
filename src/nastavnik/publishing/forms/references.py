"""What an article refers to, as its editor types it: a book, an article, a page of a site."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.core.forms import Day
from nastavnik.publishing.records.names import Person
from nastavnik.publishing.records.references import SITE, Host, Source, reference_of
from nastavnik.publishing.speech.blocks import escaped

FIRST_YEAR, LAST_YEAR = 1450, 2100
MOST_LETTERS = 300
BOOK, ARTICLE, PAGE = "book", "article", "page"


def _line(label: Any, kinds: str, help_text: Any = "") -> forms.CharField:
    """Return a line that is asked of sources of these kinds."""
    widget = forms.TextInput({"data-for": kinds})
    return forms.CharField(label=label, help_text=help_text, max_length=MOST_LETTERS, required=False, widget=widget)


class ReferenceForm(forms.Form):
    """A source, which becomes a reference by ГОСТ Р 7.0.5-2008. Which fields belong to which kind a script reads in `data-for`."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            (BOOK, _("a book")),
            (ARTICLE, _("an article in a magazine or a collection")),
            (PAGE, _("a page of a site")),
        ],
    )
    authors = forms.CharField(
        label=_("Authors"),
        help_text=_("One on each line, the surname first: Ivanova Anna Petrovna."),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    title = forms.CharField(label=_("Title"), max_length=MOST_LETTERS)
    subtitle = _line(_("What stands behind the title"), "book article", _("For instance: a textbook, an interview."))
    host = _line(_("Magazine or collection"), ARTICLE)
    site = _line(_("Name of the site"), PAGE)
    place = _line(_("City"), "book article", _("Of a magazine it is left out."))
    publisher = _line(_("Publisher"), "book article")
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)
    number = _line(_("Number of the magazine"), ARTICLE)
    pages = _line(_("Pages"), "book article", _("Of a book how many: 128. Of an article from which to which: 5–10."))
    url = forms.URLField(label=_("Address"), required=False, max_length=1000, assume_scheme="https")
    read_on = forms.DateField(
        label=_("When it was read"), required=False, widget=Day(), help_text=_("Only with an address.")
    )

    def clean(self) -> dict[str, Any]:
        """Ask what a reference of its kind cannot do without."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == ARTICLE and not cleaned.get("host"):
            self.add_error("host", _("Name the magazine or the collection in which the article stands."))
        if cleaned.get("kind") == PAGE and not cleaned.get("url") and "url" not in self.errors:
            self.add_error("url", _("Put in the address of the page."))
        return cleaned

    def record(self) -> str:
        """Return the reference as Markdown; its address can be followed."""
        source = self._source()
        words = reference_of(source)
        if not source.url:
            return escaped(words)
        before, address, behind = words.rpartition(source.url)
        return f"{escaped(before)} <{address}>{_tail(behind)}"

    def _source(self) -> Source:
        told = self.cleaned_data
        host = {BOOK: Host(""), ARTICLE: Host(told["host"]), PAGE: Host(told["site"], SITE if told["site"] else "")}
        is_page = told["kind"] == PAGE
        kept = {name: "" if is_page else told[name] for name in ("place", "publisher", "pages", "subtitle")}
        found = host[told["kind"]]
        return Source(
            title=told["title"],
            host=Host(
                found.title,
                found.subtitle,
                kept["place"],
                kept["publisher"],
                told["year"],
                told["number"] if told["kind"] == ARTICLE else "",
            ),
            authors=tuple(Person.read(line) for line in told["authors"].splitlines() if line.strip()),
            subtitle=kept["subtitle"],
            pages=kept["pages"].replace("-", "–"),
            url=told["url"],
            read_on=told["read_on"] if told["url"] else None,
        )


def _tail(words: str) -> str:
    """Return what stands behind an address; the space before it is kept."""
    return f" {escaped(words)}" if words.startswith(" ") else escaped(words)
