"""Words of the collection."""

from django.db import models
from django.utils.translation import pgettext_lazy


class CollectionState(models.TextChoices):
    """Where a collection is."""

    PREPARED = "prepared", pgettext_lazy("collection", "Being prepared")
    PUBLISHED = "published", pgettext_lazy("collection", "Published")


class ArticleOrigin(models.TextChoices):
    """From what an article was made."""

    LESSON = "lesson", pgettext_lazy("article", "A lesson")
    ANSWER = "answer", pgettext_lazy("article", "A public consultation")
    PROJECT = "project", pgettext_lazy("article", "A project of a contest")
    FILE = "file", pgettext_lazy("article", "A document")
    WRITTEN = "written", pgettext_lazy("article", "Written anew")


class ArticleState(models.TextChoices):
    """How far an article is."""

    DRAFT = "draft", pgettext_lazy("article", "Draft")
    EDITING = "editing", pgettext_lazy("article", "With the editor")
    PROOF = "proof", pgettext_lazy("article", "With its author")
    READY = "ready", pgettext_lazy("article", "Ready")


class Licence(models.TextChoices):
    """On what terms an article is printed."""

    NONE = "", pgettext_lazy("licence", "not settled")
    PERMISSION = "permission", pgettext_lazy("licence", "by permission of its author")
    CC_BY = "cc-by", pgettext_lazy("licence", "Creative Commons Attribution 4.0")
    OWN = "own", pgettext_lazy("licence", "a work made for the institution")


class RunState(models.TextChoices):
    """Where a run of the press is."""

    WAITING = "waiting", pgettext_lazy("press", "Waits")
    RUNNING = "running", pgettext_lazy("press", "Is being pressed")
    DONE = "done", pgettext_lazy("press", "Done")
    FAILED = "failed", pgettext_lazy("press", "Failed")
    STOPPED = "stopped", pgettext_lazy("press", "Stopped")


RUNS_IN_WORK = (RunState.WAITING, RunState.RUNNING)
# the front of the cover, besides the forms of `press.book.Form`
COVER_PICTURE = "front"


class Trouble(models.TextChoices):
    """Why a run of the press failed."""

    LARGE = (
        "large",
        pgettext_lazy(
            "press",
            "The book takes more time or memory than the press has. Make its pictures smaller, or part it into volumes.",
        ),
    )
    PROGRAM = (
        "program",
        pgettext_lazy(
            "press",
            "The press could not set one of the texts. Nothing is lost. Check the texts: what is wrong is told with its article.",
        ),
    )
    UNENDED = (
        "unended",
        pgettext_lazy(
            "press",
            "The press did not end: it was cut off, or the book takes longer than half an hour. Nothing is lost. Press it once more; if it"
            " does not end again, part the book into volumes.",
        ),
    )
    NOTHING = (
        "nothing",
        pgettext_lazy(
            "press",
            "No article was ready any more when the press began, so nothing was pressed. The check on this page says what is missing.",
        ),
    )
    UNKNOWN = (
        "unknown",
        pgettext_lazy(
            "press", "The press has broken down. Nothing is lost; the operator finds the cause in the server’s log."
        ),
    )


# where an article may go from where it is
ARTICLE_MOVES = {
    ArticleState.DRAFT: (ArticleState.EDITING,),
    ArticleState.EDITING: (ArticleState.PROOF, ArticleState.READY, ArticleState.DRAFT),
    ArticleState.PROOF: (ArticleState.READY, ArticleState.EDITING),
    ArticleState.READY: (ArticleState.EDITING,),
}
