"""Remarks: of words that stand there, answered, resolved one by one, withdrawn while nobody has answered; and who is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from nastavnik.core.models import JournalEntry
from nastavnik.grants.models import GrantRemark
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.talk.remarks import threads_of
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.fields import put_values
from nastavnik.grants.services.refusals import FieldGone
from nastavnik.grants.services.talk import remarks as services
from nastavnik.grants.services.talk.refusals import RemarkAnswered, RemarkEmpty, TooManyRemarks, WordsNotThere
from nastavnik.grants.services.talk.remarks import Spot
from nastavnik.people.models import Notice

pytestmark = pytest.mark.django_db

WORDS = Spot("problem", quote="43 % школьников не прочли", begin=50)


@pytest.fixture
def remark(written, mentor, now):
    return services.add_remark(actor=mentor, grant_id=written.pk, spot=WORDS, body="Откуда цифра?", now=now)


def threads(grant, actor):
    return threads_of(actor, grant, template_of(grant.template).form, content_of(grant).values)


def titles(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("title", flat=True))


def test_remark_knows_where_its_words_stand(written, mentor, remark):
    [thread] = threads(written, mentor)
    text = content_of(written).values["problem"]
    assert text[thread.anchor.begin : thread.anchor.end] == WORDS.quote
    assert (remark.begin, thread.is_lost, thread.is_changed) == (text.index(WORDS.quote), False, False)
    assert JournalEntry.objects.filter(verb="grant_remark_made", subject_id=written.pk).exists()


def test_remark_follows_its_words_and_says_when_they_are_gone(written, mentor, author, remark, now):
    text = content_of(written).values["problem"]
    put_values(written, {"problem": "Новое начало. " + text}, actor=author, now=now)
    assert threads(written, mentor)[0].anchor.begin == remark.begin + len("Новое начало. ")
    put_values(written, {"problem": text.replace("школьников не", "школьников района не")}, actor=author, now=now)
    assert threads(written, mentor)[0].is_changed
    put_values(written, {"problem": "Совсем другое обоснование."}, actor=author, now=now)
    assert threads(written, mentor)[0].is_lost


def test_remark_of_a_row_of_a_table_names_it(written, mentor, now):
    spot = Spot("activities", row_id="bbbb3333", quote="Поход")
    services.add_remark(actor=mentor, grant_id=written.pk, spot=spot, body="Кто ведёт?", now=now)
    [thread] = threads(written, mentor)
    assert (thread.row_label, thread.anchor.begin) == ("Поход в лес", 0)


def test_remark_of_a_whole_field_has_no_words(written, mentor, now):
    services.add_remark(actor=mentor, grant_id=written.pk, spot=Spot("goal"), body="Нужна цель.", now=now)
    [thread] = threads(written, mentor)
    assert (thread.quote, thread.anchor, thread.is_lost) == ("", None, False)


def test_quote_is_kept_as_the_words_stand(written, mentor, now):
    spot = Spot("problem", quote="43 % Школьников  не прочли")
    remark = services.add_remark(actor=mentor, grant_id=written.pk, spot=spot, body="?", now=now)
    assert remark.quote == "43 % школьников не прочли"


@pytest.mark.parametrize(
    ("spot", "body", "refusal"),
    [
        (Spot("nothing"), "Что?", FieldGone),
        (Spot("problem", quote="слов таких в тексте нет вовсе"), "Что?", WordsNotThere),
        (WORDS, " \n ", RemarkEmpty),
    ],
)
def test_remark_is_refused(written, mentor, now, spot, body, refusal):
    with pytest.raises(refusal):
        services.add_remark(actor=mentor, grant_id=written.pk, spot=spot, body=body, now=now)
    assert not GrantRemark.objects.exists()


def test_remark_is_refused_to_who_only_looks(written, director, now):
    with pytest.raises(PermissionDenied):
        services.add_remark(actor=director, grant_id=written.pk, spot=WORDS, body="Что?", now=now)


def test_remarks_have_an_end(written, mentor, remark, now, monkeypatch):
    monkeypatch.setattr(services, "MOST_REMARKS", 1)
    with pytest.raises(TooManyRemarks):
        services.answer_remark(actor=mentor, remark_id=remark.pk, body="Ещё", now=now)


def test_second_click_says_nothing_twice(written, mentor, remark, now):
    services.add_remark(
        actor=mentor, grant_id=written.pk, spot=WORDS, body="Откуда цифра?", now=now + timedelta(seconds=2)
    )
    assert GrantRemark.objects.count() == 1


def test_answer_hangs_on_the_first_remark(written, mentor, author, remark, now):
    answer = services.answer_remark(actor=author, remark_id=remark.pk, body="Из отчёта.", now=now)
    further = services.answer_remark(actor=mentor, remark_id=answer.pk, body="Приложите.", now=now)
    assert (answer.parent_id, further.parent_id) == (remark.pk, remark.pk)
    [thread] = threads(written, author)
    assert [one.body for one in thread.answers] == ["Из отчёта.", "Приложите."]
    assert [bool(one.withdraw_url) for one in thread.answers] == [False, False]
    assert threads(written, mentor)[0].answers[1].withdraw_url


def test_resolved_remark_is_opened_anew(written, mentor, author, remark, now):
    services.resolve_remark(actor=author, remark_id=remark.pk, now=now)
    services.resolve_remark(actor=author, remark_id=remark.pk, now=now)
    [thread] = threads(written, author)
    assert (thread.is_open, thread.resolved_by) == (False, author.full_name)
    services.reopen_remark(actor=mentor, remark_id=remark.pk, now=now)
    services.reopen_remark(actor=mentor, remark_id=remark.pk, now=now)
    assert threads(written, author)[0].is_open
    assert JournalEntry.objects.filter(verb="grant_remark_resolved").count() == 1


def test_answer_is_not_resolved(author, mentor, remark, now):
    answer = services.answer_remark(actor=author, remark_id=remark.pk, body="Из отчёта.", now=now)
    services.resolve_remark(actor=mentor, remark_id=answer.pk, now=now)
    answer.refresh_from_db()
    assert answer.resolved_at is None


def test_withdrawn_remark_is_gone_but_stands_in_the_journal(written, mentor, remark, now):
    services.withdraw_remark(actor=mentor, remark_id=remark.pk, now=now)
    assert threads(written, mentor) == []
    assert JournalEntry.objects.get(verb="grant_remark_withdrawn").details == {"body": "Откуда цифра?"}


def test_remark_of_another_is_not_withdrawn(author, remark, now):
    with pytest.raises(PermissionDenied):
        services.withdraw_remark(actor=author, remark_id=remark.pk, now=now)


def test_answered_remark_stays(author, mentor, remark, now):
    services.answer_remark(actor=author, remark_id=remark.pk, body="Из отчёта.", now=now)
    with pytest.raises(RemarkAnswered):
        services.withdraw_remark(actor=mentor, remark_id=remark.pk, now=now)


def test_people_of_the_project_are_told_once_an_hour(written, mentor, author, remark, now):
    services.add_remark(actor=mentor, grant_id=written.pk, spot=Spot("goal"), body="А цель?", now=now)
    assert titles(author) == ["Замечания к заявке «Читаем вместе»"]
    assert titles(mentor) == []
    services.add_remark(actor=mentor, grant_id=written.pk, spot=Spot("title"), body="?", now=now + timedelta(hours=1))
    assert len(titles(author)) == 2


def test_who_spoke_is_told_of_an_answer_and_of_the_resolving(written, head, mentor, author, remark, now):
    services.answer_remark(actor=head, remark_id=remark.pk, body="Спросим.", now=now)
    services.answer_remark(actor=author, remark_id=remark.pk, body="Спросили.", now=now)
    services.resolve_remark(actor=author, remark_id=remark.pk, now=now)
    assert titles(head) == ["Ответ на замечание к заявке «Читаем вместе»"]
    assert titles(mentor)[-1] == "Замечания к заявке «Читаем вместе» решены"
    assert "Откуда цифра?" in Notice.objects.filter(user=mentor).last().text


def test_remark_of_who_asked_to_be_forgotten_stays(written, author, mentor, remark, now):
    GrantRemark.objects.update(author=None)
    services.answer_remark(actor=author, remark_id=remark.pk, body="Из отчёта.", now=now)
    services.resolve_remark(actor=author, remark_id=remark.pk, now=now)
    [thread] = threads(written, author)
    assert (thread.said.author, thread.said.is_mine) == ("", False)
