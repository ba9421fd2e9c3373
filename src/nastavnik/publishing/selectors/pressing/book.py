"""A collection as the press takes it: a book of texts, pictures, films and its imprint."""

import re
from collections.abc import Iterable, Mapping

from django.core.files.storage import default_storage
from django.urls import reverse

from nastavnik.publishing.models import Article as ArticleRow
from nastavnik.publishing.models import ArticlePicture, Collection
from nastavnik.publishing.press.book import Article, Author, Book, Design, Film, ImprintPages, Part, Picture
from nastavnik.publishing.press.pressing import Addresses
from nastavnik.publishing.records.names import Person
from nastavnik.publishing.records.pages import last_page, title_page, verso
from nastavnik.publishing.selectors.collections.imprint import imprint_of
from nastavnik.publishing.selectors.reading.addresses import film_address, path_in_school
from nastavnik.publishing.selectors.reading.contents import Chapter, Section, chapters_in
from nastavnik.publishing.speech.keeping import unpacked
from nastavnik.publishing.speech.markdown import with_moments
from nastavnik.video.models import Video

FILM = re.compile(r"\bvideo=[\"']?([0-9a-z]{1,22})")
# no caption has the beginning of another picture in it: each text is gone over once
PICTURE = re.compile(r"(!\[(?:[^\]\\!]|\\.|!(?!\[))*\]\(<?)([\w.-]{1,60})(?=[\s>)])", re.DOTALL)
# between the key of an article and that of its picture: neither has two hyphens
BETWEEN = "--"


def book_of(collection: Collection, sections: tuple[Section, ...]) -> Book:
    """Return these sections of a collection, its school joined, as a book; the pictures are read out of the storage.

    The same rows make the same book.
    """
    chapters = chapters_in(sections)
    pictures = pictures_by_article(collection)
    imprint = imprint_of(collection)
    parts = tuple(_part(section, pictures) for section in sections)
    return Book(
        key=collection.token,
        title=collection.title,
        subtitle=collection.subtitle,
        publisher=imprint.publisher.name,
        made_at=max([collection.changed_at, *(one.article.changed_at for one in chapters)]),
        parts=parts,
        imprint=ImprintPages(title_page(imprint), verso(imprint), last_page(imprint)),
        annotation=collection.annotation,
        year=str(imprint.year or ""),
        language=imprint.language,
        design=Design(collection.design),
        pictures=_contents_of_pictures(chapters, pictures),
        films=_films(collection, [article.text for part in parts for article in part.articles]),
    )


def pictures_by_article(collection: Collection) -> dict[int, dict[str, ArticlePicture]]:
    """Return the pictures of each article by their keys; one query."""
    found: dict[int, dict[str, ArticlePicture]] = {}
    for picture in ArticlePicture.objects.filter(article__collection=collection, article__removed_at=None):
        found.setdefault(picture.article_id, {})[picture.key] = picture
    return found


def _part(section: Section, pictures: Mapping[int, Mapping[str, ArticlePicture]]) -> Part:
    return Part(section.title, tuple(_article(one, pictures.get(one.article.pk, {})) for one in section.chapters))


def _article(chapter: Chapter, pictures: Mapping[str, ArticlePicture]) -> Article:
    row = chapter.article
    return Article(
        key=row.key,
        title=row.title,
        text=with_own_pictures(_with_moments(row), row.key, pictures),
        authors=tuple(Author(printed_name(one.name), one.about) for one in chapter.authors),
        annotation=row.annotation,
    )


def _with_moments(row: ArticleRow) -> str:
    """Return the text of an article that leads to its seconds, if it was said in a film."""
    return with_moments(row.text, unpacked(row.anchors), row.video.token) if row.video and row.anchors else row.text


def printed_name(name: str) -> str:
    """Return a name as it stands over an article: «Анна Петровна Иванова» of «Иванова, Анна Петровна»."""
    person = Person.read(name)
    return f"{person.given} {person.surname}".strip()


def with_own_pictures(text: str, article_key: str, pictures: Iterable[str]) -> str:
    """Return a text whose pictures have names that no other article of the book has."""
    known = frozenset(pictures)

    def named(match: re.Match[str]) -> str:
        return f"{match[1]}{article_key}{BETWEEN}{match[2]}" if match[2] in known else match[0]

    return PICTURE.sub(named, text)


def _contents_of_pictures(
    chapters: Iterable[Chapter], pictures: Mapping[int, Mapping[str, ArticlePicture]]
) -> dict[str, Picture]:
    """Return the pictures by their names in the book; one that has got lost is told by the press where it is missing."""
    found: dict[str, Picture] = {}
    for chapter in chapters:
        for key, picture in pictures.get(chapter.article.pk, {}).items():
            if default_storage.exists(picture.file):
                with default_storage.open(picture.file) as stored:
                    found[f"{chapter.article.key}{BETWEEN}{key}"] = Picture(stored.read())
    return found


def _films(collection: Collection, texts: Iterable[str]) -> dict[str, Film]:
    """Return the films of the school that moments of the texts name."""
    tokens = {token for text in texts for token in FILM.findall(text)}
    videos = Video.objects.filter(school=collection.school_id, token__in=tokens).select_related("lesson")
    return {
        video.token: Film(video.lesson.title if video.lesson else video.title, film_address(collection.school, video))
        for video in videos
    }


def addresses_of(collection: Collection) -> Addresses:
    """Return where pictures and articles of a collection lie for browsers."""
    school, slug = collection.school, collection.slug

    def picture(name: str) -> str:
        article, _between, key = name.partition(BETWEEN)  # keys of pictures may be odd, those of articles never are
        return path_in_school(school, reverse("publishing:picture", args=[slug, article, key]))

    def place(anchor: str) -> str:
        article, between, _name = anchor.partition(BETWEEN)
        page = path_in_school(school, reverse("publishing:read", args=[slug, article]))
        return f"{page}#{anchor}" if between else page

    return Addresses(picture=picture, place=place)
