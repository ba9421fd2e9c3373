"""Making articles: of a lesson, a public consultation, a project, a document, or anew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from nastavnik.core import journal
from nastavnik.core.turns import Turns
from nastavnik.people.models import User
from nastavnik.programme.models import Handout
from nastavnik.programme.services.slugs import slug_of
from nastavnik.publishing.enums import ArticleOrigin
from nastavnik.publishing.models import Article, ArticleAuthor, Collection, CollectionPart
from nastavnik.publishing.models.collections import LONGEST_TITLE
from nastavnik.publishing.press.importing import NotReadable, Source, import_text
from nastavnik.publishing.press.running import PressFailed, TooLarge
from nastavnik.publishing.selectors.articles.sources import AnswerTold, Author, LessonTalk, ProjectTold, authors_of
from nastavnik.publishing.services.articles.fields import remember
from nastavnik.publishing.services.articles.pictures import (
    StoredPicture,
    keep_pictures,
    name_of,
    slide_pictures,
    stored_pictures,
)
from nastavnik.publishing.services.articles.refusals import (
    FileNotReadable,
    FileTooLarge,
    NothingToTake,
    NoWordsYet,
    OthersAreRead,
)
from nastavnik.publishing.services.locking import locked_collection, touch
from nastavnik.publishing.services.refusals import TooManyArticles
from nastavnik.publishing.speech.articles import Article as Proposal
from nastavnik.publishing.speech.articles import Figure
from nastavnik.publishing.speech.blocks import anchored_text, blocks_of, escaped, heading_of, plain
from nastavnik.publishing.speech.keeping import packed, unpacked
from nastavnik.publishing.speech.markdown import listed, paragraphs_in, text_of
from nastavnik.publishing.speech.questions import with_answers

T = TypeVar("T")

MOST_ARTICLES = 300
LONGEST_KEY = 50
TITLE_SIGN = "# "
# A document that is made to take long takes three minutes, until its limits end it, and a thread of pages meanwhile.
READ_AT_ONCE = 2
_readers = Turns(READ_AT_ONCE, OthersAreRead)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is taken of a lesson: the numbers of the proposals and of the questions, each from 1, and what stands beside them."""

    numbers: Sequence[int]
    questions: Sequence[int] = ()
    has_slides: bool = True
    has_handouts: bool = True


def make_from_lesson(
    *, actor: User, collection_id: int, talk: LessonTalk, wanted: Wanted, now: datetime
) -> list[Article]:
    """Make the articles that were chosen of those that a lesson could become.

    Raises `NoWordsYet`, `NothingToTake`, `TooManyArticles`, `PermissionDenied`.
    """
    if not talk.proposals:
        raise NoWordsYet
    proposals = _numbered(talk.proposals, wanted.numbers)
    if not proposals:
        raise NothingToTake
    asked = _numbered(talk.questions, wanted.questions)
    chosen = with_answers(proposals, talk.proposals, asked, title=_("Questions of listeners"))
    keys = [figure.key for one in chosen for figure in _figures(one)] if wanted.has_slides else []
    with stored_pictures(slide_pictures(talk, keys), now=now) as pictures, transaction.atomic():
        collection = locked_collection(actor, collection_id)
        made = [_from_proposal(collection, talk, one, pictures, actor=actor, now=now) for one in chosen]
        _add_rest(made[-1], talk, wanted)
        for article in made:
            remember(article, actor=actor, now=now, note=_("as it came from the lesson"))
        touch(collection, now)
    return made


@transaction.atomic
def make_from_answer(*, actor: User, collection_id: int, told: AnswerTold, now: datetime) -> Article:
    """Make an article of a public consultation. Raises `TooManyArticles`, `PermissionDenied`."""
    collection = locked_collection(actor, collection_id)
    question = "\n".join(f"> {escaped(line)}" if line.strip() else ">" for line in told.answer.question.splitlines())
    moments = [
        f'::: {{.moment video="{row.moment.video.token}" t="{int(row.moment.seconds)}"}}\n{escaped(row.moment.quote)}\n:::'
        for row in told.moments
        if row.moment.quote.strip()
    ]
    parts = [question, told.answer.answer.strip(), *moments, _handouts(told.handouts)]
    text = "\n\n".join(one for one in parts if one)
    article = _new(collection, told.answer.title, ArticleOrigin.ANSWER, actor, now, text=text, answer=told.answer)
    remember(article, actor=actor, now=now, note=_("as the consultation is public"))
    touch(collection, now)
    return article


@transaction.atomic
def make_from_project(*, actor: User, collection_id: int, told: ProjectTold, now: datetime) -> Article:
    """Make an article of what everybody may read of a project. Raises `TooManyArticles`, `PermissionDenied`."""
    collection = locked_collection(actor, collection_id)
    text = "\n\n".join(escaped(line) for line in told.summary.splitlines() if line.strip())
    title, application = told.application.title, told.application
    article = _new(collection, title, ArticleOrigin.PROJECT, actor, now, text=text, application=application)
    _name_authors(article, told.authors)
    remember(article, actor=actor, now=now, note=_("as the gallery of ideas shows it"))
    touch(collection, now)
    return article


def make_from_file(
    *, actor: User, collection_id: int, title: str, name: str, content: bytes, source: Source, now: datetime
) -> Article:
    """Make an article of a document; without a `title` it is called by the heading over it, or else by its `name`.

    Raises `OthersAreRead`, `FileNotReadable`, `FileTooLarge`, `TooManyArticles`, `PermissionDenied`.
    """
    article = Article()  # its token names the pictures
    try:
        with _readers.taken():
            imported = import_text(content, source, prefix=article.token)
    except TooLarge as error:
        raise FileTooLarge from error
    except (NotReadable, PressFailed) as error:
        raise FileNotReadable from error
    with stored_pictures(imported.pictures, now=now) as pictures, transaction.atomic():
        collection = locked_collection(actor, collection_id)
        title, text = _titled(imported.text.strip("\n"), title, name)
        made = _new(collection, title, ArticleOrigin.FILE, actor, now, text=text, token=article.token)
        keep_pictures(made, pictures)
        remember(made, actor=actor, now=now, note=_("as the document was"))
        touch(collection, now)
    return made


def _titled(text: str, title: str, name: str) -> tuple[str, str]:
    """Return the title of a document and its text, in which the title does not stand once more."""
    first = next(iter(blocks_of(text)), None)
    if first is None or not first.text.startswith(TITLE_SIGN):
        return title or name, text
    heading = plain(heading_of(first))
    return (title, text) if title not in {"", heading} else (heading, text[first.end :].lstrip("\n"))


@transaction.atomic
def write_anew(*, actor: User, collection_id: int, title: str, now: datetime) -> Article:
    """Begin an empty article. Raises `TooManyArticles`, `PermissionDenied`."""
    collection = locked_collection(actor, collection_id)
    article = _new(collection, title, ArticleOrigin.WRITTEN, actor, now)
    touch(collection, now)
    return article


def _numbered(things: Sequence[T], numbers: Iterable[int]) -> list[T]:
    return [things[number - 1] for number in numbers if 0 < number <= len(things)]


def _figures(proposal: Proposal) -> list[Figure]:
    return [block for section in proposal.sections for block in section.blocks if isinstance(block, Figure)]


def _from_proposal(
    collection: Collection,
    talk: LessonTalk,
    proposal: Proposal,
    pictures: dict[str, StoredPicture],
    *,
    actor: User,
    now: datetime,
) -> Article:
    of = {"lesson": talk.lesson, "video": talk.video}
    article = _new(collection, proposal.title, ArticleOrigin.LESSON, actor, now, **of)
    figures = [one for one in _figures(proposal) if one.key in pictures]
    names = {one.key: name_of(article, number, pictures[one.key].kind) for number, one in enumerate(figures, start=1)}
    article.text = text_of(proposal, names)
    said = paragraphs_in(proposal)
    article.source = packed(said)
    article.anchors = packed(anchored_text(article.text, said, said))
    article.save(update_fields=["text", "source", "anchors"])
    alts = {names[one.key]: one.alt for one in figures}
    keep_pictures(article, {names[one.key]: pictures[one.key] for one in figures}, alts=alts)
    _name_authors(article, authors_of(talk.lesson))
    return article


def _add_rest(article: Article, talk: LessonTalk, wanted: Wanted) -> None:
    """Name the handouts at the end of the last article."""
    rest = _handouts(talk.handouts) if wanted.has_handouts else ""
    if not rest:
        return
    article.text = f"{article.text}\n\n{rest}"
    said = unpacked(article.source)
    article.anchors = packed(anchored_text(article.text, said, said))
    article.save(update_fields=["text", "anchors"])


def _handouts(handouts: Iterable[Handout]) -> str:
    lines = [f"[{escaped(one.title)}]({one.url})" if one.url else escaped(one.title) for one in handouts]
    return listed(_("Materials of the lesson"), lines)


def _new(collection: Collection, title: str, origin: ArticleOrigin, actor: User, now: datetime, **more: Any) -> Article:
    rows = Article.objects.filter(collection=collection)
    last = rows.filter(removed_at=None).order_by("position").last()
    if rows.filter(removed_at=None).count() >= MOST_ARTICLES:
        raise TooManyArticles
    article = Article.objects.create(
        collection=collection,
        # behind all others, be the last part empty
        part=CollectionPart.objects.filter(collection=collection).last(),
        position=last.position + 1 if last else 1,
        key=_free_key(collection, title),
        origin=origin,
        title=" ".join(title.split())[:LONGEST_TITLE],
        changed_by=actor,
        created_at=now,
        changed_at=now,
        **more,
    )
    journal.record(actor=actor, verb="created", subject=article, now=now, origin=origin.value, title=article.title)
    return article


def _free_key(collection: Collection, title: str) -> str:
    key = slug_of(title)[:LONGEST_KEY].rstrip("-")
    taken = set(Article.objects.filter(collection=collection, key__startswith=key).values_list("key", flat=True))
    numbered = (f"{key}-{number}" for number in range(2, len(taken) + 3))
    return key if key not in taken else next(one for one in numbered if one not in taken)


def _name_authors(article: Article, authors: Iterable[Author]) -> None:
    ArticleAuthor.objects.bulk_create(
        ArticleAuthor(
            article=article,
            speaker=one.speaker,
            user_id=one.user_id,
            name=one.name[:200],
            about=one.about,
            position=number,
        )
        for number, one in enumerate(authors, start=1)
    )
