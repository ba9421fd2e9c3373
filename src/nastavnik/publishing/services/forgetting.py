"""A person who asked to be forgotten: her mail and her remarks on proofs go; a book that is out keeps the name under which it came out.

What is not published yet is not printed under her name any more: it waits for its editor.
"""

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from nastavnik.people.models import User
from nastavnik.publishing.enums import ArticleState
from nastavnik.publishing.models import Article, ArticleAuthor, ProofLink
from nastavnik.publishing.services.hearing import silence


@transaction.atomic
def forget_person(*, user_id: int) -> None:
    """Forget what collections know of a person. Safe to repeat."""
    hers = ArticleAuthor.objects.filter(user=user_id)
    # in the order in which everybody locks: see `services.locking`
    articles = Article.objects.select_for_update(no_key=True).filter(pk__in=hers.values("article"))
    list(articles.order_by("pk").values_list("pk"))
    silence(ProofLink.objects.filter(author__in=hers))
    ProofLink.objects.filter(author__in=hers).delete()
    unpublished = hers.filter(article__collection__published_at=None)
    named = Article.objects.filter(pk__in=list(unpublished.values_list("article", flat=True)))
    named.update(closings=F("closings") + 1)
    named.filter(state=ArticleState.READY).update(state=ArticleState.EDITING)
    unpublished.delete()
    hers.update(user=None)


def forget_who_was_missed() -> int:
    """Forget whose erasure was not heard of; return how many."""
    missed = User.objects.filter(Exists(ArticleAuthor.objects.filter(user=OuterRef("pk"))), erased_at__isnull=False)
    ids = list(missed.order_by("pk").values_list("pk", flat=True))
    for user_id in ids:
        forget_person(user_id=user_id)
    return len(ids)
