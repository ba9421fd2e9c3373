"""A proof goes to its author by a link, she remarks and decides; her yes is her consent, and makes the article ready."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.people.factories import UserFactory
from tests.publishing.factories import AuthorFactory

from nastavnik.people.models import Letter, Notice
from nastavnik.publishing.enums import ArticleState, Licence
from nastavnik.publishing.models import ArticleRevision, ProofLink, ProofRemark
from nastavnik.publishing.services import proofs
from nastavnik.publishing.services.articles import save_article
from nastavnik.publishing.services.proofs import Answer
from nastavnik.publishing.services.proofs.refusals import (
    NothingToRead,
    ProofOver,
    ProofRemarkEmpty,
    ProofWithoutConsent,
    ProofWithoutWords,
    TooManyProofRemarks,
    WordsNotInProof,
)

pytestmark = pytest.mark.django_db

YES, NO = Answer(is_approved=True, has_consented=True), Answer(is_approved=False, has_consented=False, words="Не так")
REMARK = {"quote": "Библиотека ищет\nчитателя.", "body": " Лучше: «зовёт» "}


def write(article, actor, now, text, title="Как начать"):
    """Write in an article as an editor does."""
    article.refresh_from_db()
    save_article(actor=actor, article_id=article.pk, version=article.version, title=title, text=text, now=now)
    article.refresh_from_db()


def test_sending_mails_a_link_that_nobody_else_is_shown(link, secret, article, methodist):
    letter = Letter.objects.get()
    assert letter.to_email == "anna@example.org"
    assert secret in letter.text
    assert secret in letter.html
    assert letter.expires_at == link.expires_at
    assert secret not in link.secret_hash
    article.refresh_from_db()
    assert article.state == ArticleState.PROOF


def test_letter_is_in_the_language_of_an_author_with_an_account(send, author):
    author.user = UserFactory(language="en")
    author.save()
    send()
    assert "is to be printed in the collection" in Letter.objects.get().text


def test_sent_text_stays_as_it_was_while_its_editor_writes_on(link, article, methodist, now):
    write(article, methodist, now, "Иначе.")
    assert ArticleRevision.objects.get(article=article, number=link.revision).text.startswith("## Начало")


@pytest.mark.parametrize(("name", "is_hers"), [("Иванова Анна", True), ("Библиотека филиала № 6", False)])
def test_account_of_an_author_is_known_by_her_mail_and_name(send, author, name, is_hers):
    account = UserFactory(email="anna@example.org", full_name=name)

    send()
    send()

    author.refresh_from_db()
    assert author.user == (account if is_hers else None)


def test_text_that_was_sent_before_is_the_same_revision(link, send):
    assert send()[0].revision == link.revision


def test_text_of_a_revision_that_is_there_is_sent_as_it_is(article, send, methodist, now):
    kept = ArticleRevision.objects.create(
        article=article, number=7, title=article.title, text=article.text, began_at=now, written_at=now
    )
    assert send()[0].revision == 7
    kept.refresh_from_db()
    assert kept.note


def test_newer_link_ends_the_older_ones(link, secret, send, now):
    send(at=now + timedelta(minutes=1))
    with pytest.raises(ProofOver):
        proofs.add_remark(secret=secret, now=now + timedelta(minutes=2), **REMARK)


def test_empty_article_is_not_sent(article, send):
    article.text = ""
    article.save()
    with pytest.raises(NothingToRead):
        send()


def test_director_sends_no_proofs(article, author, director, now):
    with pytest.raises(PermissionDenied):
        proofs.send_proof(actor=director, article_id=article.pk, author=author.token, email="a@example.org", now=now)


def test_withdrawn_link_works_no_more(link, secret, article, methodist, now):
    for _twice in range(2):
        proofs.withdraw_proof(actor=methodist, article_id=article.pk, proof=link.token, now=now)
    with pytest.raises(ProofOver):
        proofs.answer_proof(secret=secret, answer=YES, now=now)


def test_link_is_noted_as_opened_once(link, secret, now):
    for minutes in (1, 2):
        proofs.note_opened(secret=secret, now=now + timedelta(minutes=minutes))
    link.refresh_from_db()
    assert link.opened_at == now + timedelta(minutes=1)


def test_remark_is_kept_with_the_words_that_it_is_of(link, secret, now):
    made = proofs.add_remark(secret=secret, now=now, **REMARK)
    assert (made.quote, made.begin, made.body) == ("Библиотека ищет читателя.", 7, "Лучше: «зовёт»")


def test_remark_without_words_is_of_the_whole(secret, now):
    assert proofs.add_remark(secret=secret, quote="", body="Коротко", now=now).quote == ""


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"quote": "", "body": " "}, ProofRemarkEmpty),
        ({"quote": "Таких слов нет", "body": "Что-то"}, WordsNotInProof),
    ],
)
def test_remark_that_says_nothing_or_is_of_nothing_is_refused(secret, now, told, refusal):
    with pytest.raises(refusal):
        proofs.add_remark(secret=secret, now=now, **told)


def test_quote_that_is_too_long_is_refused(article, send, now):
    article.text = "Слово " * 400
    article.save()
    with pytest.raises(WordsNotInProof):
        proofs.add_remark(secret=send()[1], quote="Слово " * 300, body="Длинно", now=now)


def test_remarks_have_an_end(secret, now, monkeypatch):
    monkeypatch.setattr("nastavnik.publishing.services.proofs.answering.MOST_REMARKS", 1)
    proofs.add_remark(secret=secret, now=now, **REMARK)
    with pytest.raises(TooManyProofRemarks):
        proofs.add_remark(secret=secret, now=now, **REMARK)


def test_remark_is_taken_back_unless_the_editor_has_dealt_with_it(secret, article, methodist, now):
    first, second = (proofs.add_remark(secret=secret, now=now, **REMARK) for _number in range(2))
    proofs.withdraw_remark(secret=secret, remark_id=first.pk, now=now)
    proofs.resolve_remark(actor=methodist, article_id=article.pk, remark_id=second.pk, is_resolved=True, now=now)
    with pytest.raises(ProofRemark.DoesNotExist):
        proofs.withdraw_remark(secret=secret, remark_id=second.pk, now=now)
    proofs.resolve_remark(actor=methodist, article_id=article.pk, remark_id=second.pk, is_resolved=False, now=now)
    second.refresh_from_db()
    assert (second.resolved_at, second.resolved_by) == (None, None)


def test_yes_is_consent_and_makes_the_article_ready(link, secret, article, author, methodist, now):
    proofs.answer_proof(secret=secret, answer=YES, now=now)
    for row in (link, article, author):
        row.refresh_from_db()
    assert (link.is_approved, link.answered_at) == (True, now)
    assert author.agreed_at == now
    assert link.token in author.agreed_how
    assert article.state == ArticleState.READY
    assert Notice.objects.filter(user=methodist).exists()


def test_yes_of_one_of_two_authors_leaves_the_article_waiting(secret, article, now):
    AuthorFactory(article=article, name="Петров, П. П.")
    proofs.answer_proof(secret=secret, answer=YES, now=now)
    article.refresh_from_db()
    assert article.state == ArticleState.PROOF


def test_yes_to_a_text_on_no_terms_leaves_it_waiting(secret, article, now):
    article.refresh_from_db()
    article.licence = Licence.NONE
    article.save()
    proofs.answer_proof(secret=secret, answer=YES, now=now)
    article.refresh_from_db()
    assert article.state == ArticleState.PROOF


def test_yes_to_a_text_that_has_changed_leaves_it_waiting(secret, article, methodist, now):
    write(article, methodist, now, "Новое.")
    proofs.answer_proof(secret=secret, answer=YES, now=now)
    article.refresh_from_db()
    assert article.state == ArticleState.PROOF


def test_yes_to_an_article_that_waits_no_more_moves_nothing(secret, article, now):
    article.refresh_from_db()
    article.state = ArticleState.EDITING
    article.save()
    proofs.answer_proof(secret=secret, answer=YES, now=now)
    article.refresh_from_db()
    assert article.state == ArticleState.EDITING


def test_no_takes_the_consent_back_and_gives_the_article_to_its_editor(secret, send, article, author, now):
    proofs.answer_proof(secret=secret, answer=YES, now=now)
    again = send(at=now + timedelta(minutes=1))[1]
    proofs.answer_proof(secret=again, answer=NO, now=now + timedelta(minutes=2))
    article.refresh_from_db()
    author.refresh_from_db()
    assert (article.state, author.agreed_at, author.agreed_how) == (ArticleState.EDITING, None, "")


def test_yes_without_consent_is_refused(secret, now):
    with pytest.raises(ProofWithoutConsent):
        proofs.answer_proof(secret=secret, answer=Answer(is_approved=True, has_consented=False), now=now)


def test_no_without_a_word_is_refused_and_a_remark_is_enough(secret, now):
    bare = Answer(is_approved=False, has_consented=False)
    with pytest.raises(ProofWithoutWords):
        proofs.answer_proof(secret=secret, answer=bare, now=now)
    proofs.add_remark(secret=secret, now=now, **REMARK)
    assert proofs.answer_proof(secret=secret, answer=bare, now=now).is_approved is False


def test_answer_to_a_text_whose_sender_is_gone_tells_nobody(link, secret, now):
    ProofLink.objects.update(sent_by=None)
    proofs.answer_proof(secret=secret, answer=NO, now=now)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("what", ["article", "collection"])
def test_link_to_what_was_removed_works_no_more(secret, article, now, what):
    row = article if what == "article" else article.collection
    row.removed_at = now
    row.save()
    with pytest.raises(ProofOver):
        proofs.answer_proof(secret=secret, answer=YES, now=now)


def test_unknown_secret_is_nobody(now, db):
    with pytest.raises(ProofLink.DoesNotExist):
        proofs.answer_proof(secret="x", answer=YES, now=now)
