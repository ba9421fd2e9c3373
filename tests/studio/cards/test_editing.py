"""What is written in a card: joined when two people write, refused when both write the same."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.people.factories import UserFactory
from tests.programme.factories import CycleFactory, LessonFactory, SpeakerFactory
from tests.video.factories import VideoFactory

from nastavnik.core.models import JournalEntry
from nastavnik.people.models import Notice, User
from nastavnik.programme.models import Cycle, Speaker
from nastavnik.programme.services.refusals import ChangedMeanwhile
from nastavnik.studio.enums import CardState
from nastavnik.studio.models import ProductionCard
from nastavnik.studio.selectors.cards.history import history_of
from nastavnik.studio.services import cards
from nastavnik.studio.services.cards.refusals import CardIsPublished, CardNeedsTitle
from nastavnik.video.models import Video

pytestmark = pytest.mark.django_db


def edit(card, actor, now, version=0, **fields):
    return cards.edit_card(actor=actor, card_id=card.pk, version=version, now=now, **fields)


def test_edit_writes_what_differs_and_says_so_in_the_history(card, maker, school, now):
    speaker = SpeakerFactory(school=school)

    edit(card, maker, now, brief="Для кого", due_on=date(2026, 12, 1), title=card.title, speaker_ids=[speaker.pk])

    card.refresh_from_db()
    assert (card.brief, card.due_on, card.version) == ("Для кого", date(2026, 12, 1), 1)
    assert list(card.speakers.all()) == [speaker]
    assert [deed.details for deed in history_of(card)] == ["готово к, замысел, кто выступает"]
    edit(card, maker, now, version=1, brief="Для кого")
    assert JournalEntry.objects.filter(verb="card_edited").count() == 1


def test_two_who_write_different_fields_both_keep_theirs(card, maker, methodist, now):
    edit(card, methodist, now, brief="Задание методиста", summary="Было")

    edit(card, maker, now, version=0, brief="", summary="", rights="Музыка своя")

    card.refresh_from_db()
    assert (card.brief, card.rights, card.version) == ("Задание методиста", "Музыка своя", 2)


def test_two_who_write_one_field_are_told(card, maker, methodist, now):
    edit(card, methodist, now, brief="Задание методиста", due_on=date(2026, 12, 1))

    with pytest.raises(ChangedMeanwhile) as refused:
        edit(card, maker, now, version=0, brief="Моё задание", due_on=None)

    assert refused.value.disputed == {"brief"}
    assert refused.value.untouched == {"due_on"}
    card.refresh_from_db()
    assert card.brief == "Задание методиста"


def test_version_that_grew_by_a_script_alone_disputes_nothing(card, maker, now):
    ProductionCard.objects.update(version=7)

    assert edit(card, maker, now, version=3, brief="Задание").version == 8


def test_owner_and_film_are_the_methodists_words(card, maker, methodist, film, school, now):
    for fields in ({"owner_id": None}, {"video_id": film.pk}):
        with pytest.raises(PermissionDenied):
            edit(card, maker, now, **fields)
    ProductionCard.objects.update(checked_words="1.1.a", reminded_days=3)

    edit(card, methodist, now, owner_id=methodist.pk, video_id=film.pk)

    card.refresh_from_db()
    assert (card.owner, card.video, card.checked_words, card.reminded_days) == (methodist, film, "", None)
    edit(card, methodist, now + timedelta(hours=1), version=1, owner_id=maker.pk)
    assert Notice.objects.get().user == maker


def test_what_is_not_of_the_school_is_not_found(card, methodist, film, cycle, now):
    film.lesson = LessonFactory(cycle=cycle)
    film.save()
    wrong = [
        ({"owner_id": UserFactory().pk}, User.DoesNotExist),
        ({"cycle_id": CycleFactory().pk}, Cycle.DoesNotExist),
        ({"speaker_ids": [SpeakerFactory().pk]}, Speaker.DoesNotExist),
        ({"video_id": VideoFactory(ready=True).pk}, Video.DoesNotExist),
        ({"video_id": film.pk}, Video.DoesNotExist),
    ]
    for fields, error in wrong:
        with pytest.raises(error):
            edit(card, methodist, now, **fields)
    edit(card, methodist, now, cycle_id=None, speaker_ids=[])
    assert ProductionCard.objects.get().cycle is None


def test_edit_refuses_an_empty_title_a_published_card_and_who_only_looks(card, methodist, director, learner, now):
    with pytest.raises(CardNeedsTitle):
        edit(card, methodist, now, title="  ")
    for actor in (director, learner):
        with pytest.raises(PermissionDenied):
            edit(card, actor, now, brief="Задание")
    edit(card, methodist, now, title="Буктрейлер  за час")
    card.refresh_from_db()
    assert (card.title, card.title_key) == ("Буктрейлер за час", "буктрейлер за час")
    ProductionCard.objects.update(state=CardState.PUBLISHED, published_at=now)
    with pytest.raises(CardIsPublished):
        edit(card, methodist, now, version=1, brief="Задание")
