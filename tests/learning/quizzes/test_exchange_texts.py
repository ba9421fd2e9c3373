"""Texts and pictures inside Moodle XML, what is refused, and the rules for every question."""

import base64

import pytest
from tests.learning.quizzes.moodle import CHOICES, WORDS, answer, moodle, question, read_one

from nastavnik.learning.exchange import rules, xml
from nastavnik.learning.exchange.html import html_to_markdown, plain_to_markdown
from nastavnik.learning.exchange.moodle_read import read_moodle
from nastavnik.learning.exchange.moodle_write import write_moodle
from nastavnik.learning.exchange.notes import NoteCode
from nastavnik.learning.exchange.questions import Choice, Image, Item, Sheet
from nastavnik.learning.exchange.rules import Fault, faults_of
from nastavnik.learning.exchange.xml import XmlRefused

PNG = base64.b64encode(b"picture").decode()


def pictured(images: str, files: str, form: str = "html") -> str:
    words = f'<questiontext format="{form}"><text><![CDATA[<p>Что?</p>{images}]]></text>{files}</questiontext>'
    return f'<question type="multichoice"><name><text>В</text></name>{words}{CHOICES}</question>'


def file(name: str, content: str = PNG, encoding: str = "base64") -> str:
    return f'<file name="{name}" path="/" encoding="{encoding}">{content}</file>'


def test_picture_of_a_question_is_taken_with_its_words():
    item, codes = read_one(pictured('<img src="@@PLUGINFILE@@/my%20p.png" alt="Полка">', file("my p.png")))
    assert item.image == Image(b"picture", "my p.png", "Полка")
    assert (item.text, codes) == ("Что?", set())


def test_picture_without_words_gets_some_and_a_note():
    item, codes = read_one(pictured('<img src="@@PLUGINFILE@@/p.png">', file("p.png")))
    assert (item.image.alt, codes) == ("Картинка", {NoteCode.PICTURE_WORDS})


@pytest.mark.parametrize(
    ("images", "files"),
    [
        ('<img src="https://elsewhere.example/p.png" alt="а">', ""),
        ('<img src="@@PLUGINFILE@@/p.png" alt="а">', ""),
        ('<img src="@@PLUGINFILE@@/p.png" alt="а">', file("p.png", "###")),
        ('<img src="@@PLUGINFILE@@/p.png" alt="а">', file("p.png", "p", "hex")),
        ("", file("p.png")),
        (
            '<img src="@@PLUGINFILE@@/p.png" alt="а"><img src="@@PLUGINFILE@@/q.png" alt="б">',
            file("p.png") + file("q.png"),
        ),
    ],
)
def test_pictures_that_are_not_taken_are_noted(images, files):
    assert NoteCode.PICTURES in read_one(pictured(images, files))[1]


def test_picture_in_an_answer_is_noted():
    with_file = f'<answer fraction="100" format="html"><text>да</text>{file("p.png")}</answer>'
    assert read_one(question("multichoice", f"<single>true</single>{with_file}{answer('нет', 0)}"))[1] == {
        NoteCode.FORMAT
    }
    bold = answer("<b>да</b>", 100) + answer("нет", 0)
    item, codes = read_one(question("multichoice", f"<single>true</single>{bold}"))
    assert (item.choices[0].text, codes) == ("да", {NoteCode.FORMAT})


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>один</p><p>два</p>", "один\n\nдва"),
        ("<div>а<br>б</div>", "а\nб"),
        ('<a href="https://example.ru/">сайт</a>', "[сайт](https://example.ru/)"),
        ('<a href="javascript:alert(1)">сайт</a>', "[сайт]()"),
        ("<ol start='3'><li>а</li><li>б</li></ol>", "3. а\n4. б"),
        ("<ul><li>а<ul><li>б</li></ul></li></ul>", "- а\n   - б"),
        ("<ul><li><p>а</p></li></ul>", "- а"),
        ("<p>2 * 3 _и_ #1</p>", "2 \\* 3 \\_и\\_ \\#1"),
        ("<p>1. не список</p>", "1\\. не список"),
        ("<p>- не список</p>", "\\- не список"),
        ("<blockquote>слова</blockquote><hr><p>даль<i>ше</i></p>", "> слова\n\n---\n\nдаль*ше*"),
        ("<pre>а  б</pre>", "а  б"),
        ("<table><tr><td>а</td><td>б</td></tr></table>", "а | б"),
        ("<p>а&nbsp;&lt;б&gt;</p>", "а \\<б\\>"),
        ("<style>p{}</style><p onclick='x()'>а</p>", "а"),
    ],
)
def test_html_becomes_markdown_of_the_same_words(html, markdown):
    assert html_to_markdown(html) == markdown


@pytest.mark.parametrize("text", ["<A", "a &amp; b", "x < y"])
def test_answer_of_a_pair_is_read_as_it_stands(text):
    pairs = (Choice(text="1", match=text), Choice(text="2", match="b"))
    sheet = Sheet("Пары", items=(Item("match", "?", pairs),))

    assert read_moodle(write_moodle(sheet), WORDS).sheet == sheet


def test_much_white_space_and_many_cells_are_read_in_their_time():
    rows = "<table><tr>" + "<td></td>" * 20_000 + "</tr></table>"

    assert plain_to_markdown("a" + "\n" * 500_000 + "- b").endswith("\n\\- b")
    assert not html_to_markdown(rows).strip(" |\n")


def test_text_that_is_much_too_long_is_refused_unread():
    marks = "&lt;b&gt;" * rules.LONGEST_TEXT * 20
    asked = f'<questiontext format="html"><text>{marks}</text></questiontext>'

    reading = read_moodle(f'<quiz><question type="essay">{asked}</question></quiz>'.encode(), WORDS)

    assert (reading.sheet.items, [note.detail for note in reading.notes]) == ((), ["text_too_long"])


def test_texts_of_every_form_are_read():
    for form, text, expected in (
        ("plain_text", "2 * 3", "2 \\* 3"),
        ("markdown", "**да**", "**да**"),
        ("moodle_auto_format", "а\nб", "а\nб"),
    ):
        assert read_one(question("multichoice", CHOICES, text=text, form=form))[0].text == expected
    assert plain_to_markdown("а\n- б\n1) в") == "а\n\\- б\n1\\) в"


# --- bounds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no xml",
        b"<quiz>",
        b"<other/>",
        b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>',
        b'<?xml version="1.0" encoding="no-such"?><quiz/>',
        b"<quiz>" + b"<a>" * 30 + b"</a>" * 30 + b"</quiz>",
    ],
)
def test_what_is_no_moodle_xml_is_refused(content):
    with pytest.raises(XmlRefused):
        read_moodle(content, WORDS)


def test_what_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(xml, "MOST_ELEMENTS", 5)
    with pytest.raises(XmlRefused):
        read_moodle(moodle(*[question("essay", "")] * 3), WORDS)
    monkeypatch.setattr(xml, "MOST_BYTES", 10)
    with pytest.raises(XmlRefused):
        read_moodle(moodle(), WORDS)


@pytest.mark.parametrize(
    ("item", "faults"),
    [
        (Item("open", ""), (Fault.NO_TEXT,)),
        (Item("open", "а" * 4001), (Fault.TEXT_TOO_LONG,)),
        (Item("open", "?", image=Image(b"", "", " ")), (Fault.NO_ALT,)),
        (Item("open", "?", (Choice("а"),)), (Fault.TOO_MANY,)),
        (Item("multiple", "?", (Choice("а", is_right=True),) * 2), (Fault.SAME_OPTIONS, Fault.ALL_RIGHT)),
        (Item("multiple", "?", (Choice("а"), Choice("б" * 501))), (Fault.OPTION_TOO_LONG, Fault.NONE_RIGHT)),
        (Item("order", "?", (Choice("а"), Choice(" "))), (Fault.PAIR_INCOMPLETE,)),
        (Item("match", "?", (Choice("а", "б"), Choice("в"))), (Fault.PAIR_INCOMPLETE,)),
        (Item("number", "?", (Choice("много", is_right=True),)), (Fault.NOT_A_NUMBER,)),
        (Item("open", "?", points=0), (Fault.POINTS,)),
        (Item("open", "?", moment_seconds=-1), (Fault.MOMENT,)),
        (Item("open", "?", moment_seconds=9, moment_end_seconds=9), (Fault.MOMENT,)),
        (Item("open", "?", moment_end_seconds=9), (Fault.MOMENT,)),
        (Item("single", "?", tuple(Choice(str(n), is_right=not n) for n in range(13))), (Fault.TOO_MANY,)),
    ],
)
def test_faults_of_tells_everything_that_is_wrong(item, faults):
    assert faults_of(item) == faults


def test_every_fault_and_note_has_a_sentence():
    from nastavnik.learning.enums import ImportNote, QuestionFault  # noqa: PLC0415 -- the words, not the rules

    assert set(Fault) == set(QuestionFault.values)
    assert set(NoteCode) == set(ImportNote.values)
    assert rules.MOST_OPTIONS == 12
