"""The shot list: proposed from the script, written, ordered, ticked, with pictures; the storyboard on paper."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from tests.studio.factories import ShotFactory

from nastavnik.core.ordering import moved
from nastavnik.core.pictures import TooManyPoints
from nastavnik.studio.models import Shot
from nastavnik.studio.papers import storyboard as papers
from nastavnik.studio.selectors.shooting import storyboard
from nastavnik.studio.selectors.shooting.words import parts_of, script_seconds, seconds_of
from nastavnik.studio.services import shooting
from nastavnik.studio.services.shooting import ShotWords, pictures, shots
from nastavnik.studio.services.shooting.refusals import (
    NoPictureOfShot,
    NoScript,
    NothingToPropose,
    ShotChanged,
    TooManyShots,
)

pytestmark = pytest.mark.django_db

SCRIPT = "Начнём.\n\n# Книга\nВозьмите книгу.\nЛюбую. [крупно: обложка]\r\n\r\n## Съёмка ##\n\nСнимайте у окна."


def url(name, *words):
    return reverse(f"studio:{name}", args=words)


def picture(size=(64, 36), mode="RGB", kind="PNG"):
    made = io.BytesIO()
    Image.new(mode, size).save(made, kind)
    return made.getvalue()


@pytest.fixture
def shot(call):
    return shooting.add_shot(words=ShotWords("Руки листают книгу", seconds=7), **call)


@pytest.fixture
def its(call, shot):
    """What a service of one shot is given."""
    return call | {"shot": shot.token}


def whats():
    return list(Shot.objects.values_list("what", flat=True))


# --- the script says ------------------------------------------------------------------------------------------------------------


def test_script_falls_into_parts_and_paragraphs():
    told = [(part.title, part.paragraphs) for part in parts_of(SCRIPT)]
    assert told == [
        ("", ("Начнём.",)),
        ("Книга", ("Возьмите книгу. Любую. [крупно: обложка]",)),
        ("Съёмка", ("Снимайте у окна.",)),
    ]
    assert parts_of("\n \n") == []


def test_what_stands_in_brackets_takes_no_time():
    assert seconds_of("слово " * 120) == 61
    assert seconds_of("[крупно: обложка]") == 0
    assert script_seconds(SCRIPT) == seconds_of("Раз") + seconds_of("Раз два три") * 2


# --- the list -------------------------------------------------------------------------------------------------------------------


def test_shots_are_proposed_once_for_each_paragraph(card, call):
    with pytest.raises(NoScript):
        shooting.propose_shots(**call)
    card.script = SCRIPT
    card.save()
    assert shooting.propose_shots(**call) == 3
    assert whats()[1].startswith("Книга: Возьмите книгу.")
    with pytest.raises(NothingToPropose):
        shooting.propose_shots(**call)
    card.script += "\n\nИ ещё одно."
    card.save()
    assert shooting.propose_shots(**call) == 1
    assert [one.said for one in Shot.objects.all()][-1] == "И ещё одно."


def test_list_is_bounded(card, call):
    card.script = SCRIPT
    card.save()
    Shot.objects.bulk_create(ShotFactory.build(card=card) for _ in range(shots.MOST_SHOTS - 1))
    with pytest.raises(TooManyShots):
        shooting.propose_shots(**call)
    shooting.add_shot(words=ShotWords("Последний"), **call)
    with pytest.raises(TooManyShots):
        shooting.add_shot(words=ShotWords("Лишний"), **call)


def test_shot_is_not_written_over_unseen(shot, its):
    shooting.change_shot(words=ShotWords("Иначе"), version=0, **its)
    with pytest.raises(ShotChanged):
        shooting.change_shot(words=ShotWords("Ещё иначе"), version=0, **its)
    assert whats() == ["Иначе"]


def test_order_is_changed(call, shot):
    other = shooting.add_shot(words=ShotWords("Обложка"), **call)
    shooting.reorder_shots(rearrange=lambda order: moved(order, f"{other.token}:up"), **call)
    shooting.reorder_shots(rearrange=lambda order: order, **call)
    assert whats() == ["Обложка", "Руки листают книгу"]


def test_tick_keeps_its_first_moment(its, later, now):
    shooting.tick_shot(is_taken=True, **its)
    shooting.tick_shot(is_taken=True, **its | {"now": later})
    assert Shot.objects.get().taken_at == now
    shooting.tick_shot(is_taken=False, **its)
    assert Shot.objects.get().taken_at is None


def test_only_those_who_make_the_film_write(its, maker, director):
    shooting.tick_shot(is_taken=True, **its | {"actor": maker})
    with pytest.raises(PermissionDenied):
        shooting.tick_shot(is_taken=True, **its | {"actor": director})


# --- pictures -------------------------------------------------------------------------------------------------------------------


def test_picture_is_written_anew_and_replaced(its, django_capture_on_commit_callbacks):
    for content in (picture((4000, 300)), picture(mode="RGBA")):
        with django_capture_on_commit_callbacks(execute=True):
            first = Shot.objects.get().picture
            shooting.set_picture(content=content, **its)
            kept = Shot.objects.get().picture
            with default_storage.open(kept) as file, Image.open(file) as opened:
                assert (opened.format, max(opened.size) <= pictures.LARGEST_SIDE) == ("JPEG", True)
    assert not default_storage.exists(first)
    with django_capture_on_commit_callbacks(execute=True):
        shooting.remove_picture(**its)
    assert not default_storage.exists(kept)


@pytest.mark.parametrize("content", [b"GIF89a", b"\x00" * (pictures.MOST_BYTES + 1)])
def test_what_is_no_picture_is_refused(its, content):
    with pytest.raises(NoPictureOfShot):
        shooting.set_picture(content=content, **its)


def test_picture_of_too_many_points_is_refused(its, monkeypatch):
    def too_many(*args, **more):
        raise TooManyPoints

    monkeypatch.setattr(pictures, "bare_picture", too_many)
    with pytest.raises(NoPictureOfShot):
        shooting.set_picture(content=picture(), **its)


def test_picture_of_a_forbidden_hand_is_not_left_in_the_storage(its, director):
    shooting.set_picture(content=picture(), **its)
    folder = f"studio/{its['now']:%Y}"
    before = default_storage.listdir(folder)[1]
    with pytest.raises(PermissionDenied):
        shooting.set_picture(content=picture(), **its | {"actor": director})
    assert default_storage.listdir(folder)[1] == before


def test_removed_shot_takes_its_picture_along(its, django_capture_on_commit_callbacks):
    shooting.set_picture(content=picture(), **its)
    kept = Shot.objects.get().picture
    with django_capture_on_commit_callbacks(execute=True):
        shooting.remove_shot(**its)
    assert (whats(), default_storage.exists(kept)) == ([], False)


# --- pages ----------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def made(client, maker, card):
    client.force_login(maker)
    return client


def test_shots_are_written_and_ticked_on_a_page(made, card):
    card.script = SCRIPT
    card.save()
    assert url("propose_shots", card.token) in made.get(url("shots", card.token)).content.decode()
    made.post(url("propose_shots", card.token))
    typed = {"what": "Обложка", "size": "close", "seconds": "4"}
    answer = made.post(url("shots", card.token), typed)
    last = Shot.objects.last()
    assert answer["Location"].endswith(f"#shot-{last.token}")
    made.post(url("order_shots", card.token), {"move": f"{last.token}:up"})
    made.post(url("tick_shot", card.token, last.token))
    assert "again=1" in made.get(url("shots", card.token)).content.decode()
    made.post(url("tick_shot", card.token, last.token) + "?again=1")
    assert Shot.objects.filter(taken_at__isnull=False).count() == 0
    made.post(url("remove_shot", card.token, last.token))
    assert Shot.objects.count() == 3
    wrong = made.post(url("shots", card.token), typed | {"seconds": "0", "said": "Моё"})
    assert (wrong.status_code, "Моё" in wrong.content.decode()) == (422, True)


def test_two_at_one_shot_lose_nothing(made, card, shot, its):
    shooting.change_shot(words=ShotWords("Её слова"), version=0, **its)
    typed = {"what": "Мои слова", "size": "close", "seconds": "4", "version": "0"}
    answer = made.post(url("shot", card.token, shot.token), typed)
    assert (answer.status_code, "Мои слова" in answer.content.decode()) == (422, True)
    assert 'name="version" value="1"' in answer.content.decode()
    made.post(url("shot", card.token, shot.token), typed | {"version": "1"})
    assert whats() == ["Мои слова"]
    assert made.get(url("shot", card.token, shot.token)).status_code == 200


def test_picture_is_put_in_shown_and_taken_away(made, card, shot):
    place = url("set_shot_picture", card.token, shot.token)
    assert made.get(url("shot_picture", card.token, shot.token)).status_code == 404
    for file in (SimpleUploadedFile("a.png", b"no"), SimpleUploadedFile("a.png", b"0" * (pictures.MOST_BYTES + 1))):
        assert made.post(place, {"picture-file": file}).status_code == 422
    made.post(place, {"picture-file": SimpleUploadedFile("a.png", picture())})
    answer = made.get(url("shot_picture", card.token, shot.token))
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert url("shot_picture", card.token, shot.token) in made.get(url("shot", card.token, shot.token)).content.decode()
    made.post(place, {"remove": "1"})
    assert Shot.objects.get().picture == ""


def test_list_and_storyboard_are_printed(made, card, call, its):
    shooting.set_picture(content=picture(), **its)
    for _ in range(6):
        shooting.add_shot(words=ShotWords("Кадр", said="Слова", place="Зал", things="Лампа"), **call)
    made.post(url("tick_shot", card.token, its["shot"]))
    assert "Лампа" in made.get(url("shots_printed", card.token)).content.decode()
    assert made.get(url("storyboard", card.token)).content.decode().count('class="plain-list storyboard"') == 2
    answer = made.get(url("storyboard_file", card.token))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_storyboard_without_shots_is_a_page_and_a_file(made, card):
    assert made.get(url("storyboard", card.token)).status_code == 200
    assert made.get(url("storyboard_file", card.token)).content[:5] == b"%PDF-"


def test_frame_stays_empty_where_its_picture_is_lost_or_too_much(its, card, monkeypatch):
    shooting.set_picture(content=picture(), **its)
    file = Shot.objects.get().picture
    assert storyboard._picture(file, 0) == b""
    assert papers._framed(b"broken") == ""
    default_storage.delete(file)
    assert storyboard._picture(file, 10_000) == b""


def test_who_only_looks_changes_nothing(client, director, card, shot):
    client.force_login(director)
    text = client.get(url("shots", card.token)).content.decode()
    assert (shot.what in text, url("tick_shot", card.token, shot.token) in text) == (True, False)
    assert client.post(url("tick_shot", card.token, shot.token)).status_code == 403


def test_pages_ask_no_more_the_more_shots_there_are(client, methodist, card, call, assert_flat):
    client.force_login(methodist)
    for name in ("shots", "storyboard"):
        assert_flat(
            lambda name=name: client.get(url(name, card.token)),
            lambda: shooting.add_shot(words=ShotWords("Кадр"), **call),
        )
