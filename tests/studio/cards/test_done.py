"""What a lesson needs, told by the machine, each by what breaks it; and the lesson that the card becomes."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory, SpeakerFactory

from nastavnik.people.models import Notice
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Enrolment, Lesson
from nastavnik.studio.enums import CardState, TopicState
from nastavnik.studio.events import CardPublished
from nastavnik.studio.models import ProductionCard, ShownPerson, Topic, TopicAsker
from nastavnik.studio.selectors.cards.done import facts_of, judge, requirements_of
from nastavnik.studio.selectors.cards.lookup import card_for
from nastavnik.studio.services import cards
from nastavnik.studio.services.cards.refusals import CardIsPublished, NotDone, WordsChanged
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Chapter, Cue, Video

pytestmark = pytest.mark.django_db


def missing(card):
    """Return the keys of what is missing, which the board must say too."""
    fresh = ProductionCard.objects.select_related("video", "cycle__programme").get(pk=card.pk)
    keys = [one.key for one in requirements_of(fresh) if not one.is_met]
    assert [one.key for one in judge(fresh, facts_of([fresh])[fresh.pk]) if not one.is_met] == keys
    return keys


def change_film(**fields):
    return lambda: Video.objects.update(**fields)


def change_card(**fields):
    return lambda: ProductionCard.objects.update(**fields)


BREAKS = {
    "no film": (change_card(video=None), ["film", "subtitles", "cover", "chapters"]),
    "a film in work": (change_film(state=VideoState.PREPARING), ["film"]),
    "a film that failed": (change_film(state=VideoState.FAILED), ["film"]),
    "a film by link": (change_film(access=Access.LINK), ["film"]),
    "no cover": (change_film(has_poster=False), ["cover"]),
    "one chapter": (lambda: Chapter.objects.filter(seconds=0).delete(), ["chapters"]),
    "no words": (lambda: Cue.objects.all().delete(), ["subtitles"]),
    "words that nobody read": (change_card(checked_words=""), ["subtitles"]),
    "another source of the film": (change_film(source_path="originals/other/source2.mp4"), ["subtitles"]),
    "a refusal": (lambda: ShownPerson.objects.update(has_agreed=False), ["people"]),
    "nobody named": (lambda: ShownPerson.objects.all().delete(), ["people"]),
    "no age mark": (change_card(age_rating=""), ["age"]),
    "no word of rights": (change_card(rights="  "), ["rights"]),
    "rights that nobody confirmed": (change_card(has_rights=False), ["rights"]),
    "no cycle": (change_card(cycle=None), ["lesson"]),
}


@pytest.mark.parametrize("name", BREAKS)
def test_each_thing_that_a_lesson_needs_is_missed(whole, name):
    assert missing(whole) == []
    spoil, keys = BREAKS[name]

    spoil()

    assert missing(whole) == keys


def test_more_that_a_lesson_needs(whole, now, words, cycle):
    Video.objects.update(removed_at=now)
    assert missing(whole) == ["film"]
    Video.objects.update(removed_at=None, lesson=LessonFactory(cycle=cycle))
    assert missing(whole) == ["film"]
    Video.objects.update(lesson=None, has_edited_chapters=True)
    Chapter.objects.all().delete()
    assert missing(whole) == ["chapters"]
    Chapter.objects.create(video=whole.video, seconds=0, title="Начало", kind="hand")
    ShownPerson.objects.all().delete()
    ProductionCard.objects.update(shows_nobody=True)
    assert missing(whole) == []
    words.version += 1
    words.save()
    cycle.programme.is_public = False
    cycle.programme.save()
    assert missing(whole) == ["subtitles", "lesson"]


def test_subtitles_are_read_through_as_they_are(card, maker, methodist, film, words, now):
    check = lambda mark: cards.check_subtitles(actor=maker, card_id=card.pk, mark=mark, now=now)  # noqa: E731 -- short
    with pytest.raises(WordsChanged):
        check("")
    ProductionCard.objects.update(video=film)
    mark = cards.checking.words_mark(film, words.pk, words.version)
    with pytest.raises(WordsChanged):
        check(f"{mark}0")

    assert check(mark).checked_words == check(mark).checked_words == mark
    for _twice in range(2):
        assert cards.uncheck_subtitles(actor=maker, card_id=card.pk, now=now).checked_words == ""
    assert "subtitles" in missing(card)


def test_card_that_lacks_something_is_not_published_and_all_of_it_is_said(whole, methodist, shown, now):
    ProductionCard.objects.update(age_rating="")
    shown.has_agreed = None
    shown.save()

    with pytest.raises(NotDone) as refused:
        cards.publish_card(actor=methodist, card_id=whole.pk, now=now)

    assert "не выбран знак информационной продукции" in str(refused.value.message)
    assert "Ирина Орлова" in str(refused.value.message)
    assert not Lesson.objects.exists()


def test_published_card_is_a_held_lesson_with_its_film_and_those_who_asked_are_told(
    whole, methodist, film, topic, cycle, school, now, django_capture_on_commit_callbacks, monkeypatch
):
    asker, enrolled, both = (UserFactory() for _ in range(3))
    for user in (asker, both):
        TopicAsker.objects.create(topic=topic, user=user, since=now)
    for user in (enrolled, both, methodist):
        Enrolment.objects.create(programme=cycle.programme, user=user, enrolled_at=now)
    Topic.objects.update(state=TopicState.TAKEN)
    ProductionCard.objects.update(topic=topic)
    speaker = SpeakerFactory(school=school)
    whole.speakers.add(speaker)
    told = []
    monkeypatch.setattr(cards.publishing, "publish", told.append)

    cards.publish_card(actor=methodist, card_id=whole.pk, now=now)

    card = ProductionCard.objects.select_related("lesson__cycle").get()
    lesson = card.lesson
    assert (lesson.title, lesson.state, lesson.cycle) == (whole.title, LessonState.HELD, cycle)
    assert (lesson.summary, lesson.age_rating, lesson.duration_minutes) == (whole.summary, "12+", 21)
    assert lesson.ends_at == now
    assert list(lesson.speakers.all()) == [speaker]
    assert Video.objects.get().lesson == lesson
    assert (card.state, card.published_at) == (CardState.PUBLISHED, now)
    assert Topic.objects.get().state == TopicState.DONE
    assert told == [CardPublished(card_id=card.pk, lesson_id=lesson.pk)]
    assert sorted(Notice.objects.values_list("user", flat=True)) == sorted([asker.pk, enrolled.pk, both.pk])
    assert Notice.objects.get(user=enrolled).title == "Новое видео: Буктрейлер за вечер"
    with pytest.raises(CardIsPublished):
        cards.publish_card(actor=methodist, card_id=card.pk, now=now)


def test_card_without_topic_and_speakers_is_published_too(whole, methodist, now):
    Video.objects.update(duration_seconds=None)

    lesson = cards.publish_card(actor=methodist, card_id=whole.pk, now=now).lesson

    assert (lesson.duration_minutes, lesson.speakers.count()) == (1, 0)


def test_methodists_alone_publish(whole, maker, director, now):
    for actor in (maker, director):
        with pytest.raises(PermissionDenied):
            cards.publish_card(actor=actor, card_id=whole.pk, now=now)


def test_links_of_what_is_missing_are_those_that_one_may_open(whole, maker, methodist, school):
    card = card_for(maker, school, whole.token)
    urls = {can_run: [one.url for one in judge(card, facts_of([card])[card.pk], can_run=can_run)] for can_run in (0, 1)}

    assert not any("/desk/videos/" in url for url in urls[0])
    assert sum("/desk/videos/" in url for url in urls[1]) == 4
