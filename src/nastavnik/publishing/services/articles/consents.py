"""Consents of authors, each to a revision of the text: given, taken back, and carried on where a text stays what they agreed to.

The article is locked before its author wherever one of these is called.
"""

from datetime import datetime

from nastavnik.people.models import User
from nastavnik.publishing.enums import ArticleState
from nastavnik.publishing.models import Article, ArticleAuthor, ArticleRevision, PressedArticle

CONSENT = ["agreed_at", "agreed_revision", "agreed_how"]


def locked_author(article: Article, token: str) -> ArticleAuthor:
    """Return an author of a locked article, locked too. Raises `ArticleAuthor.DoesNotExist`."""
    return ArticleAuthor.objects.select_for_update(no_key=True).get(article=article, token=token)


def give(author: ArticleAuthor, *, revision: int, how: str, now: datetime) -> None:
    """Note that an author lets a revision be printed."""
    author.agreed_at, author.agreed_revision, author.agreed_how = now, revision, how
    author.save(update_fields=CONSENT)


def take_back(author: ArticleAuthor, article: Article) -> None:
    """Note that an author does not let her text be printed; what was pressed of it is shown no more."""
    author.agreed_at, author.agreed_revision, author.agreed_how = None, None, ""
    author.save(update_fields=CONSENT)
    close(article)


def close(article: Article) -> None:
    """Let what was pressed of a locked article be shown no more, and give it back to its editor if it was ready."""
    article.closings += 1
    if article.state == ArticleState.READY:
        article.state = ArticleState.EDITING
    article.save(update_fields=["closings", "state"])


def carry_on(article: Article, *, before: int, actor: User) -> None:
    """Let consents go on with a locked article that holds another revision than `before`.

    What an author changes herself she has read. Who agreed to these very words once need not be asked when they stand there again.
    """
    authors = ArticleAuthor.objects.filter(article=article)
    authors.filter(user=actor, agreed_revision=before).update(agreed_revision=article.revision)
    agreed = authors.exclude(agreed_revision=None).values("agreed_revision")
    rows = ArticleRevision.objects.filter(article=article, number__in=agreed, title=article.title, text=article.text)
    same = list(rows.values_list("number", flat=True))
    authors.filter(agreed_revision__in=same).update(agreed_revision=article.revision)


def is_relied_on(revision: ArticleRevision, actor: User) -> bool:
    """Tell whether another than `actor` has agreed to a revision, or it was pressed: then nobody writes on in it."""
    agreed = ArticleAuthor.objects.filter(article=revision.article_id, agreed_revision=revision.number)
    pressed = PressedArticle.objects.filter(article=revision.article_id, revision=revision.number)
    return agreed.exclude(user=actor).exists() or pressed.exists()
