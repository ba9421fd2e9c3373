"""The check before the press: what the imprint lacks, what stands in the way of an article, what the press noticed last."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from nastavnik.publishing.enums import ArticleState, Licence
from nastavnik.publishing.models import Collection
from nastavnik.publishing.records.imprint import Form
from nastavnik.publishing.selectors.collections.imprint import gaps_in, imprint_of
from nastavnik.publishing.selectors.pressing.told import by_article, holds_up, words_of
from nastavnik.publishing.selectors.reading.contents import Chapter, Section, chapters_in
from nastavnik.publishing.selectors.rights import needs_consent


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence about what is missing or wrong; `holds_up`: it must be mended before the book is printed."""

    words: str
    holds_up: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found, and where it is mended."""

    title: str
    url: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """All that was found, the imprint first, then the articles in the order of the book."""

    places: tuple[Place, ...]

    @property
    def holding_up(self) -> int:
        """Return how many findings must be mended."""
        return sum(one.holds_up for place in self.places for one in place.findings)

    @property
    def words(self) -> str:
        """Return the outcome in a sentence."""
        count = self.holding_up
        if not count:
            return gettext("Nothing stands in the way of print.")
        text = ngettext(
            "%(count)d thing is to be mended before print.", "%(count)d things are to be mended before print.", count
        )
        return text % {"count": count}


def check_of(
    collection: Collection,
    sections: Sequence[Section],
    remarks: Iterable[Mapping[str, Any]],
    *,
    pages: int | None = None,
) -> Check:
    """Return what stands in the way of print; `remarks` are those of the last run of the press, `pages` those of its block. No query."""
    noticed = by_article(remarks)
    places = [_imprint(collection, pages)]
    places += [_article(one, noticed.get(one.article.key, ())) for one in chapters_in(sections)]
    return Check(tuple(place for place in places if place.findings))


def _imprint(collection: Collection, pages: int | None) -> Place:
    found = [Finding(gap.words, gap.holds_up) for gap in gaps_in(collection)]
    imprint = imprint_of(collection)
    if pages and imprint.form == Form.PRINT and imprint.pages != pages:
        words = gettext("The press has set %(pages)d pages: that number belongs in the imprint.")
        found.append(Finding(words % {"pages": pages}, holds_up=True))
    return Place(gettext("Imprint"), reverse("publishing:imprint", args=[collection.token]), tuple(found))


def _article(chapter: Chapter, remarks: Iterable[Mapping[str, Any]]) -> Place:
    found = [*_rights(chapter), *_state(chapter), *(Finding(words_of(one), holds_up(one)) for one in remarks)]
    return Place(chapter.article.title, reverse("publishing:article", args=[chapter.article.token]), tuple(found))


def _rights(chapter: Chapter) -> Iterator[Finding]:
    article = chapter.article
    asked = chapter.authors if needs_consent(article) else ()
    if not asked and needs_consent(article):
        yield Finding(gettext("The article has no author."), holds_up=True)
    for author in (one for one in asked if not one.has_agreed_to(article.revision)):
        words = gettext("%(name)s has not agreed yet that it is printed.")
        if author.agreed_at is not None:
            words = gettext("%(name)s has agreed to an earlier text: ask her again.")
        yield Finding(words % {"name": author.name}, holds_up=True)
    if chapter.article.licence == Licence.NONE:
        yield Finding(gettext("It is not settled on what terms it is printed."), holds_up=True)


def _state(chapter: Chapter) -> Iterator[Finding]:
    article = chapter.article
    if not article.text.strip():
        yield Finding(gettext("The article has no text."), holds_up=True)
    elif article.state != ArticleState.READY:
        words = gettext("The article is not ready and is left out of the press: %(state)s.")
        yield Finding(words % {"state": article.get_state_display()}, holds_up=False)
