"""An article of a collection, to be read here."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk
from nastavnik.publishing.enums import CollectionState
from nastavnik.publishing.models import Article, ArticleAuthor, ArticlePicture, Collection
from nastavnik.publishing.permissions import collections_visible_to
from nastavnik.publishing.press.book import Form
from nastavnik.publishing.records.names import Person
from nastavnik.publishing.records.references import Host, Medium, Source, part_record_of
from nastavnik.publishing.selectors.collections.imprint import imprint_of
from nastavnik.publishing.selectors.reading.addresses import whole_address
from nastavnik.publishing.selectors.reading.book import Line, authors_of, collection_to_read, lines_of, sections_for
from nastavnik.publishing.selectors.reading.contents import Chapter, chapters_in
from nastavnik.publishing.selectors.reading.web import page_of
from nastavnik.publishing.selectors.rights import files_of, pressed_in


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article with those before and behind it. `html` is the press's own."""

    collection: Collection
    is_published: bool
    title: str
    authors: str
    about: tuple[ArticleAuthor, ...]
    annotation: str
    html: SafeString
    citation: str
    previous: Line | None
    following: Line | None


def article_page(actor: Actor, school: School, slug: str, key: str, now: datetime) -> ArticlePage:
    """Return an article as it was pressed last. Raises `Collection.DoesNotExist`, `Article.DoesNotExist`."""
    collection = collection_to_read(actor, school, slug)
    web = files_of(collection).newest.get(Form.WEB)
    sections = sections_for(actor, collection, web)
    chapter = next((one for one in chapters_in(sections) if one.article.key == key), None)
    html = page_of(web.file, key) if web and chapter and chapter.pressed else None
    if chapter is None or html is None:
        raise Article.DoesNotExist
    lines = [line for part in lines_of(collection, sections) for line in part.lines if line.url]
    at = next(at for at, line in enumerate(lines) if line.url == reverse("publishing:read", args=[slug, key]))
    return ArticlePage(
        collection=collection,
        is_published=collection.state == CollectionState.PUBLISHED,
        title=chapter.title,
        authors=authors_of(chapter),
        about=tuple(one for one in chapter.authors if one.about),
        annotation=chapter.article.annotation,
        html=html,
        citation=_citation(collection, chapter, now),
        previous=lines[at - 1] if at else None,
        following=lines[at + 1] if at + 1 < len(lines) else None,
    )


def _citation(collection: Collection, chapter: Chapter, now: datetime) -> str:
    """Return how an article is quoted, with the day on which it was read."""
    imprint = imprint_of(collection)
    school = collection.school
    host = Host(imprint.title, imprint.subtitle, imprint.publisher.place, imprint.publisher.name, imprint.year or None)
    source = Source(
        title=chapter.title,
        host=host,
        medium=Medium.ELECTRONIC,
        authors=tuple(Person.read(one.name) for one in chapter.authors),
        url=whole_address(school, reverse("publishing:read", args=[collection.slug, chapter.article.key])),
        read_on=now.astimezone(school.zone).date(),
    )
    return part_record_of(source)


def picture_of(actor: Actor, school: School, slug: str, article: str, key: str) -> ArticlePicture:
    """Return a picture to who may read its article; to guests only one that stands in it as it was pressed.

    Raises `Collection.DoesNotExist`, `ArticlePicture.DoesNotExist`.
    """
    collection = collections_visible_to(actor, school).get(slug=slug)
    rows = ArticlePicture.objects.filter(article__collection=collection, article__removed_at=None)
    if not can_see_desk(actor, school):
        web = files_of(collection).newest.get(Form.WEB)
        shown = [pk for pk, row in pressed_in(web).items() if row.is_shown]  # type: ignore[attr-defined]  # of `rights.pressed_in`
        rows = rows.filter(article__in=shown)
        if web is None or not _stands_in(page_of(web.file, article) or "", slug, article, key):
            raise ArticlePicture.DoesNotExist
    return rows.get(article__key=article, key=key)


def _stands_in(html: str, slug: str, article: str, key: str) -> bool:
    """Tell whether a page of the press shows a picture, whatever the address of the collection was when it was pressed."""
    path = reverse("publishing:picture", args=[slug, article, key])
    behind = path.removeprefix(reverse("publishing:book", args=[slug]))
    # words of people have no bare quote in them: this is the end of an attribute
    return f'/{escape(behind)}"' in html
