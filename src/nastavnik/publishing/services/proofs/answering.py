"""What an author does with her proof. The secret of the link is her right; there is no account and no other check."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nastavnik.core import journal
from nastavnik.people.selectors.entry import hash_secret
from nastavnik.publishing.enums import ArticleState
from nastavnik.publishing.models import Article, ArticleAuthor, ArticleRevision, ProofLink, ProofRemark
from nastavnik.publishing.selectors.proofs.words import found_in
from nastavnik.publishing.selectors.rights import has_agreement
from nastavnik.publishing.services.articles import consents
from nastavnik.publishing.services.proofs.refusals import (
    ProofOver,
    ProofRemarkEmpty,
    ProofWithoutConsent,
    ProofWithoutWords,
    TooManyProofRemarks,
    WordsNotInProof,
)
from nastavnik.publishing.services.proofs.telling import tell_of_answer

MOST_REMARKS = 200
LONGEST_QUOTE = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """What an author decides: whether the text may be printed as it is, her consent with that, and words of hers in all."""

    is_approved: bool
    has_consented: bool
    words: str = ""


@transaction.atomic
def note_opened(*, secret: str, now: datetime) -> None:
    """Note that a link was opened for the first time. Raises `ProofLink.DoesNotExist`."""
    ProofLink.objects.filter(secret_hash=hash_secret(secret), opened_at=None).update(opened_at=now)


@transaction.atomic
def add_remark(*, secret: str, quote: str, body: str, now: datetime) -> ProofRemark:
    """Say what is to be changed, at these words of the text or (without any) of the whole.

    Raises `ProofOver`, `ProofRemarkEmpty`, `TooManyProofRemarks`, `WordsNotInProof`, `ProofLink.DoesNotExist`.
    """
    link = _open_link(secret, now)
    if not body.strip():
        raise ProofRemarkEmpty
    if ProofRemark.objects.filter(proof=link).count() >= MOST_REMARKS:
        raise TooManyProofRemarks
    quote = " ".join(quote.split())
    text = ArticleRevision.objects.get(article=link.article, number=link.revision).text
    begin = found_in(text, quote) if quote else 0
    if begin is None or len(quote) > LONGEST_QUOTE:
        raise WordsNotInProof
    return ProofRemark.objects.create(proof=link, quote=quote, begin=begin, body=body.strip(), made_at=now)


@transaction.atomic
def withdraw_remark(*, secret: str, remark_id: int, now: datetime) -> None:
    """Take a remark back that nobody has dealt with. Raises `ProofOver`, `ProofRemark.DoesNotExist`, `ProofLink.DoesNotExist`."""
    ProofRemark.objects.get(proof=_open_link(secret, now), pk=remark_id, resolved_at=None).delete()


@transaction.atomic
def answer_proof(*, secret: str, answer: Answer, now: datetime) -> ProofLink:
    """Take an author's yes or no; she may change it while the link works.

    Her yes is her consent with print. When all authors of the text as it stands have given it, the article is ready; a no gives it
    back to the editor. Raises `ProofOver`, `ProofWithoutConsent`, `ProofWithoutWords`, `ProofLink.DoesNotExist`.
    """
    link = _open_link(secret, now)
    if answer.is_approved and not answer.has_consented:
        raise ProofWithoutConsent
    has_said = bool(answer.words.strip()) or ProofRemark.objects.filter(proof=link).exists()
    if not answer.is_approved and not has_said:
        raise ProofWithoutWords
    link.is_approved, link.words, link.answered_at = answer.is_approved, answer.words.strip(), now
    link.save(update_fields=["is_approved", "words", "answered_at"])
    _note_consent(link, now)
    _move_article(link)
    verb = "proof_approved" if answer.is_approved else "proof_refused"
    # whoever has the link is the author; that is not the same as having signed in
    journal.record(actor=None, verb=verb, subject=link.article, now=now, author=link.author.name)
    tell_of_answer(link, now=now)
    return link


def _open_link(secret: str, now: datetime) -> ProofLink:
    """Return a link that works, with its article and its author, locked in the order of `services.locking`.

    Raises `ProofOver`, `ProofLink.DoesNotExist`.
    """
    known = ProofLink.objects.get(secret_hash=hash_secret(secret))
    articles = Article.objects.select_for_update(of=("self",), no_key=True).select_related("collection__school")
    article = articles.get(pk=known.article_id)
    link = ProofLink.objects.select_for_update(of=("self",), no_key=True).select_related("sent_by").get(pk=known.pk)
    link.article, link.author = article, ArticleAuthor.objects.select_for_update(no_key=True).get(pk=link.author_id)
    if link.expires_at <= now or article.removed_at is not None or article.collection.removed_at is not None:
        raise ProofOver
    return link


def _note_consent(link: ProofLink, now: datetime) -> None:
    """Note her consent with the revision that she read; if those words stand in the article again, with the one that holds them now."""
    if not link.is_approved:
        consents.take_back(link.author, link.article)
        return
    told = {"proof": link.token, "revision": link.revision}
    revision = link.article.revision if _is_as_sent(link) else link.revision
    how = _("by her proof %(proof)s, revision %(revision)d") % told
    consents.give(link.author, revision=revision, how=how, now=now)


def _move_article(link: ProofLink) -> None:
    """Let the state of the article follow the answer, as long as the article waits for its authors."""
    article = link.article
    if article.state != ArticleState.PROOF:
        return
    if not link.is_approved:
        article.state = ArticleState.EDITING
    elif has_agreement(article):
        article.state = ArticleState.READY
    article.save(update_fields=["state"])


def _is_as_sent(link: ProofLink) -> bool:
    """Tell whether the text that was approved still stands in the article."""
    sent = ArticleRevision.objects.get(article=link.article, number=link.revision)
    return (sent.title, sent.text) == (link.article.title, link.article.text)
