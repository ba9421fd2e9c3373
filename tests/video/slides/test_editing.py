"""What the methodist does to slides, and taking it back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.people.factories import UserFactory

from nastavnik.core import clock
from nastavnik.core.journal import history_of
from nastavnik.video import tasks
from nastavnik.video.enums import DeckState
from nastavnik.video.events import VideoSlidesChanged
from nastavnik.video.models import Deck, DeckVersion, Slide
from nastavnik.video.services import slides
from nastavnik.video.services.slides import editing

NOW = timezone.now()


@pytest.fixture
def deck(film):
    """The deck of the film, with slides at 0, 8 and 16 seconds; the last repeats the first."""
    deck = Deck.objects.create(video=film, state=DeckState.FOUND, version=3)
    first = Slide.objects.create(video=film, seconds=0.0, still="a", title="Первый")
    Slide.objects.create(video=film, seconds=8.0, still="b")
    Slide.objects.create(video=film, seconds=16.0, still="c", repeats=first)
    return deck


@pytest.fixture
def do(deck, methodist):
    """Do something to the slides as the methodist, from the page that she sees."""

    def call(service, **words) -> int:
        words = {"version": Deck.objects.get(pk=deck.pk).version} | words
        return service(actor=methodist, video_id=deck.video_id, now=NOW, **words)

    return call


def rows(deck):
    return list(
        Slide.objects.filter(video_id=deck.video_id).order_by("seconds").values_list("seconds", "title", "still")
    )


WHOLE = [(0.0, "Первый", "a"), (8.0, "", "b"), (16.0, "", "c")]


def change(do, at, **words):
    return do(slides.change_slide, at=at, **{"seconds": at, "title": "", "page": None} | words)


def test_merge_is_saved_at_once_and_told(deck, do, heard, film):
    with heard() as news:
        before = do(slides.merge_slide, seconds=8.0)

    kept = Deck.objects.get(pk=deck.pk)
    assert rows(deck) == [(0.0, "Первый", "b"), (16.0, "", "c")]
    assert (before, kept.version, kept.is_edited) == (3, 4, True)
    assert news == [VideoSlidesChanged(video_id=film.pk)]
    assert [entry.verb for entry in history_of(film)] == ["slide merged"]


def test_remove_unties_who_repeated_it(deck, do):
    do(slides.remove_slide, seconds=0.0)

    assert rows(deck) == [(8.0, "", "b"), (16.0, "", "c")]
    assert not Slide.objects.filter(repeats__isnull=False).exists()


def test_change_moves_names_and_asks_for_stills(deck, do):
    change(do, 8.0, seconds=9.504, title="Второй")

    assert rows(deck) == [(0.0, "Первый", ""), (9.5, "Второй", ""), (16.0, "", "c")]
    assert DBTaskResult.objects.get().task_path == tasks.take_stills.module_path


def test_change_of_the_title_alone_leaves_the_rest(deck, do):
    pk = Slide.objects.get(seconds=8.0).pk
    change(do, 8.0, seconds=8.01, title="Второй")

    assert rows(deck)[1] == (8.0, "Второй", "b")
    assert Slide.objects.get(seconds=8.0).pk == pk
    assert not DBTaskResult.objects.exists()


def test_change_to_a_page_takes_its_words(deck, do):
    Deck.objects.update(pages=[{"title": "Бюджет", "text": "сто", "picture": "", "box": None}])
    change(do, 8.0, page=1)
    change(do, 0.0, page=1, title="Своё")

    assert [(row.title, row.text, row.page) for row in Slide.objects.order_by("seconds")][:2] == [
        ("Своё", "сто", 1),
        ("Бюджет", "сто", 1),
    ]
    change(do, 8.0, page=None, title="Бюджет")
    assert Slide.objects.get(seconds=8.0).page is None


def test_add_waits_for_its_still(deck, do):
    do(slides.add_slide, seconds=12.0, title="Ещё")

    assert rows(deck)[1:3] == [(8.0, "", ""), (12.0, "Ещё", "")]
    assert Slide.objects.get(seconds=12.0).origin == "hand"


def test_add_where_finding_failed_gives_stills_another_chance(deck, do):
    Deck.objects.update(state=DeckState.FAILED, failures=3)
    do(slides.add_slide, seconds=12.0, title="")

    assert Deck.objects.values_list("state", "failures").get() == (DeckState.FOUND, 0)


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda do: do(slides.remove_slide, seconds=5.0), slides.SlidesChanged),
        (lambda do: do(slides.remove_slide, seconds=8.0, version=2), slides.SlidesChanged),
        (lambda do: do(slides.look_anew, version=2), slides.SlidesChanged),
        (lambda do: change(do, 8.0, page=2), slides.SlidesChanged),
        (lambda do: change(do, 8.0, seconds=16.1), slides.SecondTaken),
        (lambda do: do(slides.add_slide, seconds=24.0, title=""), slides.NotInFilm),
        (lambda do: do(slides.undo_slides, version=3), slides.NothingBefore),
    ],
)
def test_change_that_cannot_be_done_changes_nothing(deck, do, act, refusal):
    with pytest.raises(refusal):
        act(do)

    assert rows(deck) == WHOLE
    assert Deck.objects.get(pk=deck.pk).version == 3


def test_second_of_a_film_of_unknown_length_is_taken(deck, do, film):
    film.duration_seconds = None
    film.save(update_fields=["duration_seconds"])

    do(slides.add_slide, seconds=100.0, title="")

    assert len(rows(deck)) == 4


def test_undo_brings_back_and_can_be_taken_back_itself(deck, do):
    before = do(slides.merge_slide, seconds=8.0)
    again = do(slides.undo_slides, version=before)

    assert rows(deck) == WHOLE
    assert Slide.objects.get(seconds=16.0).repeats == Slide.objects.get(seconds=0.0)
    do(slides.undo_slides, version=again)
    assert [seconds for seconds, *_rest in rows(deck)] == [0.0, 16.0]


def test_undo_keeps_stills_that_were_taken_meanwhile(deck, do):
    Slide.objects.filter(seconds=8.0).update(still="")
    before = change(do, 16.0, title="Третий")
    Slide.objects.filter(seconds=8.0).update(still="new")
    do(slides.undo_slides, version=before)

    assert rows(deck) == [(0.0, "Первый", "a"), (8.0, "", "new"), (16.0, "", "c")]


def test_undo_of_what_is_not_the_newest_is_refused(deck, do):
    first = do(slides.merge_slide, seconds=8.0)
    do(slides.remove_slide, seconds=16.0)

    with pytest.raises(slides.NothingBefore):
        do(slides.undo_slides, version=first)


def test_versions_are_kept_for_a_while(deck, do, monkeypatch):
    monkeypatch.setattr(editing, "MOST_VERSIONS", 2)
    for title in ("один", "два", "три"):
        change(do, 8.0, title=title)

    assert list(DeckVersion.objects.order_by("number").values_list("number", flat=True)) == [4, 5]


def test_look_anew_gives_the_work_of_hands_away_and_brings_it_back(deck, do, film):
    do(slides.add_slide, seconds=12.0, title="Ещё")
    before = do(slides.look_anew)

    kept = Deck.objects.get(pk=deck.pk)
    assert (kept.state, kept.is_edited) == (DeckState.WAITING, False)
    slides.make_slides(video_id=film.pk, clock=clock.now)
    assert [seconds for seconds, *_rest in rows(deck)] == [0.0, 8.0, 16.0]
    do(slides.undo_slides, version=before)
    assert [seconds for seconds, *_rest in rows(deck)] == [0.0, 8.0, 12.0, 16.0]


def test_stranger_may_not_change_slides(deck):
    with pytest.raises(PermissionDenied):
        slides.merge_slide(actor=UserFactory(), video_id=deck.video_id, version=3, seconds=8.0, now=NOW)


def test_change_by_the_command_line_has_no_author(deck, monkeypatch):
    monkeypatch.setattr(editing, "can_edit_video", lambda _actor, _video: True)
    slides.merge_slide(actor=None, video_id=deck.video_id, version=3, seconds=8.0, now=NOW)

    assert DeckVersion.objects.get().author is None
