"""Collections: methodists make them, the director looks, everybody reads what is published."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from nastavnik.people.models import User
from nastavnik.publishing.models import ArticlePicture, ArticleRevision
from nastavnik.video.enums import VideoState
from tests.architecture.access.publishing_public import PUBLIC_ROWS, things_of_books
from tests.architecture.access.publishing_world import THINGS, WORLD_ROWS
from tests.architecture.access.words import DESK, DESK_HIDDEN, RUN, Answer, Row, get, post, who
from tests.programme.factories import CycleFactory, LessonFactory, ProgrammeFactory
from tests.publishing.factories import ArticleFactory, AuthorFactory, CollectionFactory, PartFactory
from tests.video.factories import VideoFactory
from tests.video.words.factories import CueFactory, TranscriptFactory

# for everybody else a collection at the desk is not there; the director reads it and changes nothing
MAKES = who("methodist", others=Answer.MISSING) | {"director": Answer.FORBIDDEN}
BRINGS_BACK = who("methodist", others=Answer.MISSING)

DESK_ROWS: tuple[Row, ...] = (
    get("publishing:collections", DESK),
    get("publishing:new_collection", RUN),
    get("publishing:collection", DESK_HIDDEN, "book"),
    get("publishing:edit_collection", MAKES, "book"),
    get("publishing:imprint", MAKES, "book"),
    post("publishing:order_articles", MAKES, "book"),
    post("publishing:add_part", MAKES, "book"),
    get("publishing:part", MAKES, "book", "book_part"),
    post("publishing:set_state", MAKES, "book"),
    post("publishing:remove_collection", MAKES, "book"),
    post("publishing:restore_collection", BRINGS_BACK, "removed_book"),
    get("publishing:add_article", MAKES, "book"),
    get("publishing:add_lesson", MAKES, "book", "told_lesson"),
    post("publishing:add_answer", MAKES, "book"),
    post("publishing:add_project", MAKES, "book"),
    post("publishing:add_file", MAKES, "book"),
    post("publishing:write_anew", MAKES, "book"),
    get("publishing:article", DESK_HIDDEN, "article"),
    post("publishing:save_article", MAKES, "article"),
    post("publishing:take_out", MAKES, "article"),
    post("publishing:tidy_article", MAKES, "article"),
    post("publishing:move_article", MAKES, "article"),
    post("publishing:article_facts", MAKES, "article"),
    post("publishing:add_picture", MAKES, "article"),
    get("publishing:article_picture", DESK_HIDDEN, "article", "article_picture"),
    get("publishing:form_reference", MAKES, "article"),
    post("publishing:remove_article", MAKES, "article"),
    post("publishing:restore_article", BRINGS_BACK, "removed_article"),
    get("publishing:add_author", MAKES, "article"),
    get("publishing:author", MAKES, "article", "article_author"),
    get("publishing:article_history", DESK_HIDDEN, "article"),
    post("publishing:restore_revision", MAKES, "article", "article_aside"),
    post("publishing:leave_aside", MAKES, "article", "article_aside"),
)
ROWS = (*DESK_ROWS, *PUBLIC_ROWS, *WORLD_ROWS)


def things_of_publishing(school: Any, people: dict[str, User | None]) -> dict[str, Any]:
    """Return a collection with an article that has everything, one of each that was removed, and a lesson to take in."""
    now = timezone.now()
    collection = CollectionFactory(school=school)
    article = ArticleFactory(collection=collection)
    ArticleRevision.objects.create(
        article=article, number=1, title="Иначе", text="Иначе", is_aside=True, began_at=now, written_at=now
    )
    return {
        "book": collection.token,
        "book_part": PartFactory(collection=collection).token,
        "removed_book": CollectionFactory(school=school, removed_at=now).token,
        "article": article.token,
        "article_author": AuthorFactory(article=article).token,
        "article_aside": 1,
        "article_picture": _picture(article),
        "removed_article": ArticleFactory(collection=collection, removed_at=now).token,
        "told_lesson": _lesson(school),
        **things_of_books(school),
        **THINGS,
    }


def _picture(article: Any) -> str:
    stored = default_storage.save("publishing/one.png", ContentFile(b"\x89PNG"))
    key = f"{article.token}-1.png"
    about = {"kind": "png", "bytes": 4, "width": 1, "height": 1, "sha256": "0" * 64}
    ArticlePicture.objects.create(article=article, key=key, file=stored, **about)
    return key


def _lesson(school: Any) -> str:
    programme = ProgrammeFactory(school=school)
    lesson = LessonFactory(cycle=CycleFactory(programme=programme), held=True)
    film = VideoFactory(lesson=lesson, ready=True, state=VideoState.READY)
    CueFactory(transcript=TranscriptFactory(video=film))
    return str(lesson.slug)
