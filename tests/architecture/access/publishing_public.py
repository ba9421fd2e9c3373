"""Collections as everybody reads them, their press at the desk, the proofs of their authors."""

import json
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from nastavnik.people.selectors.entry import hash_secret
from nastavnik.programme.models import School
from nastavnik.publishing.enums import COVER_PICTURE, ArticleState, CollectionState, Licence, RunState
from nastavnik.publishing.models import (
    ArticlePicture,
    ArticleRevision,
    PressedArticle,
    PressedFile,
    PressRun,
    ProofLink,
    ProofRemark,
)
from nastavnik.publishing.press.book import Form
from tests.architecture.access.words import (
    DESK_HIDDEN,
    DESK_HIDDEN_ALSO_FROM_GUESTS,
    OWN,
    PUBLIC,
    Answer,
    Row,
    get,
    post,
    who,
)
from tests.publishing.factories import ArticleFactory, AuthorFactory, CollectionFactory

MAKES = who("methodist", others=Answer.MISSING) | {"director": Answer.FORBIDDEN}

PUBLIC_ROWS: tuple[Row, ...] = (
    get("publishing:shelf", PUBLIC),
    get("publishing:book", PUBLIC, "public_book"),
    get("publishing:book", DESK_HIDDEN_ALSO_FROM_GUESTS, "hidden_book"),
    get("publishing:read", PUBLIC, "public_book", "public_article_key"),
    get("publishing:read", DESK_HIDDEN_ALSO_FROM_GUESTS, "hidden_book", "public_article_key"),
    get("publishing:cover", PUBLIC, "public_book"),
    get("publishing:pdf", PUBLIC, "public_book"),
    get("publishing:pdf", DESK_HIDDEN_ALSO_FROM_GUESTS, "hidden_book"),
    get("publishing:print_pdf", DESK_HIDDEN_ALSO_FROM_GUESTS, "public_book"),
    get("publishing:cover_pdf", DESK_HIDDEN_ALSO_FROM_GUESTS, "public_book"),
    get("publishing:epub", PUBLIC, "public_book"),
    get("publishing:docx", PUBLIC, "public_book"),
    get("publishing:picture", PUBLIC, "public_book", "public_article_key", "public_picture"),
    get("publishing:picture", DESK_HIDDEN_ALSO_FROM_GUESTS, "hidden_book", "public_article_key", "public_picture"),
    get("publishing:memo", OWN, "lesson_slug"),
    get("publishing:memo", DESK_HIDDEN, "draft_lesson_slug"),
    get("publishing:press", DESK_HIDDEN, "public_book_token"),
    get("publishing:press_state", DESK_HIDDEN, "public_book_token"),
    post("publishing:ask_press", MAKES, "public_book_token"),
    post("publishing:stop_press", MAKES, "public_book_token", "press_run"),
    get("publishing:proof", PUBLIC, "proof_secret"),
    get("publishing:proof_picture", PUBLIC, "proof_secret", "public_picture"),
    post("publishing:proof_remark", PUBLIC, "proof_secret"),
    post("publishing:withdraw_proof_remark", PUBLIC, "proof_secret", "proof_remark"),
    post("publishing:answer_proof", PUBLIC, "proof_secret"),
    get("publishing:article_proofs", DESK_HIDDEN, "public_article"),
    post("publishing:send_proof", MAKES, "public_article", "public_author"),
    post("publishing:withdraw_proof", MAKES, "public_article", "proof"),
    post("publishing:resolve_proof_remark", MAKES, "public_article", "proof_remark"),
)


def things_of_books(school: School) -> dict[str, Any]:
    """Return a book that is published and one that is not, both pressed, with a proof that is with its author."""
    published = CollectionFactory(
        school=school, slug=f"kniga-{school.pk}", state=CollectionState.PUBLISHED, published_at=timezone.now()
    )
    in_work = CollectionFactory(school=school, slug=f"v-rabote-{school.pk}")
    words = {"key": "statia", "revision": 1, "state": ArticleState.READY}
    article = ArticleFactory(collection=published, licence=Licence.CC_BY, **words)
    other = ArticleFactory(collection=in_work, licence=Licence.OWN, **words)
    for one in (article, other):
        ArticlePicture.objects.create(
            article=one, key="r1", file=_stored(b"JPEG"), kind="jpg", bytes=4, width=1, height=1, sha256="0" * 64
        )
    run = _pressed(article)
    _pressed(other)
    return {
        "public_book": published.slug,
        "hidden_book": in_work.slug,
        "public_book_token": published.token,
        "public_article": article.token,
        "public_article_key": article.key,
        "public_picture": "r1",
        "press_run": run.token,
        **_proof(article),
    }


def _stored(content: bytes) -> str:
    return str(default_storage.save("collections/thing", ContentFile(content)))


def _pressed(article: Any) -> PressRun:
    now = timezone.now()
    run = PressRun.objects.create(collection=article.collection, state=RunState.DONE, asked_at=now, ended_at=now)
    PressedArticle.objects.create(run=run, article=article, revision=1, closings=0, title=article.title)
    picture = reverse("publishing:picture", args=[article.collection.slug, article.key, "r1"])
    for form in (*Form, COVER_PICTURE):
        file = _stored(json.dumps({"statia": f'<p>Текст</p><img src="{picture}">'}).encode())
        PressedFile.objects.create(run=run, form=form, file=file, bytes=1, sha256="0" * 64)
    return run


def _proof(article: Any) -> dict[str, Any]:
    now = timezone.now()
    author = AuthorFactory(article=article, agreed_at=now)
    secret = f"secret-{article.token}"
    ArticleRevision.objects.create(article=article, number=1, title="", text=article.text, began_at=now, written_at=now)
    proof = ProofLink.objects.create(
        article=article,
        author=author,
        email="author@example.org",
        secret_hash=hash_secret(secret),
        revision=1,
        sent_at=now,
        expires_at=now + timedelta(days=1),
    )
    remark = ProofRemark.objects.create(proof=proof, body="Иначе", made_at=now)
    return {"proof_secret": secret, "proof": proof.token, "proof_remark": remark.pk, "public_author": author.token}
