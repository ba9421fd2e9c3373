"""Articles of what the school holds."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from tests.contest.factories import ApplicationFactory, ContestFactory
from tests.live.factories import BroadcastFactory
from tests.live.factories import PartFactory as RecordedFactory
from tests.live.room.factories import QuestionFactory, RoomFactory
from tests.mentoring.answering.factories import PublicAnswerFactory, PublicHandoutFactory, PublicMomentFactory
from tests.mentoring.factories import ConsultationFactory
from tests.publishing.conftest import SAID
from tests.publishing.factories import PartFactory, picture
from tests.video.factories import VideoFactory

from nastavnik.contest.models import GalleryEntry
from nastavnik.live.enums import QuestionState
from nastavnik.programme.models import Lesson
from nastavnik.publishing.enums import ArticleOrigin
from nastavnik.publishing.models import Article, ArticleAuthor, ArticlePicture, ArticleRevision
from nastavnik.publishing.press.importing import Source
from nastavnik.publishing.press.running import TooLarge
from nastavnik.publishing.selectors.articles.refusals import SourceGone
from nastavnik.publishing.selectors.articles.sources import answer_told, as_record, lesson_talk, project_told
from nastavnik.publishing.services import articles as services
from nastavnik.publishing.services.articles import Wanted, making
from nastavnik.publishing.services.articles.refusals import (
    FileNotReadable,
    FileTooLarge,
    NothingToTake,
    NoWordsYet,
    OthersAreRead,
    PictureNotReadable,
)
from nastavnik.publishing.services.refusals import TooManyArticles
from nastavnik.publishing.speech.keeping import unpacked
from nastavnik.video.models import Deck, Slide


@pytest.fixture
def make(collection, methodist, now):
    """Call a service that makes an article."""
    return lambda service, **words: service(actor=methodist, collection_id=collection.pk, now=now, **words)


@pytest.fixture
def slide(film):
    Deck.objects.create(video=film)
    name = f"{film.token}/{film.build}/slide-map-1280.webp"
    default_storage.save(name, ContentFile(picture("WEBP")))
    return Slide.objects.create(video=film, seconds=1.0, still="slide-map", title="Карта района", text="Дворы и дома")


@pytest.fixture
def question(lesson):
    room = RoomFactory(broadcast=BroadcastFactory(lesson=lesson))
    now = timezone.now()
    return QuestionFactory(
        room=room, text="Кто приходит во двор?", state=QuestionState.ANSWERED, answering_at=now, answered_at=now
    )


def talk_of(methodist, school):
    return lesson_talk(methodist, school, "sosedi")


# --- lessons ---


def test_make_from_lesson_keeps_words_seconds_and_speaker(make, film, methodist, school):
    (made,) = make(services.make_from_lesson, talk=talk_of(methodist, school), wanted=Wanted([1]))

    made.refresh_from_db()
    assert (made.title, made.origin, made.lesson, made.video) == ("Соседи", "lesson", film.lesson, film)
    assert "Мы начали с карты района." in made.text
    assert unpacked(made.anchors)[0].seconds == 0.0
    assert unpacked(made.source) == unpacked(made.anchors)
    author = ArticleAuthor.objects.get(article=made)
    assert (author.name, author.about) == ("Иванова, Анна Петровна", "методист")
    assert ArticleRevision.objects.get(article=made).note


@pytest.mark.usefixtures("film")
def test_make_from_lesson_names_questions_and_materials(make, methodist, school, question, handout):
    (made,) = make(services.make_from_lesson, talk=talk_of(methodist, school), wanted=Wanted([1], [1]))

    made.refresh_from_db()
    assert f"## Вопросы слушателей\n\n### {question.text}\n\n## " in made.text
    assert f"[Карта]({handout.url})" in made.text
    assert unpacked(made.anchors)[0].seconds == 0.0


@pytest.mark.usefixtures("film", "question", "handout")
def test_make_from_lesson_leaves_out_what_is_not_wanted(make, methodist, school):
    wanted = Wanted([1], has_handouts=False)

    (made,) = make(services.make_from_lesson, talk=talk_of(methodist, school), wanted=wanted)

    assert "## " not in made.text


def test_make_from_lesson_moves_answers_under_their_questions(make, film, methodist, school, question):
    broadcast = question.room.broadcast
    broadcast.video, broadcast.finished_at = film, question.answering_at
    broadcast.save()
    # the answer is the second thing that was said
    question.answered_at += timedelta(seconds=SAID[2][0] - SAID[1][0])
    question.save()
    RecordedFactory(broadcast=broadcast, number=1, started_at=question.answering_at - timedelta(seconds=SAID[1][0]))

    (made,) = make(services.make_from_lesson, talk=talk_of(methodist, school), wanted=Wanted([1], [1]))

    made.refresh_from_db()
    assert made.text.split(question.text)[1].strip().startswith(SAID[1][2])
    assert made.text.count(SAID[1][2]) == 1
    assert made.text.index(SAID[2][2]) < made.text.index(question.text)
    assert [one.seconds for one in unpacked(made.anchors)] == [one.seconds for one in unpacked(made.source)]


@pytest.mark.usefixtures("slide")
def test_make_from_lesson_takes_its_slides_as_figures(make, methodist, school):
    (made,) = make(services.make_from_lesson, talk=talk_of(methodist, school), wanted=Wanted([1]))

    kept = ArticlePicture.objects.get(article=made)
    assert f"![Карта района]({kept.key})" in made.text
    assert (kept.kind, kept.width, kept.alt) == ("jpg", 40, "Карта района Дворы и дома")


@pytest.mark.usefixtures("slide")
def test_make_from_lesson_without_slides_has_no_figures(make, methodist, school):
    wanted = Wanted([1], has_slides=False)

    (made,) = make(services.make_from_lesson, talk=talk_of(methodist, school), wanted=wanted)

    assert "![" not in made.text


def test_make_from_lesson_leaves_out_a_slide_whose_file_is_gone(make, slide, film, methodist, school):
    default_storage.delete(f"{film.token}/{film.build}/slide-map-1280.webp")

    (made,) = make(services.make_from_lesson, talk=talk_of(methodist, school), wanted=Wanted([1]))

    assert "![" not in made.text


@pytest.mark.parametrize("has_film", [True, False])
def test_make_from_lesson_without_words_is_refused(make, lesson, methodist, school, has_film):
    if has_film:
        VideoFactory(lesson=lesson, ready=True)
    with pytest.raises(NoWordsYet):
        make(services.make_from_lesson, talk=talk_of(methodist, school), wanted=Wanted([1]))


@pytest.mark.usefixtures("film")
def test_make_from_lesson_of_nothing_is_refused(make, methodist, school):
    with pytest.raises(NothingToTake):
        make(services.make_from_lesson, talk=talk_of(methodist, school), wanted=Wanted([7]))


def test_talk_of_a_lesson_that_one_does_not_see_is_missing(lesson, methodist, school):
    with pytest.raises(Lesson.DoesNotExist):
        lesson_talk(methodist, school, "nothing")


# --- consultations and projects ---


def test_make_from_answer_has_question_answer_moments_and_materials(make, school):
    answer = PublicAnswerFactory(consultation=ConsultationFactory(school=school, answered=True), public=True)
    moment = PublicMomentFactory(answer=answer).moment
    moment.quote = "Дворы — это читальные залы."
    moment.save()
    handout = PublicHandoutFactory(answer=answer).handout

    made = make(services.make_from_answer, told=answer_told(school, answer.token))

    assert made.text.startswith("> С чего начать")
    assert "**проблемы**" in made.text
    assert f'video="{moment.video.token}" t="{int(moment.seconds)}"' in made.text
    assert handout.title in made.text
    assert (made.origin, made.answer) == (ArticleOrigin.ANSWER, answer)


def test_answer_that_is_not_public_is_refused(school):
    answer = PublicAnswerFactory(consultation=ConsultationFactory(school=school, answered=True))

    with pytest.raises(SourceGone):
        answer_told(school, answer.token)


def test_make_from_project_takes_what_the_gallery_shows(make, school, now):
    application = ApplicationFactory(contest=ContestFactory(school=school, released=True), admitted=True)
    GalleryEntry.objects.create(
        application=application, summary="Читаем *вместе*.\n\nВо дворе.", is_public=True, changed_at=now
    )

    made = make(services.make_from_project, told=project_told(school, application.token))

    assert made.text == "Читаем \\*вместе\\*.\n\nВо дворе."
    assert (made.title, made.application) == (application.title, application)
    assert not ArticleAuthor.objects.exists()


def test_project_that_its_authors_do_not_show_is_refused(school, now):
    application = ApplicationFactory(contest=ContestFactory(school=school, released=True), admitted=True)
    GalleryEntry.objects.create(application=application, summary="Читаем.", is_public=False, changed_at=now)

    with pytest.raises(SourceGone):
        project_told(school, application.token)


# --- documents and new texts ---


def test_make_from_file_reads_markdown(make):
    made = make(
        services.make_from_file, title="Двор", name="f", content="# Раз\n\nСлова.".encode(), source=Source.MARKDOWN
    )

    assert made.text == "# Раз\n\nСлова."
    assert (made.origin, made.title) == (ArticleOrigin.FILE, "Двор")


@pytest.mark.parametrize(
    ("content", "title", "text"),
    [("# Двор\n\n## Раз\n\nСлова.", "Двор", "## Раз\n\nСлова."), ("## Раз", "двор-2", "## Раз"), ("", "двор-2", "")],
)
def test_make_from_file_is_called_by_its_own_title_or_its_name(make, content, title, text):
    made = make(services.make_from_file, title="", name="двор-2", content=content.encode(), source=Source.MARKDOWN)

    assert (made.title, made.text) == (title, text)


def test_make_from_file_that_is_broken_is_refused(make):
    with pytest.raises(FileNotReadable):
        make(services.make_from_file, title="Двор", name="f", content=b"no zip", source=Source.DOCX)


def test_make_from_file_waits_for_nobody_while_others_are_read(make):
    wanted = {"title": "Двор", "name": "f", "content": "Слова.".encode(), "source": Source.MARKDOWN}
    with making._readers.taken(), making._readers.taken(), pytest.raises(OthersAreRead):
        make(services.make_from_file, **wanted)
    assert make(services.make_from_file, **wanted).text == "Слова."


def test_make_from_file_that_is_too_large_is_refused(make, monkeypatch):
    def refuse(*_content, **_more):
        raise TooLarge("import", "much")

    monkeypatch.setattr(making, "import_text", refuse)

    with pytest.raises(FileTooLarge):
        make(services.make_from_file, title="Двор", name="f", content=b"", source=Source.DOCX)


def test_write_anew_stands_behind_the_others_under_a_key_of_its_own(make, article):
    first = make(services.write_anew, title="Как начать")
    second = make(services.write_anew, title="Как начать")

    assert (first.position, second.position) == (article.position + 1, article.position + 2)
    assert [first.key, second.key] == ["kak-nachat-2", "kak-nachat-3"]


def test_write_anew_stands_in_the_last_part_even_when_it_is_empty(make, article):
    PartFactory(collection=article.collection)
    last = PartFactory(collection=article.collection)

    assert make(services.write_anew, title="Ещё").part == last


def test_write_anew_beyond_the_most_is_refused(make, article, monkeypatch):
    monkeypatch.setattr(making, "MOST_ARTICLES", 1)

    with pytest.raises(TooManyArticles):
        make(services.write_anew, title="Ещё")
    assert Article.objects.count() == 1


# --- pictures ---


def test_add_picture_keeps_it_under_a_name_of_the_article(article, call):
    kept = services.add_picture(content=picture(), alt="Двор", **call.by(article))

    assert kept.key == f"{article.token}-1.jpg"
    assert default_storage.exists(kept.file)


def test_add_picture_stores_it_before_the_transaction_and_takes_it_out_when_that_fails(article, call, monkeypatch):
    real, stored = default_storage.save, {}

    def noting(*words):
        name = real(*words)
        stored[name] = list(connection.savepoint_ids)
        return name

    monkeypatch.setattr(default_storage, "save", noting)
    article.removed_at = timezone.now()
    article.save()

    with pytest.raises(Article.DoesNotExist):
        services.add_picture(content=picture(), alt="", **call.by(article))
    assert list(stored.values()) == [[]]
    assert not default_storage.exists(next(iter(stored)))


def test_add_picture_that_lets_something_through_is_a_png(article, call):
    assert services.add_picture(content=picture(mode="RGBA"), alt="", **call.by(article)).kind == "png"


@pytest.mark.parametrize("content", [b"no picture", b"x" * (12 * 2**20 + 1)])
def test_add_picture_that_is_none_is_refused(article, call, content):
    with pytest.raises(PictureNotReadable):
        services.add_picture(content=content, alt="", **call.by(article))


def test_name_of_one_word_stays_as_it_is():
    assert as_record("Шолохова") == "Шолохова"
