"""The page of a proof without an account, beside the sound; and the editor's page of what authors say."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.people.factories import UserFactory
from tests.programme.factories import SpeakerFactory
from tests.publishing.books import picture
from tests.publishing.factories import AuthorFactory
from tests.publishing.pressed import with_picture

from nastavnik.publishing.models import Article, ProofLink, ProofRemark
from nastavnik.publishing.selectors.proofs.desk import proofs_page
from nastavnik.publishing.selectors.proofs.words import plain_text, shown_blocks
from nastavnik.publishing.services import proofs
from nastavnik.publishing.services.proofs import Answer

pytestmark = pytest.mark.django_db


def url(name, *words):
    return reverse(f"publishing:{name}", args=words)


def opened(client, secret):
    answer = client.get(url("proof", secret))
    return answer.status_code, answer.content.decode()


# --- what is read ---------------------------------------------------------------------------------------------------------


def test_text_is_read_without_the_marks_for_the_press():
    text = (
        '## Начало {#begin}\n\n::: {.moment video="v" t="3"}\nСлова [Анны]{.person key="Анна"}[^1] и [страница](https://example.org).\n:::\n\n'
        "- первое\n- второе\\*\n\n```\nкод\n```\n\n[^1]: Пояснение."
    )
    assert plain_text(text) == "Начало Слова Анны[1] и страница. первое второе* ``` код ``` [1]: Пояснение."
    assert "<h2>Начало</h2>" in shown_blocks(text)[0].html


def test_page_shows_the_title_that_was_sent(client, secret, article):
    Article.objects.update(title="Иначе")
    text = opened(client, secret)[1]
    assert ("Как начать" in text, "Иначе" in text) == (True, False)


def test_author_reads_remarks_and_decides_without_an_account(client, secret, author, article):
    status, text = opened(client, secret)
    assert status == 200
    assert "<audio" not in text
    assert 'content="same-origin"' in text
    client.post(url("proof_remark", secret), {"quote": "Читатель ищет библиотеку.", "body": "Лишнее"})
    remark = ProofRemark.objects.get()
    text = opened(client, secret)[1]
    assert "Лишнее" in text
    assert "is-remarked" in text
    client.post(url("withdraw_proof_remark", secret, remark.pk))
    assert not ProofRemark.objects.exists()
    client.post(url("answer_proof", secret), {"verdict": "approve", "consent": "on", "words": "Спасибо"})
    author.refresh_from_db()
    assert author.agreed_at is not None
    assert "Спасибо" in opened(client, secret)[1]
    assert ProofLink.objects.get().opened_at is not None


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("proof_remark", {"quote": "Таких слов нет", "body": "Моё замечание"}),
        ("proof_remark", {"quote": "Моё замечание", "body": ""}),
        ("answer_proof", {"verdict": "approve", "words": "Моё замечание"}),
        ("answer_proof", {"words": "Моё замечание"}),
    ],
)
def test_nothing_typed_is_lost_when_it_is_refused(client, secret, name, typed):
    answer = client.post(url(name, secret), typed)
    assert answer.status_code == 200
    assert "Моё замечание" in answer.content.decode()
    assert ProofLink.objects.get().answered_at is None


def test_refused_text_tells_so(client, secret, now):
    proofs.answer_proof(secret=secret, answer=Answer(is_approved=False, has_consented=False, words="Не так"), now=now)
    assert "badge--warn" in opened(client, secret)[1]


def test_link_that_is_over_shows_nothing_of_the_text(client, secret, link, now):
    link.expires_at = now - timedelta(days=1)
    link.save()
    status, text = opened(client, secret)
    assert (status, "Читатель" in text) == (410, False)
    assert client.get(url("proof_picture", secret, "r1")).status_code == 404


def test_unknown_link_is_missing(client, school):
    assert opened(client, "nobody")[0] == 404


def test_picture_of_the_text_is_shown_to_its_author(client, secret, article):
    with_picture(article, picture())
    assert url("proof_picture", secret, "r1") in opened(client, secret)[1]
    answer = client.get(url("proof_picture", secret, "r1"))
    assert b"".join(answer.streaming_content) == picture()


def test_remark_without_what_no_database_keeps(client, secret):
    client.post(url("proof_remark", secret), {"quote": "Читатель\x00 ищет библиотеку.", "body": "Лиш\x00нее"})
    assert ProofRemark.objects.get().body == "Лишнее"


def test_page_asks_no_more_the_longer_the_text_is(client, secret, now, assert_flat):
    assert_flat(
        lambda: client.get(url("proof", secret)),
        lambda: proofs.add_remark(secret=secret, quote="", body="Так", now=now),
    )


# --- at the desk ------------------------------------------------------------------------------------------------------------


def test_editor_sends_a_proof_and_lets_it_work_no_more(client, article, author, methodist):
    client.force_login(methodist)
    page = url("article_proofs", article.token)
    wrong = client.post(url("send_proof", article.token, author.token), {f"{author.token}-email": "anna"})
    assert (wrong.status_code, ProofLink.objects.exists()) == (200, False)
    client.post(url("send_proof", article.token, author.token), {f"{author.token}-email": "anna@example.org"})
    link = ProofLink.objects.get()
    assert "anna@example.org" in client.get(page).content.decode()
    client.post(url("withdraw_proof", article.token, link.token))
    assert url("withdraw_proof", article.token, link.token) not in client.get(page).content.decode()


def test_editor_deals_with_remarks(client, secret, article, methodist, now):
    made = proofs.add_remark(secret=secret, quote="Читатель ищет библиотеку.", body="Лишнее", now=now)
    client.force_login(methodist)
    client.post(url("resolve_proof_remark", article.token, made.pk))
    made.refresh_from_db()
    assert made.resolved_by == methodist
    client.post(url("resolve_proof_remark", article.token, made.pk), {"reopen": "1"})
    made.refresh_from_db()
    assert made.resolved_at is None


def test_director_looks_at_proofs_and_sends_none(client, secret, article, author, director):
    client.force_login(director)
    text = client.get(url("article_proofs", article.token)).content.decode()
    assert "anna@example.org" in text
    assert url("send_proof", article.token, author.token) not in text


def test_remark_on_words_that_are_gone_says_so(secret, article, methodist, now):
    proofs.add_remark(secret=secret, quote="Читатель ищет библиотеку.", body="Лишнее", now=now)
    proofs.add_remark(secret=secret, quote="", body="В целом", now=now)
    article.refresh_from_db()
    article.text = "Другое."
    article.save()
    page = proofs_page(methodist, article.collection.school, article.token, now)
    assert [one.is_there for one in page.remarks] == [False, True]
    assert page.open_remarks == 2
    assert page.authors[0].proofs[0].is_of_older_text


def test_state_of_a_link_is_told(send, article, methodist, now):
    def state(at=now):
        proof = proofs_page(methodist, article.collection.school, article.token, at).authors[0].proofs[0]
        return proof.badge, str(proof.state)

    _link, secret = send()
    badges = [state()]
    proofs.note_opened(secret=secret, now=now)
    badges.append(state())
    badges.append(state(now + timedelta(days=60)))
    proofs.answer_proof(secret=secret, answer=Answer(is_approved=False, has_consented=False, words="Нет"), now=now)
    badges.append(state())
    proofs.answer_proof(secret=secret, answer=Answer(is_approved=True, has_consented=True), now=now)
    badges.append(state())
    assert [badge for badge, _words in badges] == ["waiting", "waiting", "plain", "warn", "ok"]
    assert len({words for _badge, words in badges}) == 5


def test_next_proof_goes_where_the_last_one_went_or_to_the_account(article, author, methodist, now, school, send):
    def email():
        return proofs_page(methodist, school, article.token, now).authors[0].email

    assert email() == ""
    author.speaker = SpeakerFactory(school=school, user=UserFactory(email="speaker@example.org"))
    author.save()
    assert email() == "speaker@example.org"
    author.user = UserFactory(email="account@example.org")
    author.save()
    assert email() == "account@example.org"
    send()
    assert email() == "anna@example.org"


def test_desk_asks_no_more_the_more_authors_there_are(client, article, methodist, assert_flat):
    client.force_login(methodist)
    assert_flat(lambda: client.get(url("article_proofs", article.token)), lambda: AuthorFactory(article=article))
