"""Writing an article: nothing is lost, nothing is written over unseen, what was said keeps its seconds."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.people.factories import UserFactory, grant

from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of
from nastavnik.publishing.enums import ArticleState
from nastavnik.publishing.models import ArticleRevision
from nastavnik.publishing.services import articles as services
from nastavnik.publishing.services.articles import fields
from nastavnik.publishing.services.articles.refusals import ArticleIsFuller, WordsMoved
from nastavnik.publishing.speech.keeping import unpacked
from nastavnik.publishing.speech.marks import MarkKind


@pytest.fixture
def colleague(school):
    user = UserFactory(full_name="Вторая методист")
    grant(user, Role.METHODIST, place_of(school))
    return user


def seconds_of(article):
    article.refresh_from_db()
    return [one.seconds for one in unpacked(article.anchors)]


def test_save_keeps_the_text_and_a_revision_of_it(article, call):
    saved = services.save_article(version=0, title="Как начать", text="Иначе.", **call.by(article))

    assert (saved.is_aside, saved.article.version, saved.article.text) == (False, 1, "Иначе.")
    assert [one.text for one in ArticleRevision.objects.filter(article=article)] == ["Иначе."]


def test_save_of_the_same_text_changes_nothing(article, call):
    saved = services.save_article(version=0, title=article.title, text=article.text, **call.by(article))

    assert saved.article.version == 0
    assert not ArticleRevision.objects.exists()


def test_save_within_a_sitting_is_one_revision(article, methodist, now):
    for number, text in enumerate(("Раз.", "Раз, два.")):
        when = now + timedelta(minutes=5 * number)
        services.save_article(
            actor=methodist, article_id=article.pk, version=number, title=article.title, text=text, now=when
        )

    assert [one.text for one in ArticleRevision.objects.filter(article=article)] == ["Раз, два."]


def test_save_after_a_pause_is_another_revision(article, methodist, now):
    for number, text in enumerate(("Раз.", "Раз, два.")):
        when = now + timedelta(minutes=11 * number)
        services.save_article(
            actor=methodist, article_id=article.pk, version=number, title=article.title, text=text, now=when
        )

    assert ArticleRevision.objects.filter(article=article).count() == 2


def test_save_of_two_at_once_sets_the_second_aside(article, methodist, colleague, now):
    words = {"article_id": article.pk, "version": 0, "title": article.title, "now": now}
    services.save_article(actor=colleague, text="Её текст.", **words)

    saved = services.save_article(actor=methodist, text="Мой текст.", **words)

    article.refresh_from_db()
    aside = ArticleRevision.objects.get(article=article, is_aside=True)
    assert saved.is_aside
    assert (article.text, aside.text, aside.written_by) == ("Её текст.", "Мой текст.", methodist)


def test_save_again_with_open_eyes_takes_the_place_and_settles_the_aside(article, methodist, colleague, now):
    words = {"article_id": article.pk, "title": article.title, "now": now}
    services.save_article(actor=colleague, text="Её текст.", version=0, **words)
    services.save_article(actor=methodist, text="Мой текст.", version=0, **words)

    services.save_article(actor=methodist, text="Оба текста.", version=1, **words)

    article.refresh_from_db()
    assert article.text == "Оба текста."
    assert ArticleRevision.objects.get(is_aside=True).settled_at == now


def test_save_aside_of_one_sitting_is_kept_once(article, methodist, colleague, now):
    words = {"article_id": article.pk, "version": 0, "title": article.title}
    services.save_article(actor=colleague, text="Её текст.", now=now, **words)
    services.save_article(actor=methodist, text="Мой текст", now=now, **words)
    services.save_article(actor=methodist, text="Мой текст", now=now, **words)
    services.save_article(actor=methodist, text="Мой текст длиннее.", now=now + timedelta(minutes=1), **words)

    assert [one.text for one in ArticleRevision.objects.filter(is_aside=True)] == ["Мой текст длиннее."]


def test_save_aside_of_another_text_is_kept_beside(article, methodist, colleague, now):
    words = {"article_id": article.pk, "version": 0, "title": article.title, "now": now}
    services.save_article(actor=colleague, text="Её текст.", **words)
    services.save_article(actor=methodist, text="а" * 60, **words)
    services.save_article(actor=methodist, text="б" * 60, **words)

    assert ArticleRevision.objects.filter(is_aside=True).count() == 2


def test_save_of_a_ready_article_gives_it_back_to_its_editor(article, call):
    article.state = ArticleState.READY
    article.save()

    saved = services.save_article(version=0, title=article.title, text="Иначе.", **call.by(article))

    assert saved.article.state == ArticleState.EDITING


def test_save_of_too_much_is_refused(article, call, monkeypatch):
    monkeypatch.setattr(fields, "MOST_CHARACTERS", 10)

    with pytest.raises(ArticleIsFuller):
        services.save_article(version=0, title=article.title, text="б" * 11, **call.by(article))


def test_save_by_who_only_looks_is_forbidden(article, director, now):
    with pytest.raises(PermissionDenied):
        services.save_article(actor=director, article_id=article.pk, version=0, title="Т", text="", now=now)


def test_save_keeps_the_seconds_of_what_was_said(spoken, call):
    text = "## Двор\n\nДвор стал читальным залом.\n\nМы начали с карты района."

    services.save_article(version=0, title="Соседи", text=text, **call.by(spoken))

    assert seconds_of(spoken) == [30.0, 0.0]


def test_save_of_what_was_taken_out_before_finds_its_sound_again(spoken, call):
    first, middle, last = spoken.text.split("\n\n")
    services.save_article(version=0, title="Соседи", text=f"{first}\n\n{last}", **call.by(spoken))

    services.save_article(version=1, title="Соседи", text=f"{first}\n\n{middle}\n\n{last}", **call.by(spoken))

    assert seconds_of(spoken) == [0.0, 4.5, 30.0]


def test_take_out_removes_the_marked_words_alone(spoken, call):
    begin = spoken.text.index("Ну")

    services.take_out(version=0, begin=begin, end=begin + 2, **call.by(spoken))

    spoken.refresh_from_db()
    assert "Вот мы позвали соседей." in spoken.text
    assert seconds_of(spoken)[1] == pytest.approx(4.5, abs=2)


@pytest.mark.parametrize(("version", "begin", "end"), [(1, 27, 29), (0, 0, 2), (0, 9999, 10_001)])
def test_take_out_of_words_that_moved_is_refused(spoken, call, version, begin, end):
    with pytest.raises(WordsMoved):
        services.take_out(version=version, begin=begin, end=end, **call.by(spoken))


def test_take_out_all_clears_the_whole_text(spoken, call):
    services.take_out_all(version=0, kinds=tuple(MarkKind), **call.by(spoken))

    spoken.refresh_from_db()
    assert "Мы позвали соседей." in spoken.text


def test_take_out_all_of_a_paragraph_leaves_the_others(spoken, call):
    services.take_out_all(version=0, kinds=tuple(MarkKind), at=0, **call.by(spoken))

    spoken.refresh_from_db()
    assert "Ну вот мы" in spoken.text


def test_tidy_sets_quotes_and_dashes(article, call):
    article.text = 'Клуб "Соседи" - это двор.'
    article.save()

    tidied = services.tidy_text(version=0, **call.by(article))

    assert "«Соседи»" in tidied.text
    assert ArticleRevision.objects.get(article=article).note


def test_restore_puts_an_old_text_into_the_place(article, methodist, now):
    for number, text in enumerate(("Раз.", "Два.")):
        when = now + timedelta(hours=2 * number)
        services.save_article(
            actor=methodist, article_id=article.pk, version=number, title=article.title, text=text, now=when
        )

    restored = services.restore_revision(actor=methodist, article_id=article.pk, number=1, now=now + timedelta(hours=3))

    assert restored.text == "Раз."
    assert ArticleRevision.objects.filter(article=article).count() == 3


def test_leave_aside_settles_it_and_keeps_it(article, methodist, colleague, now):
    words = {"article_id": article.pk, "version": 0, "title": article.title, "now": now}
    services.save_article(actor=colleague, text="Её текст.", **words)
    services.save_article(actor=methodist, text="Мой текст.", **words)
    aside = ArticleRevision.objects.get(is_aside=True)

    services.leave_aside(actor=colleague, article_id=article.pk, number=aside.number, now=now)
    services.leave_aside(actor=colleague, article_id=article.pk, number=aside.number, now=now + timedelta(days=1))

    aside.refresh_from_db()
    assert aside.settled_at == now
