"""What the desk says in words: its log, why channels fail, how the signal is."""

import pytest

from nastavnik.live.enums import NOTE_TEXTS, NoteCode
from nastavnik.live.selectors.desk_words import cause_in_words, figures_of, note_text


@pytest.mark.parametrize("code", list(NoteCode))
def test_note_is_told_also_when_a_detail_is_missing(code):
    assert code in NOTE_TEXTS
    assert note_text(code, {})


def test_note_says_our_own_words_in_the_language_of_the_reader():
    came = note_text(NoteCode.SENDER_CAME, {"label": "Зал", "kind": "rtmp"})
    assert came == "Подключился источник «Зал» (из OBS или кодировщика)."
    assert note_text(NoteCode.ENDED, {"why": "no_room"}) == "Эфир закончился: диск заполнился."
    assert note_text(NoteCode.ENDED, {"why": "?"}) == "Эфир закончился: ?."


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("[Errno 111] Connection refused; last error log: [rtmp] Cannot open", "по её адресу никто не отвечает"),
        ("NetStream.Publish.BadName", "она не знает этого ключа"),
        ("[Errno 5] Input/output error", "соединение прервалось"),
        ("something new; last error log: [rtmp] x", "something new"),
        ("перестала принимать", "перестала принимать"),
    ],
)
def test_cause_is_told_in_words_for_people(said, told):
    assert cause_in_words(said) == told
    assert told in note_text(NoteCode.RELAY_REFUSED, {"channel": "ВК", "why": said})


def test_figures_tell_what_is_well_and_what_to_do_otherwise():
    well = {"bits_per_second": 1_500_000, "key_frame_seconds": 2.0, "pictures_per_second": 29.7}
    ill = {"bits_per_second": 40_000, "delay_seconds": 6.25, "disk_free_bytes": 3 * 2**30, "cpu_percent": 99}

    assert {figure.badge for figure in figures_of(well)} == {"ok"}
    assert [figure.value for figure in figures_of(well)] == ["1,5 Мбит/с", "2,0 с", "30"]
    assert [figure.badge for figure in figures_of(ill)] == ["wrong", "warn", "warn", "wrong"]
    assert [figure.value for figure in figures_of(ill)] == ["40 кбит/с", "6,2 с", "3,0 ГБ", "99 %"]
    assert all(figure.advice for figure in figures_of(ill))
    assert figures_of({"bits_per_second": None, "something": 1}) == []
    assert [figure.badge for figure in figures_of({"dropped": 31})] == ["warn"]


@pytest.mark.parametrize(
    ("health", "values"),
    [
        ({"is_black": True, "is_flat": True, "peak_db": -90.0}, ["чёрное", "ничего не слышно"]),
        ({"is_black": False, "is_flat": True, "peak_db": -20.0}, ["одного цвета"]),
        ({"is_black": False, "is_flat": False, "peak_db": None}, []),
    ],
)
def test_figures_begin_with_what_is_neither_seen_nor_heard(health, values):
    assert [figure.value for figure in figures_of(health)] == values
