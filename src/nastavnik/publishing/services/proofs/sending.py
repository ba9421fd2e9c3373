"""A text goes to its author to be read: a link by mail that needs no account. Whoever has its secret is she, so nobody else is shown it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from nastavnik.core import journal
from nastavnik.core.ids import new_token
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import User
from nastavnik.people.selectors.entry import hash_secret
from nastavnik.people.services.letters import Draft, write_letters
from nastavnik.programme.permissions import place_of
from nastavnik.publishing import tasks
from nastavnik.publishing.enums import ArticleState
from nastavnik.publishing.models import Article, ArticleAuthor, ArticleRevision, ProofLink
from nastavnik.publishing.records.names import Person
from nastavnik.publishing.selectors.proofs.sound import is_said
from nastavnik.publishing.selectors.reading.addresses import whole_address
from nastavnik.publishing.services.articles.fields import remember
from nastavnik.publishing.services.hearing import silence
from nastavnik.publishing.services.locking import locked_article
from nastavnik.publishing.services.proofs.refusals import NothingToRead

PROOF_LIVES = timedelta(days=30)
# 22 characters of 32 letters are 110 bits: nobody guesses a link.
SECRET_LENGTH = 22


@transaction.atomic
def send_proof(*, actor: User, article_id: int, author: str, email: str, now: datetime) -> ProofLink:
    """Send the text as it stands to one of its authors; links that she has of it work no more.

    The article waits for her from now on, whether it was ready before or not. Raises `NothingToRead`, `PermissionDenied`,
    `ArticleAuthor.DoesNotExist`.
    """
    article = locked_article(actor, article_id)
    if not article.text.strip():
        raise NothingToRead
    row = ArticleAuthor.objects.get(article=article, token=author)
    _end_older(row, now)
    _know_account(row, email.strip().lower())
    secret = new_token(SECRET_LENGTH)
    link = ProofLink.objects.create(
        article=article,
        author=row,
        email=email.strip().lower(),
        secret_hash=hash_secret(secret),
        revision=_revision_of(article, actor, now),
        sent_by=actor,
        sent_at=now,
        expires_at=now + PROOF_LIVES,
    )
    article.state = ArticleState.PROOF
    article.save(update_fields=["state"])
    if is_said(link):
        tasks.make_proof_sound.enqueue(link.pk)
    write_letters(drafts=[_draft(link, secret)], now=now, place=place_of(article.collection.school))
    journal.record(actor=actor, verb="proof_sent", subject=article, now=now, author=row.name, revision=link.revision)
    return link


@transaction.atomic
def withdraw_proof(*, actor: User, article_id: int, proof: str, now: datetime) -> None:
    """Let a link work no more; what its author has said stays. Raises `PermissionDenied`, `ProofLink.DoesNotExist`."""
    article = locked_article(actor, article_id)
    link = ProofLink.objects.get(article=article, token=proof)
    if link.expires_at > now:
        link.expires_at = now
        link.save(update_fields=["expires_at"])
        silence(ProofLink.objects.filter(pk=link.pk))
        journal.record(actor=actor, verb="proof_withdrawn", subject=article, now=now)


def _end_older(author: ArticleAuthor, now: datetime) -> None:
    links = ProofLink.objects.filter(author=author, expires_at__gt=now)
    silence(links)
    links.update(expires_at=now)


def _know_account(author: ArticleAuthor, email: str) -> None:
    """Note whose account the author's is: what is known of her by it is told to her, and forgotten with it. A mail of many is nobody's."""
    if author.user_id is not None:
        return
    user = User.objects.filter(email=email, is_active=True).first()
    if user is not None and Person.read(user.full_name).surname == Person.read(author.name).surname:
        author.user = user
        author.save(update_fields=["user"])


def _revision_of(article: Article, actor: User, now: datetime) -> int:
    """Return the number of the revision that holds the text as it stands; with a note nobody writes on in it."""
    rows = ArticleRevision.objects.filter(article=article).order_by("-number")
    newest = rows.filter(is_aside=False).first()
    note = _("sent to its author")
    if newest is None or (newest.title, newest.text) != (article.title, article.text):
        remember(article, actor=actor, now=now, note=note)
        return article.revision
    if not newest.note:
        newest.note = note
        newest.save(update_fields=["note"])
    if article.revision != newest.number:
        article.revision = newest.number
        article.save(update_fields=["revision"])
    return newest.number


def _draft(link: ProofLink, secret: str) -> Draft:
    """Return the letter with the link, in the language of the book's readers: its author may have no account that says more."""
    school = link.article.collection.school
    user = link.author.user
    words = {
        "name": link.author.name,
        "title": link.article.title,
        "collection": link.article.collection.title,
        "school": school.title,
        "editor": str(link.sent_by),
        "link": whole_address(school, reverse("publishing:proof", args=[secret])),
        "expires_at": link.expires_at,
    }
    with translation.override(user.language if user else "ru"):
        return Draft(
            to_email=link.email,
            kind=NoticeKind.ACCOUNT,
            subject=render_to_string("publishing/letters/proof.subject.txt", words),
            text=render_to_string("publishing/letters/proof.txt", words),
            html=render_to_string("publishing/letters/proof.html", words),
            expires_at=link.expires_at,
        )
