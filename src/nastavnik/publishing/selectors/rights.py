"""What of a collection may be shown: the one rule that the press, files, readers' pages, catalogues, the portal and the API ask.

An article may be shown in a revision while it stands in the book, the terms of its print are settled, and every author has let that revision, or
one behind it, be shown. A work made for the institution is the institution's to show. What was pressed before somebody took her consent
back stays closed, whatever is agreed to later: it must be pressed anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from nastavnik.publishing.enums import COVER_PICTURE, ArticleState, Licence
from nastavnik.publishing.models import Article, ArticleAuthor, Collection, PressedArticle, PressedFile
from nastavnik.publishing.press.book import Form

# on these terms no author has to be asked
WITHOUT_CONSENT = (Licence.OWN,)
# no word of an article stands on them
WITHOUT_ARTICLES = (Form.COVER, COVER_PICTURE)


def settled(way: str = "") -> Q:
    """Return the condition that the terms of print are known and kept, on rows with a `revision`; `way` leads from them to the article."""
    authors = ArticleAuthor.objects.filter(article=OuterRef(f"{way}pk"))
    silent = authors.filter(Q(agreed_revision=None) | Q(agreed_revision__lt=OuterRef("revision")))
    # a consent is somebody's: nobody has agreed to what has no author
    is_agreed = ~Q(**{f"{way}licence": Licence.NONE}) & Q(Exists(authors)) & ~Q(Exists(silent))
    return Q(**{f"{way}licence__in": WITHOUT_CONSENT}) | is_agreed


def needs_consent(article: Article) -> bool:
    """Tell whether somebody has to let an article be printed: as `settled` has it."""
    return article.licence not in WITHOUT_CONSENT


def pressable() -> Q:
    """Return the condition on articles that the press takes: ready, and settled in the text that stands in them."""
    return Q(removed_at=None, state=ArticleState.READY) & settled()


def shown_as_pressed() -> Q:
    """Return the condition on what was pressed that it may be shown still."""
    return Q(article__removed_at=None, article__closings=F("closings")) & settled("article__")


def handed_out() -> Q:
    """Return the condition on files that they may be handed out: everything that stands in them may be shown."""
    held = PressedArticle.objects.filter(run=OuterRef("run"))
    closed = held.alias(is_shown=told(shown_as_pressed())).filter(is_shown=False)
    return Q(form__in=WITHOUT_ARTICLES) | (Q(Exists(held)) & ~Q(Exists(closed)))


def told(condition: Q) -> Case:
    """Return a condition as a value of its row; what cannot be told is false."""
    return Case(When(condition, then=Value(value=True)), default=Value(value=False))


def has_open_rights(collection: Collection) -> bool:
    """Tell whether an article of a collection has no terms, or lacks the consent of an author with the text that stands in it."""
    rows = Article.objects.filter(collection=collection, removed_at=None)
    return rows.alias(is_settled=told(settled())).filter(is_settled=False).exists()


def has_agreement(article: Article) -> bool:
    """Tell whether the text of an article may be printed as it stands."""
    return Article.objects.filter(settled(), pk=article.pk).exists()


@dataclass(slots=True)
class Files:
    """The files of a collection by their forms: `given` is handed out, of `newest` something may not be shown any more or is the same.

    Pages of the web are given one by one (`pressed_in`), so of their newest file always.
    """

    given: dict[str, PressedFile] = field(default_factory=dict)
    newest: dict[str, PressedFile] = field(default_factory=dict)

    def is_closed(self, form: str) -> bool:
        """Tell whether the newest file of a form is not handed out: it must be pressed anew."""
        return form in self.newest and self.newest[form] != self.given.get(form)


def files_by_book(ids: Iterable[int]) -> dict[int, Files]:
    """Return the files of collections, their runs joined; one query."""
    found: dict[int, Files] = {}
    rows = PressedFile.objects.filter(run__collection__in=list(ids)).annotate(is_given=told(handed_out()))
    for row in rows.select_related("run").order_by("run__ended_at", "run_id"):
        files = found.setdefault(row.run.collection_id, Files())
        files.newest[row.form] = row
        if row.is_given or row.form == Form.WEB:
            files.given[row.form] = row
    return found


def files_of(collection: Collection) -> Files:
    """Return the files of a collection; one query."""
    return files_by_book([collection.pk]).get(collection.pk, Files())


def pressed_in(web: PressedFile | None) -> dict[int, PressedArticle]:
    """Return what stands in the pages of the web by articles, with `is_shown`: everybody may read it; one query."""
    if web is None:
        return {}
    rows = PressedArticle.objects.filter(run=web.run_id).annotate(is_shown=told(shown_as_pressed()))
    return {row.article_id: row for row in rows}
