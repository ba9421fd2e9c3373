"""One's own data: what she gave herself, and nothing of others for whom she did something."""

import json

import pytest
from django.utils import timezone
from tests.learning.certificates.factories import CertificateFactory
from tests.learning.quizzes.factories import AttemptFactory, QuestionFactory, QuizFactory
from tests.people.factories import UserFactory

from nastavnik.learning.models import Answer, QuizImport
from nastavnik.people.selectors import own_data

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_own_answers_are_own_data_and_for_whoever_read_them_a_deed(learner, methodist):
    attempt = AttemptFactory(user=learner, quiz=QuizFactory())
    question = QuestionFactory(quiz=attempt.quiz)
    Answer.objects.create(
        attempt=attempt, question=question, given="Мой ответ", saved_at=NOW, read_by=methodist, read_at=NOW
    )
    others = AttemptFactory(user=UserFactory(), quiz=attempt.quiz)
    Answer.objects.create(attempt=others, question=question, given="Чужой ответ", saved_at=NOW)

    [own] = own_data(learner, now=NOW)["records"]["learning.answer"]
    [read] = own_data(methodist, now=NOW)["records"]["learning.answer"]

    assert own["given"] == "Мой ответ"
    assert read.keys() == {"id", "as", "saved_at", "told_at", "read_at"}


def test_whoever_issued_a_certificate_is_not_told_to_whom(methodist, learner):
    certificate = CertificateFactory(user=learner, issued_by=methodist)

    [issued] = own_data(methodist, now=NOW)["records"]["learning.certificate"]
    [own] = own_data(learner, now=NOW)["records"]["learning.certificate"]

    assert certificate.name not in json.dumps(issued, ensure_ascii=False)
    assert (issued["as"], own["name"]) == ("issued_by", certificate.name)


def test_file_that_was_brought_is_named_and_not_given(learner):
    QuizImport.objects.create(
        user=learner, lesson=QuizFactory().lesson, file_name="questions.xml", content=b"<quiz/>", created_at=NOW
    )

    [record] = own_data(learner, now=NOW)["records"]["learning.quizimport"]

    assert record["file_name"] == "questions.xml"
    assert "content" not in record
