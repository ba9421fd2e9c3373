"""What the asker says after the question was sent."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.mentoring.factories import AssignmentFactory, ConsultationFactory, RemarkFactory

from nastavnik.mentoring.enums import ConsultationState, RemarkKind
from nastavnik.mentoring.models import Assignment, Attachment, Consultation, Remark
from nastavnik.mentoring.services import asking
from nastavnik.mentoring.services.asking import remarks
from nastavnik.people.models import Notice


@pytest.fixture
def say(asker, now):
    def call(consultation, text="И ещё: столов два.", **rest):
        return asking.remark(
            actor=rest.pop("actor", asker), consultation_id=consultation.pk, text=text, now=now, **rest
        )

    return call


def test_adding_before_an_answer_keeps_the_term_and_tells_the_mentor(say, question, mentor):
    say(question)

    said = Remark.objects.get()
    due_at = question.due_at
    question.refresh_from_db()
    assert (said.kind, said.author, said.text) == (RemarkKind.FOLLOW_UP, question.asker, "И ещё: столов два.")
    assert (question.state, question.due_at) == (ConsultationState.WAITING, due_at)
    notice = Notice.objects.get(user=mentor)
    assert notice.key.startswith("question_continued")
    assert "столов" not in f"{notice.title}{notice.text}"


def test_replying_to_a_mentor_lets_the_term_go_on(say, school, asker, mentor, now):
    asked = ConsultationFactory(school=school, asker=asker, asked_back=True, paused_at=now - timedelta(hours=5))
    AssignmentFactory(consultation=asked, mentor=mentor)

    say(asked)

    asked.refresh_from_db()
    assert (asked.state, asked.paused_at) == (ConsultationState.WAITING, None)
    assert Remark.objects.get().kind == RemarkKind.REPLY
    assert Notice.objects.get(user=mentor).key.startswith("question_replied")


@pytest.mark.parametrize("state", ["answered", "closed"])
def test_asking_further_lets_the_question_wait_again_with_a_new_term(say, school, asker, mentor, now, state):
    consultation = ConsultationFactory(school=school, asker=asker, due_at=None, **{state: True})
    AssignmentFactory(consultation=consultation, mentor=mentor)

    say(consultation)

    consultation.refresh_from_db()
    assert (consultation.state, consultation.closed_at) == (ConsultationState.WAITING, None)
    assert consultation.due_at > now


def test_asking_further_where_nobody_has_the_question_finds_a_mentor(say, school, asker, mentor):
    consultation = ConsultationFactory(school=school, asker=asker, answered=True)

    say(consultation)

    assert Assignment.objects.get(consultation=consultation).mentor == mentor


def test_saying_the_same_twice_in_a_row_says_it_once(say, question):
    file = SimpleUploadedFile("план.txt", b"plan")

    say(question, files=[file])
    say(question, files=[file])

    assert (Remark.objects.count(), Attachment.objects.count()) == (1, 1)


def test_saying_the_same_after_an_answer_says_it_again(say, school, asker, mentor, now):
    consultation = ConsultationFactory(school=school, asker=asker, answered=True, answered_at=now)
    AssignmentFactory(consultation=consultation, mentor=mentor)
    words = "Не получилось."
    RemarkFactory(consultation=consultation, text=words, created_at=now - timedelta(seconds=30))

    say(consultation, words)

    consultation.refresh_from_db()
    assert (Remark.objects.count(), consultation.state) == (2, ConsultationState.WAITING)
    assert Notice.objects.filter(user=mentor).exists()


@pytest.mark.parametrize(("ago", "count"), [(59, 1), (60, 2)])
def test_saying_the_same_later_says_it_again(say, question, now, ago, count):
    RemarkFactory(consultation=question, text="Вы здесь?", created_at=now - timedelta(seconds=ago))

    say(question, "Вы здесь?")

    assert Remark.objects.count() == count


def test_saying_the_same_after_an_old_answer_is_still_one_click(say, school, asker, now):
    consultation = ConsultationFactory(school=school, asker=asker, answered=True, answered_at=now - timedelta(hours=1))

    say(consultation)
    say(consultation)

    assert Remark.objects.count() == 1


def test_files_that_come_with_repeated_words_are_attached(say, question):
    plan, hall = SimpleUploadedFile("план.txt", b"plan"), SimpleUploadedFile("зал.txt", b"hall")
    say(question, files=[plan])

    assert say(question, files=[plan, hall, SimpleUploadedFile("план.txt", b"plan 2")]) == []

    assert Remark.objects.count() == 1
    kept = Attachment.objects.filter(remark=Remark.objects.get())
    assert list(kept.values_list("name", "bytes")) == [("план.txt", 4), ("зал.txt", 4), ("план.txt", 6)]


def test_files_of_repeated_words_are_five_in_all_and_what_is_there_is_none_too_many(say, question):
    files = [SimpleUploadedFile(f"план {number}.txt", b"plan") for number in range(5)]
    say(question, files=files)

    assert say(question, files=files) == []
    assert [type(one) for one in say(question, files=[SimpleUploadedFile("зал.txt", b"hall")])] == [asking.TooManyFiles]
    assert Attachment.objects.count() == 5


def test_saying_something_attaches_its_files_to_it(say, question):
    refused = say(question, files=[SimpleUploadedFile("план.txt", b"plan"), SimpleUploadedFile("x.exe", b"MZ")])

    attachment = Attachment.objects.get()
    assert (attachment.remark, attachment.name) == (Remark.objects.get(), "план.txt")
    assert [type(one) for one in refused] == [asking.FileNotKnown]


def test_saying_nothing_is_refused(say, question):
    with pytest.raises(asking.RemarkEmpty):
        say(question, "  ")


def test_saying_more_than_anybody_reads_is_refused(say, question, monkeypatch):
    monkeypatch.setattr(remarks, "MOST_REMARKS", 1)
    RemarkFactory(consultation=question)

    with pytest.raises(asking.TooManyRemarks):
        say(question)


@pytest.mark.parametrize("state", ["withdrawn", "draft"])
def test_saying_something_in_what_was_not_sent_finds_nothing(say, school, asker, state):
    states = {} if state == "draft" else {state: True}
    consultation = ConsultationFactory(school=school, asker=asker, **states)

    with pytest.raises(Consultation.DoesNotExist):
        say(consultation)
    with pytest.raises(Consultation.DoesNotExist):
        asking.keep_unsent(actor=asker, consultation_id=consultation.pk, text="x")


def test_saying_something_in_the_question_of_somebody_else_finds_nothing(say, question, mentor):
    with pytest.raises(Consultation.DoesNotExist):
        say(question, actor=mentor)


def test_what_was_not_sent_is_kept_until_it_is(say, question, asker):
    asking.keep_unsent(actor=asker, consultation_id=question.pk, text="И ещё…")
    question.refresh_from_db()
    assert question.unsent_remark == "И ещё…"

    say(question)

    question.refresh_from_db()
    assert question.unsent_remark == ""
