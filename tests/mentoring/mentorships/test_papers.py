"""Papers of a mentorship: nothing in them that their reader may not read on the pages; real DOCX and PDF."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import docx
import pypdfium2
import pytest
from django.urls import reverse
from tests.mentoring.mentorships.factories import (
    GoalFactory,
    MeetingFactory,
    MenteeFactory,
    PlanActionFactory,
    PlanLineFactory,
)
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory
from tests.video.moments.factories import MomentFactory

from nastavnik.mentoring.enums import MentorshipEnd, MentorshipState
from nastavnik.mentoring.models import Mentorship
from nastavnik.mentoring.papers import Format, Paper, Section, Sheet, docx_of, pdf_of
from nastavnik.mentoring.papers.paper import LONGEST_CELL, MOST_ROWS
from nastavnik.mentoring.selectors.mentorships.papers import Kind, mentorship_file, plan_file

MADE = datetime(2026, 11, 26, 9, tzinfo=UTC)


def words_in(content):
    """Return all words of a DOCX."""
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def words_of_pdf(content):
    pages = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


@pytest.fixture
def filled(pair, school, meeting, now):
    """A pair with goals, a plan and meetings."""
    lesson = LessonFactory(cycle__programme__school=school, held=True, title="От идеи к проекту")
    film = VideoFactory(lesson=lesson, ready=True, title="Запись занятия")
    line = PlanLineFactory(
        mentee=pair.led, competence="Ведёт обсуждение", due_on=date(2027, 5, 1), done_at=now, result="Умеет"
    )
    PlanActionFactory(line=line, text="Посмотреть", lesson=lesson, done_at=now)
    PlanActionFactory(line=line, text="Момент", moment=MomentFactory(video=film, collection=None))
    PlanActionFactory(line=line, text="Просто дело")
    GoalFactory(mentorship=pair, text="Провести вечер", reached_at=now)
    GoalFactory(mentorship=pair, text="Подать заявку")
    MeetingFactory(
        mentorship=pair, there=[pair.led], at=now - timedelta(days=5), note="Открытая запись", is_shared=True
    )
    return pair


def test_plan_has_its_lines_actions_and_signatures(filled, school, mentee, now):
    file = plan_file(mentee, school, filled.led.token, Format.DOCX, now)

    text = words_in(file.content)
    for word in (
        "Ведёт обсуждение",
        "Умеет",
        "Посмотреть (От идеи к проекту)",
        "Запись занятия",
        "1 мая 2027",
        mentee.full_name,
    ):
        assert word in text
    assert file.name.endswith(".docx")
    assert "Ведёт обсуждение" in words_of_pdf(plan_file(mentee, school, filled.led.token, Format.PDF, now).content)


def test_empty_plan_says_so_and_an_orphan_has_no_mentor(pair, school, mentee, now):
    pair.mentor = None
    pair.save()

    assert "В плане пока нет строк" in words_in(plan_file(mentee, school, pair.led.token, Format.DOCX, now).content)


def test_diary_has_only_what_its_reader_may_read(filled, school, mentor, mentee, methodist, now):
    def diary(actor):
        file = mentorship_file(actor, school, filled.token, Kind.DIARY, form=Format.DOCX, now=now)
        return words_in(file.content)

    assert "Тайна двоих" in diary(mentor)
    assert "Тайна двоих" in diary(mentee)
    assert "Тайна двоих" not in diary(methodist)
    assert "Открытая запись" in diary(methodist)


def test_report_tells_goals_plan_and_result(filled, school, mentor, make_mentor, now):
    filled.turns.update(ended_at=now)
    filled.turns.create(mentor=make_mentor("Вторая Вера"), began_at=now)
    filled.state, filled.end, filled.result, filled.ended_at = (
        MentorshipState.ENDED,
        MentorshipEnd.COMPLETED,
        "Всё вышло",
        now,
    )
    filled.save()

    text = words_of_pdf(mentorship_file(mentor, school, filled.token, Kind.REPORT, form=Format.PDF, now=now).content)

    for word in ("Всё вышло", "Провести вечер: достигнута", "Подать заявку", "Вторая Вера", "запланированное сделано"):
        assert word in text.replace("\r\n", " ")
    assert "Тайна двоих" not in text


def test_report_of_a_group_reads_all_plans_at_once(group, school, mentor, person, lesson, now, assert_flat):
    film = VideoFactory(lesson=lesson, ready=True)

    def grow():
        line = PlanLineFactory(
            mentee=MenteeFactory(mentorship=group, user=person("Ещё одна")), competence="Новое умение"
        )
        PlanActionFactory(line=line, lesson=lesson)
        PlanActionFactory(line=line, moment=MomentFactory(video=film, collection=None))

    def report():
        return mentorship_file(mentor, school, group.token, Kind.REPORT, form=Format.DOCX, now=now)

    assert_flat(report, grow, ceiling=16)
    assert words_in(report().content).count("Новое умение") == 4


def test_report_of_a_new_pair_says_what_is_not_there_yet(pair, school, mentor, now):
    text = words_in(mentorship_file(mentor, school, pair.token, Kind.REPORT, form=Format.DOCX, now=now).content)
    diary = words_in(mentorship_file(mentor, school, pair.token, Kind.DIARY, form=Format.DOCX, now=now).content)

    assert "Целей не ставили" in text
    assert "Наставничество продолжается" in text
    assert "Пока не записано ни одной встречи" in diary


def test_what_waits_has_no_papers(waiting, school, mentor, now):
    with pytest.raises(Mentorship.DoesNotExist):
        mentorship_file(mentor, school, waiting.token, Kind.DIARY, form=Format.PDF, now=now)


def test_papers_are_given_under_their_names(enter, filled, mentor, still):
    browser = enter(mentor)

    for address in (
        reverse("mentoring:mentorship_paper", args=[filled.token, "report", "pdf"]),
        reverse("mentoring:plan_paper", args=[filled.led.token, "docx"]),
    ):
        answer = browser.get(address)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "no-store" in answer.headers["Cache-Control"]


def test_signs_that_cannot_be_printed_stop_no_paper():
    strange = "Слово\x00 \ud800 \U0001f600 #let x = 1 <b>\ufffe"
    paper = Paper(
        strange,
        "",
        ((strange, strange),),
        (Section(strange, (strange,), Sheet((strange,), (1,), ((strange,),))),),
        ((strange, ""),),
    )

    assert "Слово" in words_in(docx_of(paper, MADE))
    assert "#let x = 1" in words_of_pdf(pdf_of(paper, MADE))


def test_paper_is_no_longer_than_a_paper_bears():
    rows = tuple(("я" * (LONGEST_CELL + 10),) for _ in range(3))
    paper = Paper("Длинный", "Подзаголовок", sections=(Section("", (), Sheet(("Одно",), (1,), rows * MOST_ROWS)),))

    told = paper.told()["sections"][0]["sheet"]["rows"]

    assert len(told) == MOST_ROWS
    assert len(told[0][0]) == LONGEST_CELL + 1
