"""What comes through, read by pandoc itself: a text in, a clean tree and remarks out."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publishing.books import FILM, never_stop, small_book

from nastavnik.publishing.press.book import Flaw
from nastavnik.publishing.press.cleaning import MOST_DEEP, Cleaner, Shelf, spoken_time
from nastavnik.publishing.press.pictures import Shown
from nastavnik.publishing.press.reading import read_markdown
from nastavnik.publishing.press.told import told_blocks
from nastavnik.publishing.press.tree import plain, text, walk
from nastavnik.publishing.press.volume import read_book
from nastavnik.publishing.press.words import words_of_book

KNOWN = {
    *("Para", "Plain", "Header", "BlockQuote", "BulletList", "OrderedList", "CodeBlock", "HorizontalRule", "Figure"),
    *("Table", "Div", "Str", "Emph", "Strong", "Strikeout", "Superscript", "Subscript", "LineBreak", "Code", "Link"),
    *("Image", "Note", "Span", "Underline", "SmallCaps", "AlignLeft", "AlignRight", "AlignCenter", "AlignDefault"),
    *("ColWidth", "ColWidthDefault", "Decimal", "Period", "OneParen", "DefaultStyle", "DefaultDelim"),
}


def cleaned(markdown, tmp_path, *, first_level=2):
    """Return the clean blocks of a text, and what was remarked."""
    shelf = Shelf({"p.jpg": Shown("img/0001.jpg", 900, 600)}, {"v1": FILM}, words_of_book())
    blocks = read_markdown(markdown, folder=tmp_path, steering=never_stop())
    return Cleaner(shelf, "a1", first_level).article(blocks), [(one.flaw, one.subject) for one in shelf.remarks]


def kinds(blocks):
    return {node["t"] for node in walk(blocks)}


@pytest.mark.parametrize(
    "hostile",
    [
        '```{=typst}\n#read("/etc/passwd")\n```',
        '`#read("/etc/passwd")`{=typst}',
        "```{=latex}\n\\input{/etc/passwd}\n```",
        "---\nheader-includes: |\n  \\input{/etc/passwd}\n---",
        "<script>alert(1)</script>",
        "a <b onclick='alert(1)'>b</b> <iframe src='/etc/passwd'></iframe>",
        "@cite [@cite, p. 3] $x^2$ $$\\input{/etc/passwd}$$",
        '#read("/etc/passwd") #import "@preview/x:1.0.0"',
        "\\input{/etc/passwd}",
    ],
)
def test_clean_hostile_markup_leaves_only_words_and_code(tmp_path, hostile):
    blocks, _remarks = cleaned(hostile, tmp_path)
    assert kinds(blocks) <= {"Para", "Str", "CodeBlock", "Code", "HorizontalRule", "Header"}


@pytest.mark.parametrize(
    "address",
    [
        "/etc/passwd",
        "http://127.0.0.1/x.png",
        "img/0001.jpg",
        "../p.jpg",
        "file:///p.jpg",
        "data:image/png;base64,AA==",
    ],
)
def test_clean_picture_that_is_none_of_the_book_leaves_it_out(tmp_path, address):
    blocks, remarks = cleaned(f"слово ![под]({address})\n\n![подпись]({address})", tmp_path)
    assert "Image" not in kinds(blocks)
    assert [flaw for flaw, _subject in remarks] == [Flaw.NO_PICTURE] * 2
    assert plain(blocks) == "слово подпись"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "/etc/passwd", "data:text/html,x", "https://", ""]
)
def test_clean_link_to_no_page_keeps_its_words(tmp_path, address):
    blocks, remarks = cleaned(f"[слово](<{address}>)", tmp_path)
    assert blocks == [{"t": "Para", "c": [text("слово")]}]
    assert remarks == [(Flaw.ADDRESS, address)]


def test_clean_link_without_words_shows_its_address(tmp_path):
    blocks, _remarks = cleaned("[](https://ya.ru) <mailto:a@b.ru>", tmp_path)
    assert plain(blocks) == "https://ya.ru mailto:a@b.ru"


def test_clean_headings_begin_under_the_title_and_skip_no_level(tmp_path):
    blocks, remarks = cleaned(
        "## Один {#one}\n\nа\n\n#### Два\n\n> # Внутри\n\n##\n\n###### Три", tmp_path, first_level=3
    )
    headers = [(one["c"][0], one["c"][1][0], plain(one["c"][2])) for one in blocks if one["t"] == "Header"]
    assert headers == [(3, "a1--one", "Один"), (4, "a1--h2", "Два"), (5, "a1--h3", "Три")]
    assert remarks == [(Flaw.LEVEL, "Два"), (Flaw.LEVEL, "Три"), (Flaw.ORPHAN, "Три")]


def test_clean_heading_before_another_is_told_as_orphan(tmp_path):
    _blocks, remarks = cleaned("# Один\n\n# Два\n\n## Три\n\nа", tmp_path)
    assert remarks == [(Flaw.ORPHAN, "Один")]


def test_clean_figure_is_numbered_described_and_anchored(tmp_path):
    blocks, remarks = cleaned(
        '![Зал](p.jpg){#hall alt="Полки" width=50%}\n\n![](p.jpg)\n\n![Ещё](p.jpg){width=300%}', tmp_path
    )
    first, second, third = blocks
    assert plain(first["c"][1]) == "Fig.\u00a01. Зал"
    assert first["c"][0][0] == "a1--hall"
    assert plain(third["c"][1]) == "Fig.\u00a02. Ещё"
    images = [node["c"] for node in walk(blocks) if node["t"] == "Image"]
    assert [plain(one[1]) for one in images] == ["Полки", "Picture without a description", "Ещё"]
    assert [dict(one[0][2]).get("width") for one in images] == ["50%", None, "100%"]
    assert remarks == [(Flaw.NO_ALT, "p.jpg")]
    assert second["c"][1] == [None, []]


def test_clean_table_in_a_division_takes_its_paragraph_as_caption(tmp_path):
    table = "| a | b |\n|---|--:|\n| 1 | 2 |\n"
    blocks, _remarks = cleaned(
        f"::: {{.table #t}}\nПодпись\n\n{table}:::\n\n{table}\n::: table\n{table}:::\n\n::: table\nслово\n:::", tmp_path
    )
    assert [one["t"] for one in blocks] == ["Table", "Table", "Table", "Para"]
    assert plain(blocks[0]["c"][1]) == "Table\u00a01. Подпись"
    assert blocks[0]["c"][0][0] == "a1--t"
    assert blocks[1]["c"][1] == [None, []]


def test_clean_moment_of_a_film_of_ours_leads_to_its_second(tmp_path):
    blocks, remarks = cleaned(
        '::: {.moment video="v1" t="220"}\nслово\n:::\n\n[тут]{.moment video="v1" t="3725"}', tmp_path
    )
    known = dict(blocks[0]["c"][0][2])
    assert known == {"address": "https://school.example/lessons/first/?t=220", "film": "Первая встреча", "time": "3:40"}
    assert blocks[1]["c"][0]["c"][2][0].endswith("?t=3725")
    assert remarks == []


@pytest.mark.parametrize(("film", "seconds"), [("v2", "1"), ("v1", "-1"), ("v1", ""), ("v1", "9" * 30), ("v1", "²")])
def test_clean_moment_of_nothing_keeps_its_words(tmp_path, film, seconds):
    blocks, remarks = cleaned(
        f'::: {{.moment video="{film}" t="{seconds}"}}\nслово\n:::\n\n[и]{{.moment video="{film}" t="{seconds}"}}',
        tmp_path,
    )
    assert kinds(blocks) == {"Para", "Str"}
    assert [flaw for flaw, _subject in remarks] == [Flaw.NO_FILM] * 2


def test_clean_marks_of_indexes_keep_their_entries(tmp_path):
    blocks, _remarks = cleaned('[О. П.]{.person key="Щербакова"} [тема]{.subject} []{.subject} [так]{.other}', tmp_path)
    spans = [node["c"][0] for node in walk(blocks) if node["t"] == "Span"]
    assert spans == [["", ["person"], [["entry", "Щербакова"]]], ["", ["subject"], [["entry", "тема"]]]]


def test_clean_divisions_keep_those_we_know(tmp_path):
    blocks, _remarks = cleaned("::: aside\nа\n:::\n\n::: other\nб\n:::\n\n::: epigraph\n:::", tmp_path)
    assert [one["t"] for one in blocks] == ["Div", "Para"]


def test_clean_notes_lists_and_quotes_come_through(tmp_path):
    source = "а[^1] б[^2]\n\n- в\n\n3) г\n\n> д\n\n***\n\n    code\n\n~~е~~ x^2^ y~2~ **ж** *з*\\\nи\n\n> ![](нет.jpg)\n\n[^1]: раз[^2]\n\n[^2]: ![](нет.jpg)"
    blocks, _remarks = cleaned(source, tmp_path)
    assert {"Note", "BulletList", "OrderedList", "BlockQuote", "HorizontalRule", "CodeBlock"} <= kinds(blocks)
    assert sum(node["t"] == "Note" for node in walk(blocks)) == 1


def test_clean_a_sign_that_no_font_has_tells_it(tmp_path):
    blocks, remarks = cleaned("Ура 🙂 `🙂`", tmp_path)
    assert plain(blocks) == "Ура  "
    assert remarks == [(Flaw.SIGN, "🙂")] * 2


def test_clean_what_lies_too_deep_leaves_it_out_and_tells(tmp_path):
    blocks, remarks = cleaned(">" * 40 + " дно", tmp_path)
    assert (Flaw.LARGE, "дно") in remarks
    assert plain(blocks) == ""
    blocks, remarks = cleaned("*a **b " * 30 + "дно" + "** c*" * 30, tmp_path)
    assert max(_depth(one) for one in blocks) < 4 * MOST_DEEP
    assert "дно" in plain(blocks)
    assert any(flaw is Flaw.LARGE for flaw, _subject in remarks)


def _depth(node):
    inner = node.get("c") if isinstance(node, dict) else node
    return 1 + max((_depth(one) for one in inner), default=0) if isinstance(inner, list) else 0


def test_clean_nodes_that_only_other_readers_make_come_through_or_are_told():
    shelf = Shelf({}, {}, words_of_book())
    words = [text("а")]
    clean = Cleaner(shelf, "a1", 2)
    inlines = [
        {"t": "Quoted", "c": [{"t": "DoubleQuote"}, words]},
        {"t": "Cite", "c": [[], words]},
        {"t": "Math", "c": [{"t": "InlineMath"}, "x"]},
        {"t": "RawInline", "c": ["html", "<b>"]},
        {"t": "Emph", "c": []},
    ]
    blocks = [
        {"t": "LineBlock", "c": [words, words]},
        {"t": "DefinitionList", "c": [[words, []]]},
        {"t": "Null"},
        {"t": "RawBlock", "c": ["typst", "#x"]},
    ]
    assert plain([{"t": "Para", "c": clean.inlines(inlines)}]) == "«а»аx"
    assert plain(clean.blocks(blocks)) == "а\u00a0а"
    assert [one.subject for one in shelf.remarks] == ["<b>", "DefinitionList", "Null", "#x"]


def test_links_into_the_book_are_found_across_articles(tmp_path):
    first = "![Зал](p.jpg){#hall}\n\n[](#hall) и [](#a2) и [мимо](#nowhere)\n\n[](#nowhere)"
    second = "## Начало {#hall}\n\n[сюда](#hall) [](#a1)"
    volume = read_book(small_book(first, second), tmp_path, steering=never_stop(), after_each=lambda: None)
    links = [
        (node["c"][2][0], plain(node["c"][1]))
        for key in ("a1", "a2")
        for node in walk(volume.trees[key])
        if node["t"] == "Link"
    ]
    assert links == [("#a1--hall", "fig. 1"), ("#a2", "Статья 2"), ("#a2--hall", "сюда"), ("#a1", "Статья 1")]
    assert [(one.article, one.flaw, one.subject) for one in volume.remarks if one.flaw is Flaw.NO_PLACE] == [
        ("a1", Flaw.NO_PLACE, "#nowhere")
    ] * 2


def test_the_same_anchor_twice_keeps_the_first(tmp_path):
    blocks, _remarks = cleaned("# А {#x}\n\nа\n\n# Б {#x}\n\nа", tmp_path)
    assert [one["c"][1][0] for one in blocks if one["t"] == "Header"] == ["a1--x", ""]


def test_spoken_time_is_as_a_player_shows_it():
    assert [spoken_time(one) for one in (0, 220, 3729)] == ["0:00", "3:40", "1:02:09"]


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.sampled_from("аb #*_`[](){}<>!|-:~^@$\\\"'\n1.=/"), max_size=200))
def test_clean_any_text_gives_only_what_every_writer_knows(tmp_path_factory, markdown):
    blocks, _remarks = cleaned(markdown, tmp_path_factory.mktemp("any"))
    assert kinds(blocks) <= KNOWN
    json.dumps(told_blocks(blocks))


def test_clean_a_figure_without_words_has_no_number_and_a_note_in_a_note_is_left_out():
    shelf = Shelf({"p.jpg": Shown("img/0001.jpg", 900, 600)}, {}, words_of_book())
    clean = Cleaner(shelf, "a1", 2)
    image = {"t": "Image", "c": [["", [], []], [], ["p.jpg", ""]]}
    note = {"t": "Note", "c": [{"t": "Para", "c": [text("а"), {"t": "Note", "c": []}]}]}
    code = {"t": "Note", "c": [{"t": "CodeBlock", "c": [["", [], []], "x"]}]}
    (figure,) = clean.blocks([{"t": "Figure", "c": [["f", [], []], [None, []], [{"t": "Plain", "c": [image]}]]}])
    assert (shelf.figures, figure["c"][0][0], figure["c"][1]) == (0, "a1--f", [None, []])
    assert plain(clean.inlines([note])[0]["c"]) == "а"
    assert kinds(clean.inlines([code])) == {"Note", "Para", "Code"}
