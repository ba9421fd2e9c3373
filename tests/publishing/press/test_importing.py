import base64
import io
import stat
import subprocess
import zipfile

import docx
import pytest
from tests.publishing.books import claimed_png, picture, small_book

from nastavnik.publishing.press import dialect, importing, reading
from nastavnik.publishing.press.book import Flaw, Form
from nastavnik.publishing.press.dialect import Translator
from nastavnik.publishing.press.importing import NotReadable, Source, import_text
from nastavnik.publishing.press.pressing import press_book
from nastavnik.publishing.press.running import PressFailed, Steering, TooLarge, pandoc_path
from nastavnik.publishing.press.tree import NO_ATTRIBUTES, para, plain, text

MARKDOWN = """
# Заголовок

Слово[^1] и **жирно**, [ссылка](https://ya.ru).

![Зал](p.jpg)

| Где | Сколько |
|---|---|
| Дубовое | 5 |

- раз
- два

1. три

> цитата

[^1]: Сноска.
"""


@pytest.fixture(scope="module", params=[Source.DOCX, Source.ODT, Source.HTML])
def imported(request, tmp_path_factory):
    """Return what comes in of one document in each format."""
    folder = tmp_path_factory.mktemp("given")
    (folder / "p.jpg").write_bytes(picture())
    (folder / "given.md").write_text(MARKDOWN, encoding="utf-8")
    target = f"given.{request.param}"
    subprocess.run([pandoc_path(), "--embed-resources", "given.md", "-o", target], cwd=folder, check=True)
    return import_text((folder / target).read_bytes(), request.param)


def test_import_keeps_headings_notes_tables_lists_and_pictures(imported):
    for kept in ("# Заголовок", "[^1]: Сноска.", "**жирно**", "[ссылка](https://ya.ru)", "> цитата"):
        assert kept in imported.text
    assert "| Где" in imported.text
    assert "picture-1.jpg" in imported.text
    assert imported.pictures["picture-1.jpg"].startswith(b"\xff\xd8\xff")
    assert "<" not in imported.text


def test_import_makes_an_article_that_is_pressed(imported):
    made = press_book(small_book(imported.text), [Form.WEB])
    page = made.web["a1"]
    for kept in ("<h2", "<table", "<ul>", "<ol>", "<blockquote>", 'class="notes"'):
        assert kept in page


def test_import_markdown_keeps_what_is_of_our_dialect():
    source = (
        '::: {.moment video="v1" t="5"}\nа\n:::\n\n::: {.table #t}\nПодпись\n\n| б |\n|---|\n| в |\n:::\n\n[](#t) '
        '[г]{.person key="Г"} ![](data:image/jpeg;base64,'
        + base64.b64encode(picture()).decode()
        + '){alt="зал"}\n\n::: other\nд\n:::\n'
    )
    made = import_text(source.encode(), Source.MARKDOWN, prefix="x")
    assert '::: {.moment video="v1" t="5"}' in made.text
    assert "Подпись" in made.text
    assert '[г]{.person key="Г"}' in made.text
    assert '![](x-1.jpg){alt="зал"}' in made.text
    assert "other" not in made.text


def test_import_of_an_old_windows_page_reads_its_letters():
    assert import_text("<p>Ёлка</p>".encode("cp1251"), Source.HTML).text == "Ёлка\n"


@pytest.mark.parametrize(
    "page",
    [
        '<img src="/etc/passwd">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="media/../../../../../etc/passwd">',
        '<img src="given.html">',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="data:image/png;base64,A">',
        '<img src="data:image/svg+xml;base64,AAAA">',
    ],
)
def test_import_page_with_foreign_pictures_brings_none(page):
    made = import_text(f"<p>а</p>{page}<script>x</script>".encode(), Source.HTML)
    assert (made.text, made.pictures) == ("а\n", {})
    assert [one.flaw for one in made.remarks] == [Flaw.NO_PICTURE]


@pytest.mark.parametrize(
    "page",
    ['<iframe src="/etc/passwd"></iframe>', '<object data="file:///etc/passwd"></object>', '<embed src="/etc/passwd">'],
)
def test_import_page_with_frames_opens_nothing(page):
    made = import_text(f"<p>а</p>{page}".encode(), Source.HTML)
    assert "root:" not in made.text
    assert made.pictures == {}


def docx_with(*pictures):
    """Return a document with pictures."""
    document, content = docx.Document(), io.BytesIO()
    for one in pictures:
        document.add_picture(io.BytesIO(one))
    document.save(content)
    return content.getvalue()


def test_import_huge_picture_leaves_it_out():
    made = import_text(docx_with(picture(), claimed_png(9000, 9000)), Source.DOCX)
    assert list(made.pictures) == ["picture-1.jpg"]
    assert [one.flaw for one in made.remarks] == [Flaw.NO_PICTURE]


def test_import_keeps_so_many_pictures_and_no_more(monkeypatch):
    monkeypatch.setattr(importing, "MOST_PICTURES", 1)
    made = import_text(docx_with(picture(), picture(300, 200, "PNG")), Source.DOCX)
    assert len(made.pictures) == 1


def package(*parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, inner in parts:
            made.writestr(name, inner)
    return content.getvalue()


def test_import_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    bomb = package(("word/document.xml", b"0" * 5_000_000))
    monkeypatch.setattr(importing, "MOST_UNPACKED", 1_000_000)
    with pytest.raises(TooLarge):
        import_text(bomb, Source.DOCX)


def test_import_bomb_that_lies_about_its_size_ends_within_limits(monkeypatch):
    inner = (
        b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>"
        + b" " * 50_000_000
    )
    bomb = bytearray(package(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", inner)))
    true = len(inner).to_bytes(4, "little")
    lied = bytes(bomb).replace(true, (1000).to_bytes(4, "little"))
    with pytest.raises((PressFailed, NotReadable)):
        import_text(lied, Source.DOCX)


def test_import_of_too_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr(importing, "MOST_PARTS", 1)
    with pytest.raises(TooLarge):
        import_text(docx_with(), Source.DOCX)


def test_import_of_no_package_is_refused():
    with pytest.raises(NotReadable):
        import_text(b"PK no", Source.ODT)


def test_import_of_a_package_that_is_no_document_fails():
    with pytest.raises(PressFailed):
        import_text(package(("a", b"b")), Source.DOCX)


def test_import_entities_that_grow_are_not_unfolded():
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    body = "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r><w:t>&a8;</w:t></w:r></w:p></w:body></w:document>"
    original = docx_with()
    parts = []
    with zipfile.ZipFile(io.BytesIO(original)) as source:
        parts = [(name, source.read(name)) for name in source.namelist() if name != "word/document.xml"]
    bomb = package(*parts, ("word/document.xml", f'<?xml version="1.0"?><!DOCTYPE d [{entities}]>{body}'.encode()))
    try:
        made = import_text(bomb, Source.DOCX)
    except PressFailed:
        return
    assert len(made.text) < 1000


def anew(content, change):
    """Return a package each of whose parts was changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
        for part in source.infolist():
            target.writestr(*change(part.filename, source.read(part)))
    return made.getvalue()


def as_link(name, inner):
    """Let pictures be links to a file of the machine."""
    if not name.startswith(("word/media/", "Pictures/")):
        return name, inner
    link = zipfile.ZipInfo(name)
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return link, b"/etc/passwd"


def elsewhere(name, inner):
    """Let the text name pictures outside of the package."""
    inner = inner.replace(b'Target="media/', b'Target="../../../../../../etc/')
    return name, inner.replace(b'href="Pictures/', b'href="file:///etc/passwd?')


def with_entities(name, inner):
    """Let the text name a file of the machine and an address of the network."""
    if name not in {"word/document.xml", "content.xml"}:
        return name, inner
    head, body = inner.decode().split("?>", 1)
    named = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://127.0.0.1:9/">]>'
    return name, f"{head}?>{named}{body}".replace("Слово", "&x;&y;Слово")


@pytest.mark.parametrize("source", [Source.DOCX, Source.ODT])
def test_import_package_that_names_what_is_outside_brings_none_of_it(source, tmp_path):
    (tmp_path / "p.jpg").write_bytes(picture())
    (tmp_path / "given.md").write_text("Слово ![](p.jpg) конец", encoding="utf-8")
    target = f"given.{source}"
    subprocess.run([pandoc_path(), "--embed-resources", "given.md", "-o", target], cwd=tmp_path, check=True)
    given = (tmp_path / target).read_bytes()

    assert import_text(given, source).pictures
    for change in (as_link, elsewhere):
        made = import_text(anew(given, change), source)
        assert (made.text, made.pictures) == ("Слово конец\n", {})
    with pytest.raises(PressFailed):
        import_text(anew(given, with_entities), source)


def test_import_cells_that_span_thousands_keep_their_words_alone(monkeypatch):
    monkeypatch.setattr(dialect, "MOST_CELLS", 50)
    table = "<table>" + "<tr><td colspan=9>а</td></tr>" * 3 + "</table>"

    made = import_text((table * 2).encode(), Source.HTML)

    assert made.text.count("|") == (9 + 1) * 4
    assert made.text.endswith("а\n\nа\n\nа\n")
    assert [one.flaw for one in made.remarks] == [Flaw.LARGE]


def test_import_of_more_nodes_than_a_book_has_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_NODES", 10)
    with pytest.raises(TooLarge, match="nodes"):
        import_text(b"<p>a a a a a a a</p>", Source.HTML)


@pytest.mark.parametrize(("name", "most"), [("MOST_BYTES", 10), ("MOST_LETTERS", 10)])
def test_import_of_too_much_is_refused(monkeypatch, name, most):
    monkeypatch.setattr(importing, name, most)
    with pytest.raises(TooLarge):
        import_text(b"<p>aaaaaaaaaaaaaaaaa</p>", Source.HTML)


def test_import_stopped_ends():
    made = import_text(b"a", Source.MARKDOWN, steering=Steering())
    assert made.text == "a\n"


# --- what only some readers make -----------------------------------------------------------------------------------------


def translated(*blocks):
    translator = Translator("x", {})
    return translator.document(list(blocks)), translator.remarks


def cell(words, high=1, wide=1):
    blocks = [para(text(words))] if words else []
    return [NO_ATTRIBUTES, {"t": "AlignDefault"}, high, wide, blocks]


def test_translate_cells_that_span_others_leaves_these_empty():
    rows = [[NO_ATTRIBUTES, [cell("а", 2, 1), cell("б", 1, 2)]], [NO_ATTRIBUTES, [cell("в"), cell("")]]]
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * 3
    body = [[NO_ATTRIBUTES, 0, [], rows]]
    given = {
        "t": "Table",
        "c": [NO_ATTRIBUTES, [None, [para(text("Под"))]], columns, [NO_ATTRIBUTES, []], body, [NO_ATTRIBUTES, []]],
    }
    (made,), _remarks = translated(given)
    caption, table = made["c"][1]
    head, rest = table["c"][3][1], table["c"][4][0][3]
    assert plain(caption) == "Под"
    assert [[plain(one[4]) for one in row[1]] for row in (*head, *rest)] == [["а", "б", ""], ["", "в", ""]]


def test_translate_what_our_dialect_has_not_says_it_in_its_own_way():
    words = [text("сло\u00adво")]
    image = {"t": "Image", "c": [NO_ATTRIBUTES, [], ["нет", ""]]}
    made, remarks = translated(
        {"t": "LineBlock", "c": [words, words]},
        {"t": "DefinitionList", "c": [[words, [[para(*words)]]]]},
        {"t": "CodeBlock", "c": [NO_ATTRIBUTES, "x"]},
        {"t": "HorizontalRule"},
        {"t": "RawBlock", "c": ["html", "<x>"]},
        {"t": "Header", "c": [1, NO_ATTRIBUTES, []]},
        {"t": "Figure", "c": [NO_ATTRIBUTES, [None, [para(*words)]], [{"t": "Plain", "c": [image]}]]},
        {"t": "Figure", "c": [NO_ATTRIBUTES, [None, []], []]},
        para({"t": "Quoted", "c": [{"t": "SingleQuote"}, words]}, {"t": "Math", "c": [{"t": "InlineMath"}, "y"]}),
        para({"t": "Cite", "c": [[], words]}, {"t": "Code", "c": [NO_ATTRIBUTES, "z"]}, {"t": "Emph", "c": []}),
        para({"t": "Link", "c": [NO_ATTRIBUTES, [], ["https://ya.ru", ""]]}),
        para({"t": "Span", "c": [["", ["other"], []], words]}),
    )
    assert [one["t"] for one in made] == [
        "Para",
        "Para",
        "Para",
        "CodeBlock",
        "HorizontalRule",
        "Para",
        "Para",
        "Para",
        "Para",
    ]
    assert plain(made) == "слово слово" + "слово" * 2 + "слово" + "„слово“y" + "словоz" + "слово"
    assert [(one.flaw, one.subject) for one in remarks] == [(Flaw.MARKUP, "RawBlock"), (Flaw.NO_PICTURE, "нет")]


def test_translate_what_lies_too_deep_keeps_its_words():
    deep, marked = para(text("дно")), text("низ")
    for _ in range(40):
        deep, marked = {"t": "BlockQuote", "c": [deep]}, {"t": "Strong", "c": [marked]}
    made, remarks = translated(deep, para(marked))
    assert plain(made) == "днониз"
    assert [one.flaw for one in remarks] == [Flaw.LARGE]
