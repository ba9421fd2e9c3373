"""Authors of articles."""

from nastavnik.people.permissions import Actor
from nastavnik.publishing.models import Article, ArticleAuthor
from nastavnik.publishing.permissions import can_edit_collection


def author_of(article: Article, token: str) -> ArticleAuthor:
    """Return an author of an article. Raises `ArticleAuthor.DoesNotExist`."""
    return ArticleAuthor.objects.get(article=article, token=token)


def can_edit(actor: Actor, article: Article) -> bool:
    """Tell whether `actor` may write in an article, its collection's school joined."""
    return can_edit_collection(actor, article.collection)
