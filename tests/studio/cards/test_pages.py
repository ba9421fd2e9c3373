"""Pages of production: what they show and to whom, what is done on them, and with how few queries."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.people.factories import UserFactory
from tests.programme.factories import CycleFactory, SpeakerFactory
from tests.studio.factories import CardFactory, ShownPersonFactory, TopicFactory
from tests.video.factories import VideoFactory

from nastavnik.programme.models import Lesson
from nastavnik.programme.selectors.board import order_mark
from nastavnik.studio.enums import BOARD_STATES, CardState, Voice
from nastavnik.studio.models import (
    CardComment,
    CardFile,
    CardStep,
    ProductionCard,
    ShownPerson,
    StudioRules,
    TopicAsker,
)
from nastavnik.studio.selectors.cards.calendar import read_month
from nastavnik.studio.services.cards.moving import board_order

pytestmark = pytest.mark.django_db


def read(client, name, *args, query=""):
    answer = client.get(reverse(f"studio:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def do(client, name, *args, **posted):
    return client.post(reverse(f"studio:{name}", args=args), posted, follow=True).content.decode()


@pytest.fixture
def desk(sign_in, methodist):
    return sign_in(methodist)


# --- board -------------------------------------------------------------------------------------------------------------


def test_board_shows_states_with_counts_limits_and_what_is_missing(desk, school, card, whole):
    StudioRules.objects.create(school=school, limits={"subtitles": 1})
    ShownPerson.objects.update(has_agreed=None)

    page = read(desk, "board")

    assert "1 из 1" in page
    assert "Не хватает: Согласия тех, кто в кадре" in " ".join(page.split())
    assert "для занятия 7/8" in page
    assert "data-reorder-handle" in page


def test_board_is_filtered_by_owner_and_by_late_ones_and_cannot_be_ordered_then(desk, school, card, maker, methodist):
    late = CardFactory(school=school, title="Просроченная", due_on=date(2020, 1, 1), number=2)
    own = CardFactory(school=school, title="Своя", owner=methodist, number=3)

    def shown(query):
        page = read(desk, "board", query=query)
        assert "data-reorder-handle" not in page
        return [one.title for one in (card, late, own) if f">{one.title}</a>" in page]

    assert shown("?late=1") == ["Просроченная"]
    assert shown("?owner=nobody") == ["Просроченная"]
    assert shown("?owner=me") == ["Своя"]
    assert shown(f"?owner={maker.token}") == [card.title]
    assert "data-reorder-handle" in read(desk, "board", query="?owner=strange")


def test_board_of_a_director_has_no_buttons_and_an_empty_one_says_what_will_be(sign_in, director, methodist, school):
    assert "Методист ещё не завёл" in read(sign_in(director), "board")
    assert "Завести карточку" in read(sign_in(methodist), "board")
    CardFactory(school=school)
    assert "formaction" not in read(sign_in(director), "board")


def test_cards_are_moved_on_the_board_by_script_and_by_buttons(desk, school, card):
    other = CardFactory(school=school, number=2, position=2)
    seen = order_mark(board_order(ProductionCard.objects.order_by("position")))
    url = f"{reverse('studio:order_cards')}?seen={seen}"
    posted = {"order": [f"script:{card.token}", f"idea:{other.token}"]}

    assert desk.post(url, posted, headers={"accept": "text/plain"}).status_code == 204
    assert ProductionCard.objects.get(pk=card.pk).state == CardState.SCRIPT
    answer = desk.post(reverse("studio:order_cards"), {"move": f"{other.token}:down"})
    assert answer.url.endswith(f"#card-{other.token}")
    assert ProductionCard.objects.get(pk=other.pk).state == CardState.BRIEF

    answer = desk.post(reverse("studio:move_card", args=[other.token, "script"]) + "?from=board")
    assert answer.url.endswith(f"/desk/studio/#card-{other.token}")


def test_full_column_is_told_to_the_script_as_a_sentence(desk, school, card):
    StudioRules.objects.create(school=school, limits={"script": 1})
    full = CardFactory(school=school, number=2, state=CardState.SCRIPT)
    url = reverse("studio:order_cards") + "?seen=" + order_mark(board_order(ProductionCard.objects.all()))
    posted = {"order": [f"script:{card.token}", f"script:{full.token}"]}

    answer = desk.post(url, posted, headers={"accept": "text/plain"})

    assert answer.status_code == 409
    assert "Предел столбца «Сценарий» — 1" in answer.content.decode()


def test_rules_are_written_and_shown(desk, school):
    page = do(desk, "rules", voice="person", limit_shoot="2", limit_edit="")

    assert "Правила сохранены" in page
    rules = StudioRules.objects.get()
    assert (rules.voice, rules.limits) == (Voice.PERSON, {"shoot": 2})
    assert 'value="2"' in read(desk, "rules")
    assert "field--wrong" in do(desk, "rules", voice="person", limit_shoot="0")


def test_card_is_begun_with_an_owner_or_out_of_a_topic(desk, school, maker):
    assert "Карточка № 1 заведена" in do(desk, "new_card", title="Тема", owner=maker.pk, due_on="2026-12-01")
    assert ProductionCard.objects.get().owner == maker
    assert "field--wrong" in do(desk, "new_card", title="", owner="")
    topic = TopicFactory(school=school, title="Полка новинок")
    assert "Полка новинок" in do(desk, "begin_card", topic.token)
    assert "Тем временем с" in do(desk, "begin_card", topic.token)


def test_card_whose_title_has_only_what_is_not_kept_is_refused(desk):
    assert "field--wrong" in do(desk, "new_card", title="\x00 ", owner="")
    assert not ProductionCard.objects.exists()


# --- calendar and lists ------------------------------------------------------------------------------------------------


def test_calendar_shows_days_of_the_month_and_leads_on(desk, card, school):
    ProductionCard.objects.update(due_on=date(2026, 2, 10))
    done = {"state": CardState.PUBLISHED, "published_at": timezone.now()}
    CardFactory(school=school, number=2, title="Вышедшая", due_on=date(2026, 2, 11), **done)
    CardFactory(school=school, number=3)

    page = read(desk, "calendar", query="?month=2026-02")

    assert page.count(f">{card.title}</a>") == 2  # in the table and in the list of narrow screens
    assert "срок прошёл" in page
    assert "опубликована" in page
    assert "?month=2026-01" in page
    assert "?month=2026-03" in page
    assert "1 карточка пока без срока" in page
    assert "В этом месяце сроков нет" in read(desk, "calendar", query="?month=2031-05")


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "1800-01", "²026-01", "2026-011", "x-1"])
def test_calendar_reads_only_months(text):
    assert read_month(text) is None


def test_own_cards_are_the_owners(sign_in, maker, card, whole, school, learner, cycle):
    ProductionCard.objects.filter(pk=whole.pk).update(due_on=timezone.localdate() + timedelta(days=1))
    CardFactory(school=school, number=2, title="Чужая")
    page = read(sign_in(maker), "mine")

    assert card.title in page
    assert "скоро" in page
    assert "Чужая" not in page
    assert "Сейчас у вас нет видео" in read(sign_in(learner), "mine")


def test_published_cards_are_listed_and_found(desk, card, methodist, maker, sign_in, whole):
    do(desk, "publish_card", whole.token)

    page = read(desk, "past", query="?q=БУКТРЕЙЛЕР")
    assert Lesson.objects.get().path in page
    assert card.title in read(desk, "past", query="?q=1")
    assert card.title not in read(desk, "past", query="?q=²")
    assert Lesson.objects.get().path in read(sign_in(maker), "mine")
    assert "Стали занятиями" in read(sign_in(methodist), "board")


# --- a card ------------------------------------------------------------------------------------------------------------


def test_card_shows_what_its_viewer_may_do(sign_in, maker, methodist, director, card, film):
    ProductionCard.objects.update(brief="Для **кого**", video=film, topic=TopicFactory(school=card.school))
    works, runs, looks = (read(sign_in(user), "card", card.token) for user in (maker, methodist, director))

    assert "<strong>кого</strong>" in works
    assert "/edit/" in works
    assert reverse("studio:remove_card", args=[card.token]) not in works
    assert "/desk/videos/" not in works
    assert reverse("studio:remove_card", args=[card.token]) in runs
    assert "/desk/videos/" in runs
    assert "formaction" not in looks
    assert reverse("studio:mine") in works
    assert reverse("studio:board") in looks


def test_card_is_edited_and_what_two_write_is_shown_beside(desk, card, maker, film, school, methodist, sign_in):
    old, speaker = (
        CycleFactory(programme=card.cycle.programme, removed_at=timezone.now()),
        SpeakerFactory(school=school),
    )
    ProductionCard.objects.update(cycle=old)
    page = read(desk, "edit_card", card.token)
    assert f'value="{old.pk}" selected' in page
    typed = {"title": card.title, "kind": "seminar", "version": 0, "film": film.pk, "cycle": "", "owner": maker.pk}

    do(desk, "edit_card", card.token, **typed, brief="Задание методиста", speakers=[speaker.pk], has_rights="on")
    page = do(sign_in(maker), "edit_card", card.token, title=card.title, kind="master_class", version=0, brief="Моё")

    assert "Тем временем сохранено другим человеком: Задание методиста" in page
    assert "Моё" in page
    assert f'value="{speaker.pk}"' in page
    page = do(
        sign_in(maker),
        "edit_card",
        card.token,
        title=card.title,
        kind="seminar",
        version=1,
        brief="Моё",
        speakers=[speaker.pk],
    )
    assert "Карточка сохранена" in page
    card.refresh_from_db()
    assert (card.brief, card.kind, card.video, card.version) == ("Моё", "seminar", film, 2)


def test_disputed_ticks_days_and_choices_are_told_in_words(desk, card, maker, sign_in, cycle):
    typed = {"title": card.title, "kind": "seminar", "cycle": cycle.pk}
    do(desk, "edit_card", card.token, **typed, version=0, owner=maker.pk, has_rights="on", due_on="2026-12-01")

    page = do(
        sign_in(maker),
        "edit_card",
        card.token,
        title=card.title,
        kind="webinar",
        version=0,
        due_on="2026-12-02",
        cycle=cycle.pk,
    )

    for said in ("Семинар", "01.12.2026"):
        assert f"Тем временем сохранено другим человеком: {said}" in page
    do(desk, "edit_card", card.token, **typed, version=1, owner="", due_on="2026-12-01")
    page = do(
        desk, "edit_card", card.token, **typed, version=1, owner=maker.pk, has_rights="on", due_on="", age_rating=""
    )
    assert "другим человеком: —" not in page


def test_card_is_moved_removed_and_brought_back(desk, card):
    page = do(desk, "move_card", card.token, "script")
    assert "Карточка № 1: Сценарий" in page
    assert reverse("studio:move_card", args=[card.token, "idea"]) in page
    assert "Ничего не передвинуто" in do(desk, "move_card", card.token, "published")
    assert desk.post(reverse("studio:move_card", args=[card.token, "strange"])).status_code == 404

    assert reverse("studio:restore_card", args=[card.token]) in do(desk, "remove_card", card.token)
    assert desk.get(reverse("studio:card", args=[card.token])).status_code == 404
    assert "Карточка возвращена" in do(desk, "restore_card", card.token)


def test_work_is_done_on_the_page(desk, card, maker):
    step_page = do(desk, "add_step", card.token, text="Снять титр")
    assert "Снять титр" in step_page
    step = CardStep.objects.get()
    do(desk, "tick_step", card.token, step.token)
    assert CardStep.objects.get().done_at
    do(desk, "tick_step", card.token, step.token, **{"not": "1"})
    assert CardStep.objects.get().done_at is None
    do(desk, "usual_steps", card.token)
    assert "уже есть в списке дел" in do(desk, "usual_steps", card.token)
    do(desk, "order_steps", card.token, move=f"{step.token}:down")
    tokens = [f"steps:{one.token}" for one in CardStep.objects.order_by("-position")]
    assert desk.post(reverse("studio:order_steps", args=[card.token]), {"order": tokens}).status_code == 204
    do(desk, "remove_step", card.token, step.token)
    assert not CardStep.objects.filter(pk=step.pk).exists()
    assert "Напишите, что сделать" in do(desk, "add_step", card.token, text="")
    assert "Напишите комментарий" in do(desk, "add_comment", card.token, body=" ")
    assert "Звук тихий" in do(desk, "add_comment", card.token, body="Звук тихий")


def test_file_is_sent_to_be_saved(desk, card):
    file = SimpleUploadedFile("план.pdf", b"%PDF-1.7\n%%EOF", content_type="text/html")
    assert "план.pdf" in do(desk, "add_card_file", card.token, file=file)
    token = CardFile.objects.get().token

    answer = desk.get(reverse("studio:card_file", args=[card.token, token]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.getvalue() == b"%PDF-1.7\n%%EOF"
    assert "Файл убран" in do(desk, "remove_card_file", card.token, token)
    wrong = SimpleUploadedFile("план.pdf", b"MZ")
    assert "не сохран" in do(desk, "add_card_file", card.token, file=wrong)


def test_subtitles_are_ticked_on_the_page(desk, card, film, words):
    ProductionCard.objects.update(video=film)
    page = read(desk, "card", card.token)
    mark = page.partition('name="words" value="')[2].partition('"')[0]

    assert "Снять отметку о вычитке" in do(desk, "check_subtitles", card.token, words=mark)
    assert "Отметить: вычитаны" in do(desk, "check_subtitles", card.token, **{"not": "1"})


def test_publishing_is_shown_before_it_is_done_and_refused_with_all_that_is_missing(
    sign_in, whole, school, methodist, maker
):
    topic = TopicFactory(school=school, state="taken")
    TopicAsker.objects.create(topic=topic, user=UserFactory(), since=timezone.now())
    ProductionCard.objects.update(topic=topic)
    assert "скажите методисту" in read(sign_in(maker), "card", whole.token)
    desk = sign_in(methodist)
    assert "1 просивший" in read(desk, "publish_card", whole.token)
    ProductionCard.objects.update(age_rating="", cycle=None)

    answer = desk.post(reverse("studio:publish_card", args=[whole.token]))

    assert answer.status_code == 409
    assert "не выбран знак информационной продукции; не выбран цикл" in answer.content.decode()
    assert not Lesson.objects.exists()


def test_published_card_leads_to_its_lesson_and_is_changed_no_more(desk, whole):
    page = do(desk, "publish_card", whole.token)

    assert "Занятие опубликовано" in page
    assert Lesson.objects.get().path in page
    assert "formaction" not in page
    for name in ("edit_card", "publish_card"):
        assert desk.get(reverse(f"studio:{name}", args=[whole.token])).status_code == 409


# --- queries -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["board", "calendar", "mine", "past"])
def test_lists_ask_as_little_for_many_cards(sign_in, methodist, school, cycle, assert_flat, name):
    client, states = sign_in(methodist), [*BOARD_STATES, CardState.PUBLISHED]

    def grow():
        for state in states:
            number = ProductionCard.objects.count() + 1
            video = VideoFactory(ready=True, school=school)
            fields = {"video": video, "cycle": cycle, "due_on": timezone.localdate(), "owner": methodist}
            card = CardFactory(school=school, number=number, state=state, published_at=timezone.now(), **fields)
            ShownPersonFactory(card=card)
            CardStep.objects.create(card=card, text="Снять")

    assert_flat(lambda: read(client, name), grow)


def test_card_asks_as_little_for_much_work(sign_in, methodist, card, film, words, assert_flat):
    client, now = sign_in(methodist), timezone.now()
    ProductionCard.objects.update(video=film, topic=TopicFactory(school=card.school))

    def grow():
        ShownPersonFactory(card=card)
        CardStep.objects.create(card=card, text="Снять", done_at=now, done_by=UserFactory())
        CardComment.objects.create(card=card, author=UserFactory(), body="Да", made_at=now)
        CardFile.objects.create(card=card, name="a.pdf", kind="pdf", bytes=1, file="a", added_at=now)
        card.speakers.add(SpeakerFactory(school=card.school))

    assert_flat(lambda: read(client, "card", card.token), grow)
    assert_flat(lambda: read(client, "edit_card", card.token), grow)


def test_who_only_looks_works_on_nothing_and_who_works_decides_nothing(sign_in, director, maker, learner, card):
    removed = CardFactory(school=card.school, number=2, removed_at=timezone.now())
    post = {
        (director, 403): [("add_comment", card)],
        (maker, 403): [("publish_card", card), ("restore_card", removed)],
        (maker, 404): [("add_comment", removed)],
        (learner, 404): [("add_comment", card)],
    }
    for (user, status), deeds in post.items():
        for name, thing in deeds:
            assert sign_in(user).post(reverse(f"studio:{name}", args=[thing.token])).status_code == status, name
    assert sign_in(maker).get(reverse("studio:board")).status_code == 403
