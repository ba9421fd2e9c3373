"""Pages of remarks, proofs, trial reviews and moments: what they show, where they lead, how many queries they make."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.programme.factories import LessonFactory

from nastavnik.grants.models import Claim, GrantRemark, MockReview, Proof, StudyMoment
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.talk import claims as claim_services
from nastavnik.grants.services.talk import remarks as remark_services
from nastavnik.grants.services.talk import reviews as review_services
from nastavnik.grants.services.talk.proofs import ProofFacts, add_proof
from nastavnik.grants.services.talk.remarks import Spot
from nastavnik.grants.services.talk.reviews import ReviewWords

pytestmark = pytest.mark.django_db

QUOTE = "43 % школьников не прочли"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def remark(written, mentor, now):
    spot = Spot("problem", quote=QUOTE)
    return remark_services.add_remark(actor=mentor, grant_id=written.pk, spot=spot, body="Откуда цифра?", now=now)


@pytest.fixture
def claim(written, author, now):
    return claim_services.add_claim(actor=author, grant_id=written.pk, field_key="problem", words=QUOTE, now=now)


@pytest.fixture
def proof(project, author, now):
    return add_proof(actor=author, project_id=project.pk, facts=ProofFacts("poll", "Опрос родителей"), now=now)


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


@pytest.fixture
def as_mentor(client, mentor):
    client.force_login(mentor)
    return client


def page(client, name, *things, **query):
    answer = client.get(reverse(f"grants:{name}", args=things), query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, name, *things, headers=None, **told):
    return client.post(reverse(f"grants:{name}", args=things), told, **(headers or {}))


# --- remarks ---------------------------------------------------------------------------------------------------------


def test_remarks_page_marks_the_words(as_author, written, remark):
    text = page(as_author, "remarks", written.token)
    assert (
        f'<span id="words-{remark.token}"></span><a class="talk-mark" href="#remark-{remark.token}">{QUOTE}</a>' in text
    )
    assert "Откуда цифра?" in text
    assert "Громкие чтения" in text


def test_remark_is_made_without_a_script(as_mentor, written):
    answer = send(as_mentor, "add_remark", written.token, field="problem", quote=QUOTE, body="Откуда?")
    made = GrantRemark.objects.get()
    assert answer["Location"] == f"{reverse('grants:remarks', args=[written.token])}#remark-{made.token}"


def test_remark_leads_back_to_the_section_from_which_it_was_made(as_mentor, written, remark):
    answer = send(as_mentor, "resolve_remark", written.token, remark.token, back="why")
    assert answer["Location"] == f"{reverse('grants:section', args=[written.token, 'why'])}#talk"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"field": "problem", "quote": "нет таких слов", "body": "Что?"}, "Таких слов сейчас в поле нет"),
        ({"field": "problem", "body": ""}, "Обязательное поле"),
    ],
)
def test_refused_remark_is_kept_with_the_reason(as_mentor, written, told, why):
    for headers in ({}, HTMX):
        answer = send(as_mentor, "add_remark", written.token, back="why", headers=headers, **told)
        text = answer.content.decode()
        assert why in text
        assert told.get("quote", "") in text
    assert not GrantRemark.objects.exists()


def test_deeds_of_a_panel_answer_with_the_panel(as_mentor, written, remark):
    answer = send(as_mentor, "answer_remark", written.token, remark.token, headers=HTMX, back="why", body="Скажите.")
    assert "Скажите." in answer.content.decode()
    assert "<html" not in answer.content.decode()
    answer = send(as_mentor, "resolve_remark", written.token, remark.token, headers=HTMX, back="why")
    assert "1 решённое замечание" in answer.content.decode()
    assert send(as_mentor, "reopen_remark", written.token, remark.token, headers=HTMX, back="no").status_code == 404
    assert send(as_mentor, "reopen_remark", written.token, remark.token).status_code == 302
    own = GrantRemark.objects.get(body="Скажите.")
    assert send(as_mentor, "withdraw_remark", written.token, own.token, headers=HTMX, back="why").status_code == 200
    assert send(as_mentor, "withdraw_remark", written.token, remark.token).status_code == 302
    assert not GrantRemark.objects.exists()


def test_empty_answer_is_refused_with_a_message(as_mentor, written, remark):
    answer = send(as_mentor, "answer_remark", written.token, remark.token, body=" ")
    assert answer.status_code == 409
    assert GrantRemark.objects.count() == 1


def test_panel_stands_beside_the_section(as_author, written, remark, claim):
    text = page(as_author, "panel", written.token, "why")
    assert "Откуда цифра?" in text
    assert "без доказательства" in text


def test_section_brings_the_panel(as_author, written, remark):
    assert "Откуда цифра?" in page(as_author, "section", written.token, "why")


# --- claims and proofs -----------------------------------------------------------------------------------------------


def test_proofs_page_shows_claims_and_the_drawer(as_author, written, claim, proof):
    text = page(as_author, "proofs", written.token)
    assert "Доказано: 0 из 1 утверждения." in text
    assert "Опрос родителей" in text


def test_claim_is_marked_proved_dismissed_and_restored(as_author, written, project, proof):
    told = {"field": "problem", "words": QUOTE}
    assert send(as_author, "add_claim", written.token, **told).status_code == 302
    claim = Claim.objects.get()
    send(as_author, "prove_claim", written.token, claim.token, proofs=[proof.token])
    assert "Доказано: 1 из 1 утверждения." in page(as_author, "proofs", written.token)
    send(as_author, "dismiss_claim", written.token, claim.token)
    assert "1 предложение, которое доказывать не нужно" in page(as_author, "proofs", written.token)
    send(as_author, "restore_claim", written.token, claim.token)
    send(as_author, "add_claim", written.token, dismiss="1", **told)
    claim.refresh_from_db()
    assert claim.is_dismissed


def test_refused_claim_is_kept_with_the_reason(as_author, written):
    answer = send(as_author, "add_claim", written.token, field="problem", words="нет таких слов")
    assert "нет таких слов" in answer.content.decode()
    assert "Таких слов сейчас в поле нет" in answer.content.decode()
    assert send(as_author, "add_claim", written.token, field="problem", words="").status_code == 200


def test_proof_is_added_corrected_sent_and_removed(as_author, written, claim):
    assert claim.words in page(as_author, "add_proof", written.token, claim=claim.token)
    file = SimpleUploadedFile("опрос.pdf", b"%PDF-1.7\n", "application/pdf")
    told = {"title": "Опрос", "kind": "poll", "claims": [claim.token], "file": file}
    assert send(as_author, "add_proof", written.token, **told).status_code == 302
    proof = Proof.objects.get()
    assert "опрос.pdf" in page(as_author, "proof", written.token, proof.token)
    told = {"title": "Опрос семей", "kind": "poll", "dated_on": "2026-05-01"}
    send(as_author, "proof", written.token, proof.token, **told)
    assert "Опрос семей" in page(as_author, "proofs", written.token)
    sent = as_author.get(reverse("grants:proof_file", args=[written.token, proof.token]))
    assert (b"".join(sent.streaming_content), sent["Content-Type"]) == (b"%PDF-1.7\n", "application/pdf")
    send(as_author, "remove_proof", written.token, proof.token)
    assert not Proof.objects.exists()


def test_refused_proof_is_kept_with_the_reason(as_author, written, proof):
    file = SimpleUploadedFile("опрос.exe", b"MZ", "application/octet-stream")
    for name, things in (("add_proof", ()), ("proof", (proof.token,))):
        answer = send(as_author, name, written.token, *things, title="Мой опрос", kind="poll", file=file)
        assert "Мой опрос" in answer.content.decode()
        assert send(as_author, name, written.token, *things, title="", kind="poll").status_code == 200


# --- trial reviews ---------------------------------------------------------------------------------------------------


def marks(grant, mark="8"):
    return {f"mark-{one.key}": mark for one in template_of(grant.template).criteria}


def test_review_is_begun_marked_and_given(as_mentor, written, author):
    assert "Оценить как эксперт" in page(as_mentor, "reviews", written.token)
    send(as_mentor, "begin_review", written.token)
    review = MockReview.objects.get()
    assert "Продолжить экспертизу" in page(as_mentor, "reviews", written.token)
    assert "Дети района мало читают" in page(as_mentor, "review", written.token, review.token)
    told = {**marks(written), "mark-relevance": "3", "comment-relevance": "Нет опроса.", "version": "0"}
    assert send(as_mentor, "review", written.token, review.token, finish="1", **told).status_code == 302
    as_mentor.force_login(author)
    text = page(as_mentor, "review", written.token, review.token)
    assert "Что изучить" in text
    assert "Нет опроса." in text
    assert "1 критерий для доработки" in page(as_mentor, "reviews", written.token)


def test_review_without_all_marks_is_saved_and_says_which(as_mentor, written, mentor, now):
    review = review_services.begin_review(actor=mentor, grant_id=written.pk, now=now)
    answer = send(
        as_mentor, "review", written.token, review.token, finish="1", **{"mark-relevance": "3", "version": "0"}
    )
    assert answer.status_code == 409
    assert "Всё сохранено" in answer.content.decode()
    assert review.marks.get().mark == 3


def test_review_saves_itself_and_does_not_write_over_another_window(as_mentor, written, mentor, now):
    review = review_services.begin_review(actor=mentor, grant_id=written.pk, now=now)
    told = {"mark-relevance": "3", "version": "0"}
    assert send(as_mentor, "save_review", written.token, review.token, **told).json() == {"version": 1}
    told = {"mark-relevance": "9", "advice": "Иначе", "version": "0"}
    answer = send(as_mentor, "save_review", written.token, review.token, **told)
    assert (answer.status_code, "в другом окне" in answer.content.decode()) == (409, True)
    answer = send(as_mentor, "review", written.token, review.token, **told)
    assert answer.status_code == 409
    assert "Сохранено: 3" in answer.content.decode()
    assert "Иначе" in answer.content.decode()


def test_review_is_saved_without_being_given(as_mentor, written, mentor, now):
    review = review_services.begin_review(actor=mentor, grant_id=written.pk, now=now)
    told = {"mark-relevance": "3", "version": "0"}
    assert send(as_mentor, "review", written.token, review.token, **told).status_code == 302
    review.refresh_from_db()
    assert (review.version, review.finished_at) == (1, None)


@pytest.mark.parametrize("name", ["review", "save_review"])
def test_review_of_marks_that_are_none_is_no_request(as_mentor, written, mentor, now, name):
    review = review_services.begin_review(actor=mentor, grant_id=written.pk, now=now)
    assert send(as_mentor, name, written.token, review.token, **{"mark-relevance": "много"}).status_code == 400


def test_review_is_reopened_and_dropped(as_mentor, written, mentor, now):
    review = review_services.begin_review(actor=mentor, grant_id=written.pk, now=now)
    words = ReviewWords(marks={one.key: 5 for one in template_of(written.template).criteria})
    review_services.save_review(actor=mentor, review_id=review.pk, words=words, version=0)
    review_services.finish_review(actor=mentor, review_id=review.pk, now=now)
    send(as_mentor, "reopen_review", written.token, review.token)
    send(as_mentor, "drop_review", written.token, review.token)
    assert not MockReview.objects.exists()


# --- moments ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def lesson(school):
    return LessonFactory(cycle__programme__school=school, slug="byudzhet", title="Бюджет проекта", held=True)


def test_moments_are_chosen_and_taken_back(client, methodist, lesson):
    client.force_login(methodist)
    assert "Моменты для учёбы" in page(client, "moments")
    told = {"subject": "budget", "address": "/lessons/byudzhet/?t=95", "words": "Статьи расходов"}
    assert send(client, "moments", **told)["Location"].endswith("#subject-budget")
    text = page(client, "moments", subject="budget")
    assert "Статьи расходов" in text
    moment = StudyMoment.objects.get()
    send(client, "remove_moment", moment.token)
    assert "Статьи расходов" not in page(client, "moments")
    send(client, "restore_moment", moment.token)
    assert "Статьи расходов" in page(client, "moments")


def test_moment_is_not_taken_away_by_others(as_author, school, lesson, now):
    moment = StudyMoment.objects.create(
        school=school, subject="budget", lesson=lesson, begins=95, words="Статьи расходов", added_at=now
    )
    assert send(as_author, "remove_moment", moment.token).status_code == 403


def test_refused_moment_is_kept_with_the_reason(client, methodist):
    client.force_login(methodist)
    answer = send(client, "moments", subject="budget", address="/videos/1/", words="Статьи")
    assert "Это не адрес момента занятия этой школы" in answer.content.decode()
    assert "/videos/1/" in answer.content.decode()
    assert send(client, "moments", subject="budget").status_code == 200


def test_study_page_leads_to_moments(as_author, written, school, lesson, now):
    StudyMoment.objects.create(
        school=school, subject="budget", lesson=lesson, begins=95, words="Статьи расходов", added_at=now
    )
    text = page(as_author, "study", written.token, subject="budget")
    assert "/lessons/byudzhet/?t=95" in text


# --- queries ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def grow(written, school, project, author, mentor, lesson, now):
    """Return what makes an application longer by everything that is said of it."""
    rounds = iter(range(100))

    def more():
        number = next(rounds)
        spot = Spot("problem", quote=QUOTE)
        made = remark_services.add_remark(
            actor=mentor, grant_id=written.pk, spot=spot, body=f"Откуда {number}?", now=now
        )
        remark_services.answer_remark(actor=author, remark_id=made.pk, body=f"Спросим {number}.", now=now)
        proof = add_proof(
            actor=author,
            project_id=project.pk,
            facts=ProofFacts("poll", f"Опрос {number}"),
            file=SimpleUploadedFile("опрос.pdf", b"%PDF-1.7\n", "application/pdf"),
            now=now,
        )
        claim = Claim.objects.create(project=project, field_key="problem", words=f"Слова {number}", added_at=now)
        claim_services.prove_claim(
            actor=author, project_id=project.pk, claim_token=claim.token, proofs=[proof.token], now=now
        )
        StudyMoment.objects.create(
            school=school, subject="problem", lesson=lesson, begins=number, words=f"Момент {number}", added_at=now
        )
        review = review_services.begin_review(actor=mentor, grant_id=written.pk, now=now)
        words = ReviewWords(marks={one.key: 5 for one in template_of(written.template).criteria})
        review_services.save_review(actor=mentor, review_id=review.pk, words=words, version=0)
        review_services.finish_review(actor=mentor, review_id=review.pk, now=now)

    return more


@pytest.mark.parametrize(
    ("name", "things"),
    [("remarks", ()), ("proofs", ()), ("reviews", ()), ("add_proof", ()), ("panel", ("why",)), ("study", ())],
)
def test_pages_ask_the_same_however_much_is_said(as_author, written, grow, assert_flat, name, things):
    address = reverse(f"grants:{name}", args=[written.token, *things])
    assert_flat(lambda: as_author.get(address), grow)


def test_finished_review_asks_the_same(as_author, written, grow, assert_flat):
    grow()
    address = reverse("grants:review", args=[written.token, MockReview.objects.first().token])
    assert_flat(lambda: as_author.get(address), grow)


def test_desk_of_moments_asks_the_same(client, methodist, grow, assert_flat):
    client.force_login(methodist)
    assert_flat(lambda: client.get(reverse("grants:moments")), grow)
