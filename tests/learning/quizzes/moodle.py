"""Moodle XML as Moodle writes it, put together of its parts."""

from nastavnik.learning.exchange.moodle_read import Words, read_moodle

WORDS = Words(title="Вопросы", true="Верно", false="Неверно", picture="Картинка")


def moodle(*questions: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><quiz>{"".join(questions)}</quiz>'.encode()


def question(kind: str, inner: str, *, text: str = "<p>Кто?</p>", form: str = "html") -> str:
    words = f'<questiontext format="{form}"><text><![CDATA[{text}]]></text></questiontext>'
    return f'<question type="{kind}"><name><text>В1</text></name>{words}{inner}</question>'


def answer(text: str, fraction: float, feedback: str = "") -> str:
    said = f'<feedback format="html"><text>{feedback}</text></feedback>'
    return f'<answer fraction="{fraction}" format="html"><text><![CDATA[{text}]]></text>{said}</answer>'


CHOICES = f"<single>true</single>{answer('<p>Да &amp; нет</p>', 100, 'Верно')}{answer('нет', 0)}"


def read_one(*questions: str):
    reading = read_moodle(moodle(*questions), WORDS)
    return reading.sheet.items[0], {note.code for note in reading.notes}
