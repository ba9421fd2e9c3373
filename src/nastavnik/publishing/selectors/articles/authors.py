"""Authors of articles."""

from dataclasses import dataclass

from django.db.models import Max

from nastavnik.people.permissions import Actor
from nastavnik.publishing.models import Article, ArticleAuthor, ProofLink
from nastavnik.publishing.permissions import can_edit_collection


@dataclass(frozen=True, slots=True)
class Seen:
    """How the consent of an author stands: in which way she agreed to the text of now, and when she answered a proof last."""

    agreed_how: str
    answered: str


def author_of(article: Article, token: str) -> ArticleAuthor:
    """Return an author of an article. Raises `ArticleAuthor.DoesNotExist`."""
    return ArticleAuthor.objects.get(article=article, token=token)


def seen_of(author: ArticleAuthor, article: Article) -> Seen:
    """Return how the consent of an author stands; one query. A consent with an earlier text is none with this one."""
    answered = ProofLink.objects.filter(author=author).aggregate(last=Max("answered_at"))["last"]
    has_agreed = author.has_agreed_to(article.revision)
    return Seen(author.agreed_how if has_agreed else "", answered.isoformat() if answered else "")


def can_edit(actor: Actor, article: Article) -> bool:
    """Tell whether `actor` may write in an article, its collection's school joined."""
    return can_edit_collection(actor, article.collection)
