"""Two texts side by side by paragraphs: nothing of either is lost, what is alike is folded away."""

from hypothesis import given
from hypothesis import strategies as st

from nastavnik.core.differences import Change, changed_parts, differences
from nastavnik.core.side_by_side import blocks_of, paragraphs
from nastavnik.grants.funds.differences import goes_on, written

texts = st.text(st.sampled_from("аб вг,\n 1"), max_size=160) | st.text(max_size=60)


def joined(pieces):
    return "".join(piece.text for piece in pieces)


@given(texts, texts)
def test_paragraphs_hold_both_texts_whole(old, new):
    found = paragraphs(differences(old, new))

    assert "".join(joined(one.old) for one in found) == old
    assert "".join(joined(one.new) for one in found) == new
    assert all(one.pieces for one in found)


@given(texts, texts)
def test_blocks_hold_every_paragraph_and_fold_no_change(old, new):
    blocks = blocks_of(old, new)

    assert [one for block in blocks for one in block.paragraphs] == paragraphs(differences(old, new))
    assert not any(one.is_changed for block in blocks if block.is_folded for one in block.paragraphs)


def test_blocks_fold_what_is_alike_and_far_from_a_change():
    lines = [f"Строка {number}" for number in range(8)]
    changed = [*lines[:4], "Иная", *lines[5:]]
    blocks = blocks_of("\n".join(lines), "\n".join(changed))

    assert [(block.is_folded, len(block.paragraphs)) for block in blocks] == [(True, 3), (False, 3), (True, 2)]


@given(texts, texts)
def test_paragraphs_are_shown_without_the_breaks_that_both_have(old, new):
    for one in paragraphs(differences(old, new)):
        for whole, shown in ((one.old, one.shown_old), (one.new, one.shown_new), (one.pieces, one.shown)):
            assert joined(whole).startswith(joined(shown))
            assert not joined(whole)[len(joined(shown)) :].strip("\n")


def test_paragraphs_hold_the_empty_lines_after_them():
    found = paragraphs(differences("Один\n\nДва\n\n\nТри", "Один\n\nДва\n\n\nЧетыре"))

    assert [joined(one.old) for one in found] == ["Один\n\n", "Два\n\n\n", "Три"]
    assert [joined(one.shown_new) for one in found] == ["Один", "Два", "Четыре"]


def test_blocks_of_a_single_far_paragraph_stay_open():
    assert not any(block.is_folded for block in blocks_of("а\nб\nв", "а\nб\nг"))
    assert blocks_of("", "") == []


@given(texts, texts)
def test_changed_parts_are_all_that_differs(old, new):
    removed, added = changed_parts(old, new)
    head = old[: old.index(removed)] if removed else ""

    assert removed in old
    assert added in new
    assert (removed == added == "") == (old == new)
    assert old.startswith(head)


def test_goes_on_tells_writing_on_from_writing_anew():
    assert goes_on("Семьи", "Семьи с детьми")
    assert goes_on("Семьи с детьмии", "Семьи с детьми до 12 лет")
    assert not goes_on("ж" * 60, "о другом")
    assert goes_on([{"id": "a", "what": "Вечер"}], [{"id": "a", "what": "Вечер"}, {"id": "b", "what": "День"}])
    assert not goes_on([{"id": "a", "what": "Вечер " * 12}], [])


def test_written_misses_no_change_of_a_table():
    assert written([{"id": "a"}]) != written([{"id": "b"}])
    assert written("текст") == "текст"
    assert differences("а", "а")[0].change is Change.KEPT
