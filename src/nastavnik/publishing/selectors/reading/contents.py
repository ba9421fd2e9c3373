"""The contents of a collection: articles in their order under their parts, with their authors."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from nastavnik.publishing.enums import Licence
from nastavnik.publishing.models import Article, ArticleAuthor, Collection, CollectionPart


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article with its authors."""

    article: Article
    authors: tuple[ArticleAuthor, ...]

    @property
    def is_settled(self) -> bool:
        """Tell whether it may be read by everybody: on terms that are known, with the consent of all its authors."""
        return self.article.licence != Licence.NONE and all(one.agreed_at for one in self.authors)


@dataclass(frozen=True, slots=True)
class Section:
    """Articles under a common title; those before all parts have none."""

    title: str
    chapters: tuple[Chapter, ...]


def contents_of(collection: Collection, *, has_texts: bool = True) -> tuple[Section, ...]:
    """Return the sections that have articles, with the films of these joined; three queries. Without texts there is much less to read."""
    rows = Article.objects.filter(collection=collection, removed_at=None).defer("source")
    articles = list(rows.select_related("video") if has_texts else rows.defer("source", "anchors", "text"))
    authors: dict[int, list[ArticleAuthor]] = {}
    for author in ArticleAuthor.objects.filter(article__collection=collection, article__removed_at=None):
        authors.setdefault(author.article_id, []).append(author)
    parts: list[tuple[int | None, str]] = [(None, "")]
    parts += CollectionPart.objects.filter(collection=collection).values_list("pk", "title")
    sections = (
        Section(
            title, tuple(Chapter(one, tuple(authors.get(one.pk, ()))) for one in articles if one.part_id == part_id)
        )
        for part_id, title in parts
    )
    return tuple(section for section in sections if section.chapters)


def settled_in(sections: Iterable[Section], pressed: Container[str]) -> tuple[Section, ...]:
    """Return what readers see of a book: articles that were pressed, and of which nobody has taken a consent back since."""
    kept = (
        Section(section.title, tuple(one for one in section.chapters if one.is_settled and one.article.key in pressed))
        for section in sections
    )
    return tuple(section for section in kept if section.chapters)


def chapters_in(sections: Iterable[Section]) -> list[Chapter]:
    """Return all articles in the order of the book."""
    return [chapter for section in sections for chapter in section.chapters]
