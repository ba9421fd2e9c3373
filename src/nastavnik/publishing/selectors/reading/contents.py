"""The contents of a collection: articles in their order under their parts, with their authors."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from nastavnik.publishing.models import Article, ArticleAuthor, Collection, CollectionPart, PressedArticle
from nastavnik.publishing.selectors.rights import pressable, told


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article with its authors. `may_be_pressed` as `selectors.rights` says; `pressed`: how it stands in the pages to be read here."""

    article: Article
    authors: tuple[ArticleAuthor, ...]
    may_be_pressed: bool
    pressed: PressedArticle | None = None

    @property
    def title(self) -> str:
        """Return what it is called where it is read: by the title that was pressed."""
        return self.pressed.title if self.pressed else self.article.title


@dataclass(frozen=True, slots=True)
class Section:
    """Articles under a common title; those before all parts have none."""

    title: str
    chapters: tuple[Chapter, ...]


def contents_of(collection: Collection, *, has_texts: bool = True) -> tuple[Section, ...]:
    """Return the sections that have articles, with the films of these joined; three queries. Without texts there is much less to read."""
    rows = Article.objects.filter(collection=collection, removed_at=None).annotate(may_be_pressed=told(pressable()))
    rows = rows.select_related("video").defer("source") if has_texts else rows.defer("source", "anchors", "text")
    articles = list(rows)
    authors: dict[int, list[ArticleAuthor]] = {}
    for author in ArticleAuthor.objects.filter(article__collection=collection, article__removed_at=None):
        authors.setdefault(author.article_id, []).append(author)
    chapters = [(one.part_id, Chapter(one, tuple(authors.get(one.pk, ())), one.may_be_pressed)) for one in articles]
    parts: list[tuple[int | None, str]] = [(None, "")]
    parts += CollectionPart.objects.filter(collection=collection).values_list("pk", "title")
    sections = (Section(title, tuple(one for at, one in chapters if at == part_id)) for part_id, title in parts)
    return tuple(section for section in sections if section.chapters)


def to_press(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Return what the press takes of a book."""
    return _changed(sections, lambda one: one if one.may_be_pressed else None)


def as_pressed(sections: Iterable[Section], pressed: Mapping[int, PressedArticle]) -> tuple[Section, ...]:
    """Return what the desk sees of a book: all articles, those that were pressed as they were."""
    return _changed(sections, lambda one: replace(one, pressed=pressed.get(one.article.pk)))


def shown_in(sections: Iterable[Section], pressed: Mapping[int, PressedArticle]) -> tuple[Section, ...]:
    """Return what readers see of a book: what was pressed and may be shown still."""
    shown = {pk: row for pk, row in pressed.items() if row.is_shown}  # type: ignore[attr-defined]  # of `rights.pressed_in`
    return _changed(
        sections, lambda one: replace(one, pressed=shown[one.article.pk]) if one.article.pk in shown else None
    )


def _changed(sections: Iterable[Section], change: Callable[[Chapter], Chapter | None]) -> tuple[Section, ...]:
    changed = (
        Section(section.title, tuple(new for one in section.chapters if (new := change(one)) is not None))
        for section in sections
    )
    return tuple(section for section in changed if section.chapters)


def chapters_in(sections: Iterable[Section]) -> list[Chapter]:
    """Return all articles in the order of the book."""
    return [chapter for section in sections for chapter in section.chapters]
