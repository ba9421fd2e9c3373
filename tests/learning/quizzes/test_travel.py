"""Files of questions: brought, looked at, made into a self-check, taken along."""

import io

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Drawing

from nastavnik.learning.exchange.moodle_write import write_moodle
from nastavnik.learning.exchange.questions import Choice, Image, Item, Sheet
from nastavnik.learning.exchange.xml import MOST_BYTES
from nastavnik.learning.models import Quiz, QuizImport
from nastavnik.learning.selectors.quizzes import bringing
from nastavnik.learning.selectors.quizzes.items import sheet_of
from nastavnik.learning.services import quizzes as services
from nastavnik.learning.services.quizzes import travel
from nastavnik.learning.services.quizzes.refusals import (
    FileHasNothing,
    FileNotKnown,
    FileTooLarge,
    TooManyFiles,
)
from nastavnik.people.permissions import SYSTEM

pytestmark = pytest.mark.django_db

SHEET = Sheet(
    "Из Moodle",
    pass_percent=75,
    items=(
        Item("short", "Кто?", (Choice("мы", is_right=True),)),
        Item("match", "Пары", (Choice("а", "1"), Choice("б", "2"))),
    ),
)


def brought(desk_of, lesson, content, name="вопросы.xml"):
    return desk_of.post("/desk/quizzes/import/", {"lesson": lesson.uid, "file": SimpleUploadedFile(name, content)})


def test_file_is_looked_at_before_a_quiz_is_made_of_it(desk_of, lesson):
    assert desk_of.get("/desk/quizzes/import/").status_code == 200
    odd = write_moodle(SHEET).replace(
        b"</quiz>", b'<question type="calculated"><name><text>W</text></name></question></quiz>'
    )
    looked = brought(desk_of, lesson, odd)
    page = desk_of.get(looked.url).content.decode()
    assert "Взято 2 вопроса" in page
    assert "1 не взят" in page
    assert "calculated" in page
    assert not Quiz.objects.exists()
    made = desk_of.post(looked.url)
    quiz = Quiz.objects.get()
    assert made.url == f"/desk/quizzes/{quiz.token}/"
    assert sheet_of(quiz) == SHEET
    assert not quiz.is_published
    assert not QuizImport.objects.exists()
    taken = desk_of.get(f"/desk/quizzes/{quiz.token}/moodle.xml")
    assert taken.content == write_moodle(SHEET)
    assert "attachment" in taken.headers["Content-Disposition"]


def test_faults_of_a_file_are_said_in_words(desk_of, lesson):
    odd = write_moodle(SHEET).replace(
        b"</quiz>", b'<question type="multichoice"><name><text>W</text></name></question></quiz>'
    )
    page = desk_of.get(brought(desk_of, lesson, odd).url).content.decode()
    assert "Ответов мало" in page


@pytest.mark.parametrize("content", [b"no xml", b"<quiz/>"])
def test_file_with_nothing_to_take_is_refused_on_its_form(desk_of, lesson, content):
    assert brought(desk_of, lesson, content).status_code == 200
    assert not QuizImport.objects.exists()


def test_files_have_bounds(methodist, learner, lesson, now, monkeypatch):
    def bring(content, actor=methodist):
        return services.bring_file(actor=actor, lesson_id=lesson.pk, name="q.xml", content=content, now=now)

    with pytest.raises(FileTooLarge):
        bring(b" " * (MOST_BYTES + 1))
    with pytest.raises(FileNotKnown):
        bring(b"x")
    with pytest.raises(FileHasNothing):
        bring(b"<quiz/>")
    for actor in (learner, SYSTEM):
        with pytest.raises(PermissionDenied):
            bring(b"<quiz/>", actor)
    monkeypatch.setattr(travel, "MOST_FILES_AN_HOUR", 0)
    with pytest.raises(TooManyFiles):
        bring(write_moodle(SHEET))


def test_file_is_only_whose_it_is(methodist, speaker, enter, school, lesson, now):
    mine = services.bring_file(actor=methodist, lesson_id=lesson.pk, name="q", content=write_moodle(SHEET), now=now)
    with pytest.raises(ObjectDoesNotExist):
        bringing.import_of(speaker, school, mine.token)
    with pytest.raises(PermissionDenied):
        services.make_of_file(actor=speaker, import_id=mine.pk, now=now)
    assert services.preview_of(mine).sheet.title == "Из Moodle"


def test_picture_of_a_file_that_is_none_is_left_out_and_noted(methodist, lesson, now):
    target = io.BytesIO()
    Drawing.new("RGB", (30, 20)).save(target, "PNG")
    good, bad = (Image(content, "p.png", "Полка") for content in (target.getvalue(), b"none"))
    items = tuple(Item("open", f"Вопрос {number}", image=image) for number, image in enumerate((good, bad)))
    mine = services.bring_file(
        actor=methodist, lesson_id=lesson.pk, name="q.xml", content=write_moodle(Sheet("Т", items=items)), now=now
    )
    preview = services.preview_of(mine)
    assert [item.image is not None for item in preview.sheet.items] == [True, False]
    assert [note.number for note in preview.notes] == [2]
    page = bringing.import_page(mine, preview)
    assert [line.has_picture for line in page.items] == [True, False]
    quiz = services.make_of_file(actor=methodist, import_id=mine.pk, now=now)
    [first, second] = sheet_of(quiz).items
    assert first.image.content.startswith(b"RIFF")
    assert second.image is None
