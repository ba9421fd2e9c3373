"""The sheet in a browser: what is typed is written or stays on the page, tables are looked at before they are saved."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from tests.audience.factories import PlacementFactory, ViewCountFactory
from tests.programme.factories import LessonFactory

from nastavnik.audience.enums import CountMethod, PlaceKind
from nastavnik.audience.models import CountedChannel, ViewCount
from nastavnik.audience.selectors.counts.sheet import cell_name
from nastavnik.core import clock

pytestmark = pytest.mark.django_db

SHEET, SAVE, PASTE = "/desk/views/", "/desk/views/save/", "/desk/views/table/"


@pytest.fixture(autouse=True)
def _stopped_clock(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture(autouse=True)
def _own_store(settings, _own_files):
    settings.STORAGES = dict(settings.STORAGES)


@pytest.fixture
def browser(enter, methodist):
    return enter(methodist)


@pytest.fixture
def cell(vk, lesson):
    return cell_name(lesson.uid, f"{vk.token}-total_views")


def picture():
    target = io.BytesIO()
    Image.new("RGB", (4, 4)).save(target, "PNG")
    return SimpleUploadedFile("экран.png", target.getvalue(), "image/png")


def test_sheet_makes_its_channels_and_asks_no_more_as_lessons_grow(browser, cycle, vk, now, assert_flat):
    def grow():
        for channel in (vk,):
            ViewCountFactory(channel=channel, lesson=LessonFactory(cycle=cycle, held=True, starts_at=now))

    assert_flat(lambda: browser.get(SHEET), grow)
    assert CountedChannel.objects.filter(kind=PlaceKind.OWN).count() == 1


def test_what_is_typed_is_written_with_its_screenshot(browser, cell, methodist, vk, lesson, other):
    form = {cell: "7 745", "as_of": "2026-11-18", "evidence_url": "https://vk.com/wall-1_2", "evidence": picture()}
    answer = browser.post(SAVE, form, follow=True)

    count = ViewCount.objects.get()
    assert (count.value, count.method, count.entered_by) == (7745, CountMethod.HAND, methodist)
    assert count.as_of.astimezone(vk.school.zone).isoformat() == "2026-11-18T23:59:59+03:00"
    assert "Записано 1 число." in answer.content.decode()
    shown = browser.get(reverse("audience:count_evidence", args=[count.pk]))
    assert shown.headers["Content-Type"] == "image/png"
    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")
    history = browser.get(reverse("audience:count", args=[lesson.uid, vk.token, "total_views"])).content.decode()
    assert "https://vk.com/wall-1_2" in history


def test_numbers_of_today_are_as_of_now(browser, cell, now):
    browser.post(SAVE, {cell: "5", "as_of": "2026-11-20"})

    assert ViewCount.objects.get().as_of == now


@pytest.mark.parametrize(
    ("typed", "told", "words"),
    [
        ({}, {"as_of": "2026-11-21"}, "Этот день ещё не наступил"),
        ({"value": "7,7 тыс."}, {}, "округлённое число"),
        ({}, {"evidence": SimpleUploadedFile("a.png", b"no picture")}, "JPEG или PNG"),
        ({}, {"evidence": SimpleUploadedFile("a.txt", "слова".encode())}, "JPEG или PNG"),
    ],
    ids=["tomorrow", "rounded", "no picture", "words"],
)
def test_what_cannot_be_written_stays_on_the_page(browser, cell, typed, told, words):
    value = typed.get("value", "512")
    answer = browser.post(SAVE, {cell: value, "as_of": "2026-11-20", **told})

    page = answer.content.decode()
    assert words in page
    assert f'value="{value}"' in page
    assert not ViewCount.objects.exists()
    assert not (default_storage.exists("counts") and default_storage.listdir("counts/2026")[1])


def test_less_than_before_is_asked_about_once_more(browser, cell, vk, lesson, now):
    ViewCountFactory(channel=vk, lesson=lesson, value=900, as_of=now.replace(day=1))
    form = {cell: "512", "as_of": "2026-11-20"}

    page = browser.post(SAVE, {**form, "evidence": picture()}).content.decode()
    assert 'name="is_less_meant"' in page
    assert "Меньше прежнего: 900." in page
    assert 'value="512"' in page
    assert ViewCount.objects.count() == 1
    assert not default_storage.listdir("counts/2026")[1]

    browser.post(SAVE, {**form, "is_less_meant": "on"})
    assert ViewCount.objects.count() == 2


def test_whoever_brings_a_table_reads_whose_lessons_it_is_for(browser, vk, lesson):
    assert f"«{lesson.cycle.programme.title}»" in browser.get(PASTE).content.decode()


def test_a_table_is_looked_at_before_it_is_saved(browser, cell, lesson):
    page = browser.post(PASTE, {"table": "Занятие\tVK Видео\nУрок у полки\t7 745\nЧужое\t1"}).content.decode()

    assert f'name="{cell}" value="7745"' in page
    assert "Занятия «Чужое»" in page
    assert 'name="way" value="paste"' in page
    assert not ViewCount.objects.exists()
    browser.post(SAVE, {cell: "7745", "as_of": "2026-11-20", "way": "paste"})
    assert ViewCount.objects.get().method == CountMethod.PASTE


def test_the_sheet_travels_to_excel_and_back(browser, cell, lesson, other, now):
    browser.post(SAVE, {cell: "500", "as_of": "2026-11-20"})
    travelled = b"".join(browser.get(f"{SHEET}?export=csv").streaming_content)

    assert "Урок у полки;" in travelled.decode("utf-8-sig")
    file = SimpleUploadedFile("views.csv", travelled.replace(b";500", b";501"))
    page = browser.post(PASTE, {"file": file}).content.decode()
    assert f'name="{cell}" value="501"' in page
    assert 'name="way" value="csv"' in page


def test_nothing_to_lay_and_what_is_no_table_are_told(browser, vk, lesson):
    assert "Вставьте таблицу" in browser.post(PASTE, {"table": " "}).content.decode()
    broken = SimpleUploadedFile("a.xlsx", b"PK\x03\x04 no book")
    assert "XLSX" in browser.post(PASTE, {"file": broken}).content.decode()


def test_a_number_is_corrected_and_taken_back_on_its_page(browser, vk, lesson, now):
    count = ViewCountFactory(channel=vk, lesson=lesson, value=74, as_of=now)
    address = reverse("audience:correct_count", args=[count.pk])

    assert "Обязательное поле" in browser.post(address, {"value": "", "note": "Опечатка"}).content.decode()
    browser.post(address, {"value": "47", "note": "Опечатка"})
    made = ViewCount.objects.get(corrects=count)
    assert made.value == 47
    browser.post(reverse("audience:withdraw_count", args=[made.pk]), {"note": "Не то занятие"})
    assert ViewCount.objects.get(corrects=made).is_withdrawal
    assert browser.get(reverse("audience:count_evidence", args=[made.pk])).status_code == 404


def test_channels_are_added_changed_placed_asked_and_removed(browser, school, lesson):
    browser.post(
        "/desk/views/channels/new/rutube/", {"title": "Rutube", "metrics": ["total_views"], "method": "rutube"}
    )
    channel = CountedChannel.objects.get(school=school, kind=PlaceKind.RUTUBE)
    root = f"/desk/views/channels/{channel.token}/"
    browser.post(f"{root}lessons/", {lesson.uid: f"https://rutube.ru/video/{'a' * 32}/"})
    browser.post(f"{root}ask/")
    page = browser.get("/desk/views/channels/").content.decode()
    assert "ещё не спрашивали" in page
    assert "адрес 1 занятия" in page
    browser.post(root, {"title": "Рутуб", "metrics": ["total_views", "peak"], "method": "hand"})
    channel.refresh_from_db()
    assert (channel.title, channel.metrics, channel.pull_next_at) == ("Рутуб", ["total_views", "peak"], None)
    browser.post(f"{root}remove/")
    assert "Рутуб" not in browser.get(SHEET).content.decode().partition("<table")[2]
    browser.post(f"{root}restore/")
    assert channel.title in browser.get(SHEET).content.decode()


def test_a_channels_key_is_kept_forgotten_and_never_shown(browser, vk):
    root = f"/desk/views/channels/{vk.token}/"
    form = {"title": "VK", "metrics": ["total_views"], "method": "vk_wall"}
    browser.post(root, {**form, "key": "secret"})
    kept = CountedChannel.objects.get(pk=vk.pk).sealed_key
    page = browser.get(root).content.decode()
    assert "secret" not in page
    assert kept not in page
    browser.post(root, form)
    assert CountedChannel.objects.get(pk=vk.pk).sealed_key == kept
    assert "В ключе нет пробелов" in browser.post(root, {**form, "key": "a b"}).content.decode()
    browser.post(root, {**form, "forgets_key": "on"})
    assert CountedChannel.objects.get(pk=vk.pk).sealed_key == ""


def test_addresses_of_lessons_are_one_page_however_many(browser, vk, cycle, now, assert_flat):
    def grow():
        PlacementFactory(channel=vk, lesson=LessonFactory(cycle=cycle, held=True, starts_at=now))

    assert_flat(lambda: browser.get(f"/desk/views/channels/{vk.token}/lessons/"), grow)
    assert_flat(lambda: browser.get("/desk/views/channels/"), grow)


def test_history_asks_no_more_as_it_grows(browser, vk, lesson, now, assert_flat):
    def grow():
        ViewCountFactory(channel=vk, lesson=lesson, as_of=now)

    assert_flat(lambda: browser.get(f"/desk/views/of/{lesson.uid}/{vk.token}/total_views/"), grow)


def test_pages_of_the_desk_are_forbidden_to_others_and_nothing_is_made_for_them(enter, learner):
    browser = enter(learner)

    assert [browser.get(address).status_code for address in (SHEET, "/desk/views/channels/")] == [403, 403]
    assert not CountedChannel.objects.exists()
