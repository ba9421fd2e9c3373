"""Blocks of an article and their seconds."""

import pytest

from nastavnik.publishing.speech.blocks import (
    BlockKind,
    anchored_text,
    blocks_of,
    escaped,
    heading_of,
    picture_of,
    plain,
    said_blocks,
)
from nastavnik.publishing.speech.keeping import packed, unpacked
from nastavnik.publishing.speech.paragraphs import Paragraph
from nastavnik.publishing.speech.sentences import Sentence

TEXT = """Первый абзац
в две строки.

## Заголовок {#one}

![Подпись \\[1\\]](abc-1.jpg){alt="Что видно"}

::: {.references}

- Книга.

:::

| а | б |
|---|---|
| 1 | 2 |

```
код

ещё код
```

***"""


def said(*texts):
    return tuple(
        Paragraph((Sentence(text, 10.0 * number, 10.0 * number + 5),)) for number, text in enumerate(texts, start=1)
    )


def test_blocks_of_tells_every_kind():
    assert [one.kind for one in blocks_of(TEXT)] == [
        BlockKind.READ,
        BlockKind.HEADING,
        BlockKind.PICTURE,
        BlockKind.BORDER,
        BlockKind.READ,
        BlockKind.BORDER,
        BlockKind.TABLE,
        BlockKind.CODE,
        BlockKind.READ,
    ]


def test_blocks_of_have_their_places_in_the_text():
    assert all(TEXT[one.begin : one.end] == one.text for one in blocks_of(TEXT))


def test_blocks_of_a_fence_that_never_ends_is_one():
    (only,) = blocks_of("~~~\nраз\n\nдва\n")

    assert only.kind is BlockKind.CODE


def test_blocks_of_nothing_are_none():
    assert blocks_of("\n \n") == ()


def test_said_blocks_are_read_and_have_a_word():
    assert [one.text for one in said_blocks(TEXT)] == ["Первый абзац\nв две строки.", "- Книга."]


def test_heading_of_leaves_its_attributes_out():
    assert heading_of(blocks_of(TEXT)[1]) == "Заголовок"


def test_heading_of_another_block_is_its_text():
    assert heading_of(blocks_of("Слова")[0]) == "Слова"


def test_picture_of_tells_key_and_caption():
    shown = picture_of(blocks_of(TEXT)[2])

    assert (shown.key, shown.caption) == ("abc-1.jpg", "Подпись [1]")


def test_picture_of_another_block_is_empty():
    assert picture_of(blocks_of("Слова")[0]).key == ""


def test_anchored_text_keeps_seconds_of_what_moved_under_a_heading():
    source = said("Мы начали с карты района.", "Потом мы позвали соседей.")

    found = anchored_text("## Итог\n\nПотом мы позвали соседей.\n\nМы начали с карты района.", source, source)

    assert [one.seconds for one in found] == [20.0, 10.0]


def test_anchored_text_finds_in_the_source_what_was_taken_out_and_put_back():
    source = said("Мы начали с карты района.", "Потом позвали соседей.")
    shorter = anchored_text("Мы начали с карты района.", source, source)

    found = anchored_text("Мы начали с карты района.\n\nПотом позвали соседей.", shorter, source)

    assert [one.seconds for one in found] == [10.0, 20.0]


def test_anchored_text_of_what_nobody_said_has_no_seconds():
    (only,) = anchored_text("Это написано в редакции.", (), said("Совсем другое."))

    assert only.seconds is None


def test_anchored_text_that_took_the_place_of_what_was_taken_out_has_no_seconds():
    source = said("Мы начали с карты района.", "Совсем другое слово тут.", "Потом мы позвали соседей.")
    shorter = anchored_text("Мы начали с карты района. Потом мы позвали соседей.", source, source)

    text = "Мы начали с карты района.\n\nЭто написано в редакции.\n\nПотом мы позвали соседей."
    found = anchored_text(text, shorter, source)

    assert [one.seconds for one in found] == [10.0, None, 30.0]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("1. Раз", "1\\. Раз"),
        ("# не заголовок", "\\# не заголовок"),
        ("- не список", "\\- не список"),
        ("a*b_c [d]", "a\\*b\\_c \\[d\\]"),
        ("2026 год", "2026 год"),
    ],
)
def test_escaped_words_say_just_themselves(words, text):
    assert escaped(words) == text
    assert plain(text) == words


def test_packed_speech_comes_back_as_it_was():
    paragraphs = (*said("Раз.", "Два."), Paragraph((Sentence("Три.", None, None),)))

    assert unpacked(packed(paragraphs)) == paragraphs
