"""All forms of small books, pressed in earnest."""

import ctypes
import io
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from pypdfium2 import raw
from tests.programs import faults_of_epub, needs_epubcheck, needs_office, opened_in_office
from tests.publishing.books import claimed_png, small_book

from nastavnik.publishing.press import running
from nastavnik.publishing.press.book import Article, Author, Design, Form, ImprintPages, Part, Picture
from nastavnik.publishing.press.pressing import Addresses, press_book
from nastavnik.publishing.press.running import Steering
from nastavnik.publishing.records.pages import Line, LineKind
from nastavnik.video.ffmpeg.run import Stopped

EVERYTHING = """
Слово[^1] и [человек]{.person key="Ёлкина, А."}, [тема]{.subject}, ![значок](p.jpg) и [страница](https://ya.ru), **жирно** *косо* ~~нет~~
x^2^ y~2~ `код` <https://ya.ru/a/b?c=d>\\
строка. [тут]{.moment video="v1" t="7"}

## Заголовок {#head}

- один
- два

3. три

> цитата

![Зал](p.jpg){#hall alt="Полки"}

::: {.table #visits}
Посещения

| Где | Сколько |
|:---:|--:|
| в Дубовом и в соседних с ним селах | 5 |
:::

| Без | подписи |
|---|---|
| а | б |

::: {.moment video="v1" t="220"}
Сказано.
:::

::: aside
Памятка.
:::

::: epigraph
Эпиграф.
:::

::: references
1. Книга.
:::

***

    code

[](#hall), [](#visits), [](#a2)

[^1]: Сноска с [ссылкой](https://ya.ru) и ![значок](p.jpg).

    > Второй кусок.

        code
"""
IMPRINT = ImprintPages(
    title_page=(
        Line(LineKind.ABOVE_TITLE, "Управление"),
        Line(LineKind.AUTHOR, "А. Автор"),
        Line(LineKind.PLACE, "Белгород"),
    ),
    verso=(
        Line(LineKind.INDEX, "УДК 02"),
        Line(LineKind.MARK, "Ш 67"),
        Line(LineKind.AGE, "12+"),
        Line(LineKind.COPYRIGHT, "© Мы"),
    ),
    end_page=(Line(LineKind.PURPOSE, "Издание"), Line(LineKind.RELEASE, "Тираж 5")),
)


def full_book(**others):
    book = small_book(
        EVERYTHING, "Второй текст.", part="Часть первая", imprint=IMPRINT, annotation="О книге.", year="2026", **others
    )
    first, second = book.articles
    told = type(first)(
        first.key, first.title, first.text, (Author("А. Б. Вгд", "методист"), Author("Е. Ж.")), "Кратко."
    )
    return type(book)(
        **{name: getattr(book, name) for name in book.__slots__} | {"parts": (Part("Часть первая", (told, second)),)}
    )


@pytest.fixture(scope="module")
def pressed():
    """Return a book with everything in it, in all forms, and the steps that were told."""
    steps = []
    steering = Steering(on_progress=lambda done, every: steps.append((done, every)))
    addresses = Addresses(picture=lambda name: f"/pictures/{name}", place=lambda anchor: f"/read/{anchor}")
    return press_book(full_book(), list(Form), steering=steering, addresses=addresses), steps


def words_of(content):
    with pypdfium2.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_press_tells_each_step(pressed):
    _made, steps = pressed
    assert steps == [(number, 8) for number in range(1, 9)]


def test_press_for_the_screen_is_accessible_and_complete(pressed):
    made, _steps = pressed
    content = made.files[Form.SCREEN]
    words = words_of(content)
    assert b"pdfuaid:part>1<" in content
    assert b"pdfaid:part>2<" in content
    assert b"/MarkInfo" in content
    for said in (
        "Сборник",
        "Часть первая",
        "А. Б. Вгд",
        "Ёлкина",
        "Fig. 1. Зал",
        "Table 1. Посещения",
        "Тираж 5",
        "Video: Первая встреча, 3:40",
    ):
        assert said in words.replace("\u00a0", " ")
    assert made.remarks == ()


def elements_of(content):
    """Return what the pages of a PDF are made of, in the order of reading, with what each of them shows."""
    found = []
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            tree = raw.FPDF_StructTree_GetForPage(page)
            waiting = [raw.FPDF_StructTree_GetChildAtIndex(tree, 0)]
            while waiting:
                one = waiting.pop()
                if one:
                    found.append(
                        (told(raw.FPDF_StructElement_GetType, one), told(raw.FPDF_StructElement_GetAltText, one))
                    )
                    children = range(raw.FPDF_StructElement_CountChildren(one))
                    waiting += [raw.FPDF_StructElement_GetChildAtIndex(one, at) for at in reversed(children)]
            raw.FPDF_StructTree_Close(tree)
    return found


def told(ask, element):
    """Return a text of an element, which is asked for twice: how long it is, and what it says."""
    letters = ctypes.create_string_buffer(ask(element, None, 0))
    ask(element, letters, len(letters))
    return letters.raw.decode("utf-16-le").rstrip("\0")


def test_press_for_the_screen_tells_programs_that_read_aloud_what_everything_is(pressed):
    made, _steps = pressed
    elements = elements_of(made.files[Form.SCREEN])
    kinds = {kind for kind, _alt in elements}
    headings = [int(kind[1:]) for kind, _alt in elements if re.fullmatch(r"H\d", kind)]
    assert kinds >= {"H1", "H2", "H3", "P", "L", "LI", "Table", "TH", "TD", "Figure", "Link", "TOC", "BlockQuote"}
    assert all(alt for kind, alt in elements if kind == "Figure")
    assert {"Полки", "Square code of the moment of the video"} <= {alt for _kind, alt in elements}
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_press_for_the_screen_shows_a_code_that_leads_to_the_moment(pressed):
    made, _steps = pressed
    with pypdfium2.PdfDocument(made.files[Form.SCREEN]) as document:
        found = {code.text for page in document for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil())}
    assert found == {"https://school.example/lessons/first/?t=220"}


def test_press_for_print_knows_where_it_is_cut_and_names_addresses(pressed):
    made, _steps = pressed
    content = made.files[Form.PRINT]
    box = [float(side) / 72 * 25.4 for side in re.search(rb"/TrimBox\s*\[([^\]]+)\]", content)[1].split()]
    assert [round(side) for side in box] == [10, 10, 158, 220]
    assert b"pdfuaid" not in content
    assert "https://ya.ru" in words_of(content)


def test_press_cover_is_as_wide_as_both_sides_and_the_spine(pressed):
    made, _steps = pressed
    with pypdfium2.PdfDocument(made.files[Form.COVER]) as document:
        wide, high = (side / 72 * 25.4 for side in document[0].get_size())
    assert wide == pytest.approx(2 * 148 + made.pages[Form.PRINT] * 0.05 + 20, abs=0.1)
    assert high == pytest.approx(230, abs=0.1)


def test_press_epub_has_all_that_it_names(pressed):
    made, _steps = pressed
    with zipfile.ZipFile(io.BytesIO(made.files[Form.EPUB])) as book:
        names = book.namelist()
        text = "".join(book.read(name).decode() for name in names if name.endswith(".xhtml"))
        package = next(book.read(name).decode() for name in names if name.endswith(".opf"))
    assert names[0] == "mimetype"
    assert "urn:nastavnik:small" in package
    assert "2026-11-26T12:00:00Z" in package
    assert "schema:accessibilityFeature" in package
    assert 'alt="Полки"' in text
    assert "https://school.example/lessons/first/?t=220" in text
    assert "<script" not in text


@needs_epubcheck
def test_press_epub_keeps_the_rules(pressed, tmp_path):
    made, _steps = pressed
    book = tmp_path / "book.epub"
    book.write_bytes(made.files[Form.EPUB])
    assert faults_of_epub(book) == []


@needs_office
def test_press_docx_is_opened_by_an_office(pressed, tmp_path):
    made, _steps = pressed
    document = tmp_path / "book.docx"
    document.write_bytes(made.files[Form.DOCX])
    words = words_of(opened_in_office(document).read_bytes())
    for said in ("Часть первая", "Посещения", "Второй текст.", "Тираж 5"):
        assert said in words


def test_press_docx_has_styles_and_tells_its_title(pressed):
    made, _steps = pressed
    with zipfile.ZipFile(io.BytesIO(made.files[Form.DOCX])) as document:
        text = document.read("word/document.xml").decode()
        core = document.read("docProps/core.xml").decode()
    for style in ("Moment", "Aside", "Byline", "BookTitle", "Imprint"):
        assert f'w:val="{style}"' in text
    assert "<dc:title>Сборник</dc:title>" in core
    assert "w:rFonts" not in text.replace("VerbatimChar", "")


def test_press_pages_have_addresses_of_ours(pressed):
    made, _steps = pressed
    page = made.web["a1"]
    assert '<img src="/pictures/p.jpg" alt="Полки" width="900" height="600" loading="lazy">' in page
    assert '<a href="/read/a1--hall">fig. 1</a>' in page
    assert '<a href="https://ya.ru" rel="noopener noreferrer">страница</a>' in page
    assert '<a href="https://school.example/lessons/first/?t=7">тут</a>' in page
    assert 'id="a1--note-1"' in page
    assert '<h2 id="a1--head">Заголовок</h2>' in page
    assert made.web["a2"] == "<p>Второй текст.</p>\n"


def test_press_twice_gives_the_same_bytes(pressed):
    made, _steps = pressed
    again = press_book(full_book(), [Form.SCREEN, Form.EPUB, Form.DOCX])
    assert {form: again.files[form] == made.files[form] for form in again.files} == {
        Form.SCREEN: True,
        Form.EPUB: True,
        Form.DOCX: True,
    }


@pytest.mark.parametrize("design", list(Design))
def test_press_each_design_without_parts_and_imprint(design):
    made = press_book(small_book("Слово.", design=design), [Form.SCREEN, Form.COVER, Form.EPUB, Form.DOCX])
    assert made.pages[Form.SCREEN] == 6
    assert len(made.files) == 4


def test_press_stopped_after_a_step_begins_no_other():
    steps = []
    steering = Steering(on_progress=lambda done, _all: steps.append(done), should_stop=lambda: bool(steps))
    with pytest.raises(Stopped):
        press_book(small_book("а", "б"), [Form.WEB], steering=steering)
    assert steps == [1]


def test_press_stopped_within_a_step_ends():
    with pytest.raises(Stopped):
        press_book(small_book("а", "б"), [Form.WEB], steering=Steering(should_stop=lambda: True))


def test_press_is_stopped_at_every_form(monkeypatch):
    """Who asks is asked while a program runs; at every program a stop is wished for."""
    begun = []
    real = running.run_limited

    def followed(command, **words):
        begun.append(words["folder"])
        return real(command, **words)

    monkeypatch.setattr(running, "run_limited", followed)
    for form in (Form.SCREEN, Form.PRINT, Form.COVER, Form.EPUB, Form.DOCX):
        begun.clear()
        with pytest.raises(Stopped):
            press_book(small_book("а"), [form], steering=Steering(should_stop=lambda: len(begun) > 1))
        assert len(begun) == 2


HOSTILE = """\x00\ud800
#read("/etc/passwd") #import "@preview/x:1.0.0" `#panic()`{=typst} \\input{/etc/passwd} @cite $x$ <script>alert(1)</script>

```{=typst}
#panic("raw")
```

![а](/etc/passwd) ![б](http://127.0.0.1:9/x.png) ![в](../../../../etc/hostname) [г](javascript:alert(1)) [д](file:///etc/passwd)

!include /etc/passwd

{{ include("/etc/passwd") }}

<img src="/etc/passwd"><iframe src="http://127.0.0.1:9/"></iframe>
"""


HOSTILE_WORDS = '\x00\ud800<script>alert(1)</script> #read("/etc/passwd") \\input{x} "&'


def test_press_hostile_text_reaches_no_file_no_network_and_no_script():
    pictures = {"/etc/passwd": Picture(b"root:x:0:0"), "huge": Picture(b"\x89PNG")}
    article = Article("a1", HOSTILE_WORDS, HOSTILE, (Author(HOSTILE_WORDS, HOSTILE_WORDS),), HOSTILE_WORDS)
    imprint = ImprintPages(verso=(Line(LineKind.RECORD, HOSTILE_WORDS),))
    made = press_book(
        small_book(parts=(Part(HOSTILE_WORDS, (article,)),), title=HOSTILE_WORDS, imprint=imprint, pictures=pictures),
        list(Form),
    )
    line = Path("/etc/passwd").read_text(encoding="utf-8").splitlines()[0]
    unpacked = b""
    for form in (Form.EPUB, Form.DOCX):
        with zipfile.ZipFile(io.BytesIO(made.files[form])) as package:
            names = package.namelist()
            unpacked += b"".join(package.read(name) for name in names)
            assert [name for name in names if "media" in name and not name.endswith((".png", "/"))] == []
    assert line.encode() not in unpacked
    assert line not in words_of(made.files[Form.SCREEN])
    assert b"<script" not in unpacked
    assert "<script" not in made.web["a1"]
    assert "javascript:" not in made.web["a1"]
    assert 'src="' not in made.web["a1"]


def test_press_a_damaged_picture_fails_and_tells():
    broken = claimed_png(100, 100)
    with pytest.raises(running.PressFailed, match="decode"):
        press_book(small_book("![п](p.jpg)", pictures={"p.jpg": Picture(broken)}), [Form.SCREEN])
