"""The work in a card: checklist, comments, files, reminders; what a person who is forgotten leaves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import QueryDict
from tests.people.factories import UserFactory

from nastavnik.core.ordering import read_order
from nastavnik.people.models import Notice
from nastavnik.programme.services.refusals import HandoutNotKnown, HandoutTooLarge
from nastavnik.studio import receivers, tasks
from nastavnik.studio.enums import BOARD_STATES, CardState
from nastavnik.studio.models import CardComment, CardFile, CardStep, ProductionCard
from nastavnik.studio.selectors.cards.history import history_of
from nastavnik.studio.services import cards
from nastavnik.studio.services.cards import files, reminders, steps
from nastavnik.studio.services.cards.refusals import (
    CardIsPublished,
    CommentEmpty,
    StepEmpty,
    TooManyFiles,
    TooManySteps,
)
from nastavnik.studio.services.cards.usual import usual_steps

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"
NOON = datetime(2026, 11, 24, 9, tzinfo=UTC)


def texts(card):
    return list(CardStep.objects.filter(card=card).values_list("text", flat=True))


def add_step(card, actor, now, text):
    return cards.add_step(actor=actor, card_id=card.pk, text=text, now=now)


def test_steps_are_added_ticked_ordered_and_removed(card, maker, now):
    one, two = (add_step(card, maker, now, text) for text in ("  Снять   звук ", "Снять титр"))

    ticked = cards.tick_step(actor=maker, card_id=card.pk, step=one.token, is_done=True, now=now)
    assert (ticked.done_at, ticked.done_by) == (now, maker)
    cards.tick_step(actor=maker, card_id=card.pk, step=one.token, is_done=True, now=now)
    assert cards.tick_step(actor=maker, card_id=card.pk, step=one.token, is_done=False, now=now).done_at is None

    rearrange = lambda order: read_order(QueryDict(f"move={two.token}:up"), order)  # noqa: E731 -- as the view makes it
    cards.reorder_steps(actor=maker, card_id=card.pk, rearrange=rearrange, now=now)
    assert texts(card) == ["Снять титр", "Снять звук"]
    cards.remove_step(actor=maker, card_id=card.pk, step=two.token, now=now)
    assert texts(card) == ["Снять звук"]
    assert len(history_of(card)) == 5


def test_usual_steps_of_a_state_are_added_once(card, maker, now):
    add_step(card, maker, now, usual_steps(CardState.IDEA)[1])

    assert len(cards.add_usual_steps(actor=maker, card_id=card.pk, now=now)) == 2
    assert cards.add_usual_steps(actor=maker, card_id=card.pk, now=now) == []
    assert all(usual_steps(state) for state in BOARD_STATES)
    assert usual_steps(CardState.PUBLISHED) == []


def test_steps_are_words_and_not_too_many(card, maker, now, monkeypatch):
    monkeypatch.setattr(steps, "MOST_STEPS", 1)
    with pytest.raises(StepEmpty):
        add_step(card, maker, now, "  ")
    add_step(card, maker, now, "Снять")
    with pytest.raises(TooManySteps):
        add_step(card, maker, now, "Ещё")


def test_comment_is_told_to_owner_and_speakers_who_may_still_open_it(card, maker, methodist, director, now):
    former = UserFactory()
    CardComment.objects.create(card=card, author=former, body="Я снимала", made_at=now)
    CardComment.objects.create(card=card, author=methodist, body="Начали", made_at=now)

    cards.add_comment(actor=methodist, card_id=card.pk, body=" Звук тихий ", now=now)

    notice = Notice.objects.get()
    assert (notice.user, notice.title) == (maker, "Комментарий к карточке «Буктрейлер за вечер»")
    assert "Звук тихий" in notice.text
    cards.add_comment(actor=maker, card_id=card.pk, body="Исправлю", now=now)
    assert Notice.objects.filter(user=methodist).count() == 1
    with pytest.raises(CommentEmpty):
        cards.add_comment(actor=maker, card_id=card.pk, body="  ", now=now)
    ProductionCard.objects.update(owner=None, state=CardState.PUBLISHED, published_at=now)
    cards.add_comment(actor=methodist, card_id=card.pk, body="И после выхода", now=now)


def pdf(name="смета съёмки.pdf", content=PDF):
    return ContentFile(content, name=name)


def test_file_is_kept_under_a_name_of_ours_and_forgotten_when_removed(
    card, maker, now, django_capture_on_commit_callbacks
):
    added = cards.add_file(actor=maker, card_id=card.pk, file=pdf(), now=now)

    assert (added.name, added.kind, added.bytes) == ("смета съёмки.pdf", "pdf", len(PDF))
    assert "смета" not in added.file
    assert default_storage.exists(added.file)
    with django_capture_on_commit_callbacks(execute=True):
        cards.remove_file(actor=maker, card_id=card.pk, file=added.token, now=now)
    assert not default_storage.exists(added.file)
    assert not CardFile.objects.exists()


def test_file_is_refused_by_content_size_number_and_state_and_nothing_stays(card, maker, now, monkeypatch):
    def kept():
        return default_storage.listdir(f"studio/{now:%Y}")[1]

    cards.add_file(actor=maker, card_id=card.pk, file=pdf(), now=now)
    before = kept()
    with pytest.raises(HandoutNotKnown):
        cards.add_file(actor=maker, card_id=card.pk, file=pdf(content=b"MZ"), now=now)
    for name, most, error in (("MOST_BYTES", 3, HandoutTooLarge), ("MOST_FILES", 0, TooManyFiles)):
        with monkeypatch.context() as patch:
            patch.setattr(files, name, most)
            with pytest.raises(error):
                cards.add_file(actor=maker, card_id=card.pk, file=pdf(), now=now)
    ProductionCard.objects.update(state=CardState.PUBLISHED, published_at=now)
    with pytest.raises(CardIsPublished):
        cards.add_file(actor=maker, card_id=card.pk, file=pdf(), now=now)
    assert kept() == before


def test_owner_is_reminded_three_days_before_on_the_day_and_after_it(card, maker, now):
    ProductionCard.objects.update(due_on=date(2026, 12, 1))

    told = [cards.remind_of_cards(now=now + timedelta(days=days, hours=hour)) for days in range(10) for hour in (0, 5)]

    assert [place // 2 for place, count in enumerate(told) if count] == [4, 7, 8]
    titles = list(Notice.objects.filter(user=maker).order_by("pk").values_list("title", flat=True))
    assert titles == [
        "Срок 1 декабря: «Буктрейлер за вечер»",
        "Срок сегодня: «Буктрейлер за вечер»",
        "Срок прошёл: «Буктрейлер за вечер»",
    ]


def test_nearest_reminder_is_told_alone_and_a_new_day_anew(card, methodist, now, monkeypatch):
    ProductionCard.objects.update(due_on=now.date() - timedelta(days=40))
    monkeypatch.setattr(tasks.clock, "now", lambda: now)

    assert tasks.remind_of_cards.func() == 1
    cards.edit_card(actor=methodist, card_id=card.pk, version=0, due_on=now.date() + timedelta(days=2), now=now)
    assert cards.remind_of_cards(now=now) == 1
    assert cards.remind_of_cards(now=now) == 0


@pytest.mark.parametrize("change", [{"owner": None}, {"state": CardState.PUBLISHED}, {"removed_at": NOON}])
def test_nobody_is_reminded_of_what_is_over_or_nobodys(card, now, change):
    ProductionCard.objects.update(due_on=now.date(), published_at=now, **change)

    assert cards.remind_of_cards(now=now) == 0


def test_reminder_looks_once_more_under_the_lock(card, now):
    for change in ({"due_on": None}, {"due_on": now.date() + timedelta(days=4)}):
        ProductionCard.objects.update(**change)
        assert reminders._remind(card.pk, now) is False


def test_forgotten_person_leaves_her_work_without_her_name(card, maker, now):
    step = add_step(card, maker, now, "Снять")
    cards.tick_step(actor=maker, card_id=card.pk, step=step.token, is_done=True, now=now)
    cards.add_comment(actor=maker, card_id=card.pk, body="Сниму", now=now)
    cards.add_file(actor=maker, card_id=card.pk, file=pdf(), now=now)
    ProductionCard.objects.update(created_by=maker)
    type(maker).objects.filter(pk=maker.pk).update(erased_at=now)

    assert tasks.forget_who_was_missed_on_cards.func() == 1
    assert tasks.forget_who_was_missed_on_cards.func() == 0
    receivers.take_person_off_cards(receivers.PersonErased(user_id=maker.pk))

    card.refresh_from_db()
    assert (card.owner, card.created_by) == (None, None)
    assert CardComment.objects.get().body == "Сниму"
    assert CardComment.objects.get().author is None
    assert (CardStep.objects.get().done_by, CardStep.objects.get().done_at) == (None, now)
    assert CardFile.objects.get().added_by is None
