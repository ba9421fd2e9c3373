"""A collection at the desk: its parts and articles in order, how far each is, what the imprint lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from nastavnik.people.permissions import Actor
from nastavnik.publishing.enums import ArticleState, CollectionState, Licence
from nastavnik.publishing.models import Article, ArticleAuthor, ArticleRevision, Collection, CollectionPart
from nastavnik.publishing.permissions import can_edit_collection
from nastavnik.publishing.records.names import Person
from nastavnik.publishing.selectors.collections.imprint import gaps_in
from nastavnik.publishing.selectors.rights import needs_consent

# the group of the articles that stand before all parts
NO_PART = "-"
# characters: «авторский лист», in which print is reckoned
SHEET_CHARACTERS = 40_000
BADGES = {
    ArticleState.DRAFT: "plain",
    ArticleState.EDITING: "neutral",
    ArticleState.PROOF: "waiting",
    ArticleState.READY: "ok",
}


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article in its place. `lacks_consent`: an author of it has not agreed to the text as it stands."""

    token: str
    title: str
    url: str
    authors: str
    state: str
    badge: str
    origin: str
    characters: int
    asides: int
    lacks_consent: bool
    lacks_licence: bool


@dataclass(frozen=True, slots=True)
class PartGroup:
    """Articles under a title; the first group has none."""

    key: str
    title: str
    articles: list[ArticleLine]
    is_first: bool = False
    is_last: bool = False

    @property
    def is_titled(self) -> bool:
        """Tell whether it is a part, and not the beginning of the book."""
        return self.key != NO_PART


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """A collection with everything that its page tells."""

    collection: Collection
    groups: list[PartGroup]
    can_edit: bool
    is_published: bool
    articles: int
    ready: int
    sheets: float
    holding_up: int
    imprint_url: str

    @property
    def percent(self) -> int:
        """Return how much of it is ready."""
        return 100 * self.ready // self.articles if self.articles else 0

    def part(self, key: str) -> PartGroup:
        """Return a part of it. Raises `CollectionPart.DoesNotExist`."""
        found = next((one for one in self.groups if one.key == key and one.is_titled), None)
        if found is None:
            raise CollectionPart.DoesNotExist
        return found


def collection_page(actor: Actor, collection: Collection) -> CollectionPage:
    """Return the page of a collection that `actor` looks at; four queries."""
    articles = _articles(collection)
    parts = list(CollectionPart.objects.filter(collection=collection))
    lines = _lines(articles)
    whole = sum(line.characters for line in lines.values())
    return CollectionPage(
        collection=collection,
        groups=_groups(parts, articles, lines),
        can_edit=can_edit_collection(actor, collection),
        is_published=collection.state == CollectionState.PUBLISHED,
        articles=len(articles),
        ready=sum(one.state == ArticleState.READY for one in articles),
        sheets=round(whole / SHEET_CHARACTERS, 1),
        holding_up=sum(gap.holds_up for gap in gaps_in(collection)),
        imprint_url=reverse("publishing:imprint", args=[collection.token]),
    )


def _articles(collection: Collection) -> list[Article]:
    rows = Article.objects.filter(collection=collection, removed_at=None)
    return list(rows.defer("source", "anchors").order_by("position", "pk"))


def _lines(articles: Sequence[Article]) -> dict[int, ArticleLine]:
    authors: dict[int, list[ArticleAuthor]] = {}
    for author in ArticleAuthor.objects.filter(article__in=articles):
        authors.setdefault(author.article_id, []).append(author)
    waiting = ArticleRevision.objects.filter(article__in=articles, is_aside=True, settled_at=None).order_by()
    asides = dict(waiting.values_list("article").annotate(many=Count("pk")))
    return {one.pk: _line(one, authors.get(one.pk, []), asides.get(one.pk, 0)) for one in articles}


def _line(article: Article, authors: Sequence[ArticleAuthor], asides: int) -> ArticleLine:
    return ArticleLine(
        token=article.token,
        title=article.title,
        url=reverse("publishing:article", args=[article.token]),
        authors=", ".join(Person.read(one.name).signed for one in authors),
        state=article.get_state_display(),
        badge=BADGES[ArticleState(article.state)],
        origin=article.get_origin_display(),
        characters=len(article.text),
        asides=asides,
        lacks_consent=_lacks_consent(article, authors),
        lacks_licence=article.licence == Licence.NONE,
    )


def _lacks_consent(article: Article, authors: Sequence[ArticleAuthor]) -> bool:
    has_agreed = bool(authors) and all(one.has_agreed_to(article.revision) for one in authors)
    return not has_agreed and needs_consent(article)


def _groups(
    parts: Sequence[CollectionPart], articles: Sequence[Article], lines: dict[int, ArticleLine]
) -> list[PartGroup]:
    groups = [PartGroup(NO_PART, "", [lines[one.pk] for one in articles if one.part_id is None])]
    for number, part in enumerate(parts, start=1):
        mine = [lines[one.pk] for one in articles if one.part_id == part.pk]
        groups.append(PartGroup(part.token, part.title, mine, is_first=number == 1, is_last=number == len(parts)))
    return groups


def typed_facts(collection: Collection) -> dict[str, object]:
    """Return what stands in the form of a collection."""
    names = ("title", "subtitle", "annotation", "design", "slug", "version")
    return {name: getattr(collection, name) for name in names}
