import pytest

from nastavnik.video.text import plain, reading
from nastavnik.video.text.phrases import TimedText
from nastavnik.video.text.reading import Fault, Unreadable, decoded, read_words

SRT = "1\n00:00:01,000 --> 00:00:03,500\nДобрый день, коллеги.\n\n2\n00:00:04,000 --> 00:00:06,000\nНачнём с проекта.\n"
READ = (TimedText(1.0, 3.5, "Добрый день, коллеги."), TimedText(4.0, 6.0, "Начнём с проекта."))


def phrases(text: str) -> tuple[TimedText, ...]:
    return read_words(text.encode()).phrases


def times_and_texts(text: str) -> list[tuple[float, float, str]]:
    return [(one.seconds, one.end_seconds, one.text) for one in phrases(text)]


@pytest.mark.parametrize(
    "content",
    [
        SRT.encode(),
        SRT.encode("utf-8-sig"),
        SRT.encode("utf-16"),
        SRT.encode("utf-16-le"),
        SRT.encode("utf-16-be"),
        SRT.encode("cp1251"),
        SRT.encode("koi8-r"),
        SRT.encode("cp866"),
        SRT.replace("\n", "\r\n").encode("cp1251"),
        SRT.replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "mark", "utf-16", "utf-16-le", "utf-16-be", "windows", "koi8", "dos", "windows lines", "old mac"],
)
def test_read_words_finds_the_encoding(content):
    assert read_words(content).phrases == READ


def test_decoded_takes_western_letters_for_what_they_are():
    assert decoded("Café, naïve".encode("cp1252")) == "Café, naïve"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "no numbers",
            "00:00:01,000 --> 00:00:03,500\nДобрый день, коллеги.\n\n00:00:04,000 --> 00:00:06,000\nНачнём с проекта.",
        ),
        ("no empty lines", SRT.replace("\n\n", "\n")),
        ("many empty lines", SRT.replace("\n\n", "\n\n\n\n")),
        ("points for commas", SRT.replace(",000 ", ".000 ").replace(",500", ".500")),
        ("short times", "1\n0:1,0 --> 0:3,5\nДобрый день, коллеги.\n\n2\n0:0:4 --> 0:0:6\nНачнём с проекта.\n"),
        ("places", SRT.replace("03,500", "03,500 X1:53 X2:303 Y1:438 Y2:453")),
        ("tags", SRT.replace("Добрый день", '<font color="#fff"><i>Добрый</i> день</font>')),
        ("styles", SRT.replace("Добрый", r"{\an8}Добрый")),
        (
            "unordered",
            "2\n00:00:04,000 --> 00:00:06,000\nНачнём с проекта.\n\n1\n00:00:01,000 --> 00:00:03,500\nДобрый день, коллеги.\n",
        ),
        ("doubled", SRT + "\n" + SRT),
        ("lines", SRT.replace("день, ", "день,\n")),
        ("unseen", SRT.replace("коллеги", "кол\u00adле\u200bги")),
        ("entities", SRT.replace("коллеги.", "&#1082;оллеги.")),
        ("broken block", SRT + "\n3\n00:00:07 -> что-то\nпотеряно\n00:0a:00,000 --> 00:00:09,000\n"),
        ("empty phrase", SRT + "\n3\n00:00:07,000 --> 00:00:08,000\n\n"),
    ],
)
def test_read_words_reads_srt_as_people_write_it(name, text):
    read = phrases(text)

    assert read[0] == READ[0]
    assert read[1].text.startswith(READ[1].text)
    assert len(read) == 2


def test_read_words_keeps_a_phrase_that_is_a_number():
    text = "1\n00:00:01,000 --> 00:00:02,000\n2026\n\n2\n00:00:03,000 --> 00:00:04,000\nГод\n42\n"

    assert [one.text for one in phrases(text)] == ["2026", "Год 42"]


def test_read_words_reads_a_hundred_hours():
    assert times_and_texts("1\n100:00:00,000 --> 100:00:02,000\nДолго\n") == [(360_000.0, 360_002.0, "Долго")]


def test_read_words_keeps_overlapping_phrases_and_mends_ends():
    text = (
        "1\n00:00:05,000 --> 00:00:02,000\nКонец раньше начала\n\n"
        "2\n00:00:06,000 --> 00:00:20,000\nДлинная\n\n"
        "3\n00:00:08,000 --> 00:00:09,000\nВ то же время\n\n"
        "4\n00:00:30,000 --> 00:00:30,000\nБез длины\n"
    )

    assert [(one.seconds, one.end_seconds) for one in phrases(text)] == [(5, 6), (6, 20), (8, 9), (30, 34)]


def block(begin: float, end: float, text: str) -> str:
    return f"00:00:{begin:06.3f} --> 00:00:{end:06.3f}\n{text}\n"


def test_read_words_unrolls_captions_that_repeat_the_line_before():
    rolls = [
        (1, 3, "раз два"),
        (3, 3.01, "раз два"),
        (3.01, 5, "раз два\n<c>три</c>"),
        (5, 5.01, "три"),
        (5.01, 7, "три\nчетыре"),
    ]

    read = times_and_texts("\n".join(["WEBVTT\n", *(block(*one) for one in rolls)]))

    assert read == [(1, 3.01, "раз два"), (3.01, 5.01, "три"), (5.01, 7, "четыре")]


def test_read_words_lets_people_repeat_themselves():
    said = [(1, 2, "Да."), (2, 3, "Да. Точно."), (3, 4, "Нет."), (4, 5, "Дальше."), (9, 10, "Дальше.")]

    assert [text for *_, text in times_and_texts("\n".join(block(*one) for one in said))] == [text for *_, text in said]


def test_read_words_keeps_the_lines_of_two_speakers_apart():
    assert phrases("00:00:01,000 --> 00:00:02,000\n- Готовы?\n- Да,\nготовы.\n")[0].text == "- Готовы?\n- Да, готовы."


def test_read_words_reads_vtt_with_all_it_may_hold():
    text = (
        "WEBVTT - Лекция\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:fred\n\n"
        "NOTE\n00:00:01.000 --> 00:00:02.000\nне сказано\n\n"
        "имя\n00:01.000 --> 00:03.500 align:start position:0%\n<v Анна><c.yellow>Фонды</c> &amp; <00:00:02.000>гранты</v>\n\n"
        "NOTE paragraph\n\n00:04.000 --> 00:06.000\nДальше\n"
    )

    read = phrases(text)

    assert [(one.seconds, one.text, one.begins_paragraph) for one in read] == [
        (1.0, "Фонды & гранты", False),
        (4.0, "Дальше", True),
    ]


def test_read_words_reads_vtt_without_an_empty_line_after_its_head():
    assert times_and_texts("WEBVTT\n00:00:01.000 --> 00:00:02.000\nСразу\n") == [(1.0, 2.0, "Сразу")]


def test_read_words_reads_ass():
    text = (
        "[Script Info]\nTitle: x\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        "Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,не сказано\n"
        r"Dialogue: 0,0:00:01.50,0:00:03.00,Default,,0,0,0,,{\i1}Фонды,{\i0}\Nгранты,\hпроекты" + "\n"
        r"Dialogue: 0,0:00:04.00,0:00:05.00,Default,,0,0,0,,{\p1}m 0 0 l 10 10" + "\n"
        "Dialogue: 0,когда-то,0:00:05.00,Default,,0,0,0,,без времени\nDialogue: мало\n"
        "[Fonts]\nDialogue: 0,0:00:07.00,0:00:08.00,Default,,0,0,0,,не здесь\n"
    )

    assert times_and_texts(text) == [(1.5, 3.0, "Фонды, гранты, проекты")]


def test_read_words_reads_ass_with_columns_of_its_own():
    text = "[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.00,Раз, два\n"

    assert times_and_texts(text) == [(1.0, 2.0, "Раз, два")]


TTML = '<?xml version="1.0" encoding="{encoding}"?>\n<tt xmlns="http://www.w3.org/ns/ttml"{rates}><body{body}><div>{p}</div></body></tt>'


def ttml(p: str, *, rates: str = "", body: str = "", encoding: str = "UTF-8") -> str:
    return TTML.format(p=p, rates=rates, body=body, encoding=encoding)


@pytest.mark.parametrize(
    ("begin", "rates", "seconds"),
    [
        ("00:00:01.500", "", 1.5),
        ("1.5s", "", 1.5),
        ("1500ms", "", 1.5),
        ("0.5m", "", 30.0),
        ("1h", "", 3600.0),
        ("00:00:01:15", "", 1.5),
        ("00:00:01:12", ' xmlns:p="http://www.w3.org/ns/ttml#parameter" p:frameRate="24"', 1.5),
        ("36f", ' frameRate="24"', 1.5),
        ("15000000t", ' tickRate="10000000"', 1.5),
        ("30f", ' frameRate="30" frameRateMultiplier="1000 1001"', 1.001),
        ("3t", ' tickRate="0"', 3.0),
    ],
)
def test_read_words_reads_every_time_of_ttml(begin, rates, seconds):
    read = phrases(ttml(f'<p begin="{begin}" dur="2s">Слово</p>', rates=rates))

    assert read[0].seconds == pytest.approx(seconds)
    assert read[0].end_seconds == pytest.approx(seconds + 2)


def test_read_words_reads_text_and_nested_times_of_ttml():
    text = ttml(
        '<p begin="1s" end="3s">Фонды <span>и</span><br/>\n  гранты</p>'
        '<p><span begin="4s" end="5s">Первый</span><span begin="5s" end="6s">Второй</span></p><p>без времени</p>',
        body=' begin="10s"',
    )

    assert times_and_texts(text) == [(11, 13, "Фонды и гранты"), (14, 15, "Первый"), (15, 16, "Второй")]


def test_read_words_reads_ttml_of_windows():
    content = ttml('<p begin="1s" end="2s">Слово на всё</p>', encoding="windows-1251").encode("cp1251")

    assert read_words(content).phrases == (TimedText(1.0, 2.0, "Слово на всё"),)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b" \n\n ", Fault.EMPTY),
        ("\u200b\ufeff\u200b".encode(), Fault.EMPTY),
        (b"WEBVTT\n\n", Fault.EMPTY),
        (b"PK\x03\x04 a document", Fault.NOT_TEXT),
        (b"%PDF-1.7", Fault.NOT_TEXT),
        (b"\x00\x00\x00\x20ftypisom", Fault.NOT_TEXT),
        (b"\x01\x00\x00\x02\x00\x00\x00\x00\x03\x00" * 20, Fault.NOT_TEXT),
        (b"<?xml version='1.0'?><tt><body><p begin='1s'>", Fault.BROKEN),
        (b"<!DOCTYPE tt [<!ENTITY a 'b'>]><tt><p begin='1s'>&a;</p></tt>", Fault.BROKEN),
        (b"a" * (8 * 2**20 + 1), Fault.TOO_LARGE),
    ],
)
def test_read_words_says_why_it_refuses(content, fault):
    with pytest.raises(Unreadable) as refused:
        read_words(content)

    assert refused.value.fault == fault


def test_read_words_refuses_too_many_phrases_and_sentences(monkeypatch):
    monkeypatch.setattr("nastavnik.video.text.reading.MOST_PHRASES", 1)

    for text in (SRT, "Первое. Второе."):
        with pytest.raises(Unreadable) as refused:
            read_words(text.encode())
        assert refused.value.fault == Fault.TOO_MANY


def test_read_words_cuts_a_text_without_end():
    assert len(phrases(f"00:00:01,000 --> 00:00:02,000\n{'а' * 5000}\n")[0].text) == 2000


def test_read_words_reads_a_plain_text_into_sentences():
    text = "Добрый день, коллеги. Вы из библиотеки им. Горького?\n\nС чего начать? «Сначала» — сказал А. С. Пушкин… Потом дальше."

    assert [(one.text, one.begins_paragraph) for one in read_words(text.encode()).sentences] == [
        ("Добрый день, коллеги.", True),
        ("Вы из библиотеки им. Горького?", False),
        ("С чего начать?", True),
        ("«Сначала» — сказал А. С. Пушкин…", False),
        ("Потом дальше.", False),
    ]


def test_read_words_takes_lines_for_paragraphs_where_there_are_no_others():
    sentences = read_words("Первый\nВторой\n".encode()).sentences

    assert [one.text for one in sentences] == ["Первый", "Второй"]
    assert all(one.begins_paragraph for one in sentences)


def test_read_words_cuts_a_long_sentence_at_commas_spaces_or_nowhere():
    with_commas = ", ".join(["слово" * 6] * 12)
    with_spaces = " ".join(["слово"] * 60)
    without = "а" * 300

    read = [[one.text for one in read_words(text.encode()).sentences] for text in (with_commas, with_spaces, without)]

    assert all(one.endswith(",") for one in read[0][:-1])
    assert " ".join(read[0]) == with_commas
    assert " ".join(read[1]) == with_spaces
    assert max(map(len, read[1])) <= 200
    assert read[2] == [without]


# --- files made to keep a server busy: each would take minutes if every letter were looked at from every other -----------


def test_read_words_reads_a_file_of_empty_lines():
    assert [one.text for one in read_words(b"x" + b"\n" * 400_000 + b"x").sentences] == ["x", "x"]


def test_read_words_looks_for_abbreviations_only_before_the_point():
    text = "А. " * 20_000

    assert "".join(one.text for one in read_words(text.encode()).sentences).count("А.") == 20_000


def test_sentences_of_one_without_end_read_it_once():
    read = []

    class Counting(str):
        __slots__ = ()

        def __getitem__(self, place):
            read.append(len(super().__getitem__(place)))
            return Counting(super().__getitem__(place))

        def strip(self):
            return Counting(super().strip())

    assert len(list(plain._cut(Counting("word " * 8_000)))) == 200
    assert sum(read) < 4 * 40_000


def test_in_order_asks_each_phrase_once_for_the_next_one(monkeypatch):
    asked = []

    class Counting:
        def __init__(self, seconds):
            self._seconds = seconds

        seconds = property(lambda self: asked.append(1) or self._seconds)

    found = reading._followings([Counting(1.0)] * 2_000 + [Counting(2.0)])

    assert found == [2.0] * 2_000 + [None]
    assert len(asked) < 10_000


@pytest.mark.parametrize(
    "begin",
    ["9" * 400 + "h", "999999999999999h", "9" * 16 + "." + "9" * 400 + "s"],
)
def test_read_words_refuses_times_beyond_any_film(begin):
    with pytest.raises(Unreadable) as refused:
        phrases(f'<tt><body><p begin="{begin}" dur="1s">Никогда</p></body></tt>')

    assert refused.value.fault == Fault.EMPTY


def test_read_words_takes_an_end_beyond_any_film_for_none():
    assert times_and_texts("0:01 --> 9999:00:00\nДолго\n") == [(1.0, 5.0, "Долго")]


@pytest.mark.parametrize("rate", ["0." + "0" * 200 + "1", "0.000000001"])
def test_read_words_is_not_divided_by_nothing(rate):
    rates = f'frameRate="{rate}" frameRateMultiplier="{rate} 999999999"'

    assert len(phrases(f'<tt {rates}><body><p begin="0:00:01" dur="1s">Раз</p></body></tt>')) == 1


def test_read_words_leaves_out_letters_that_no_alphabet_has():
    assert phrases(f"0:01 --> 0:02\nСло&#{'9' * 5000};во\n")[0].text == "Слово"


def test_read_words_refuses_more_tags_than_words_need(monkeypatch):
    monkeypatch.setattr(reading, "MOST_TAGS", 6)

    with pytest.raises(Unreadable) as refused:
        phrases('<tt><body><p begin="0:01"><br/><br/>Раз</p></body></tt>')

    assert refused.value.fault == Fault.TOO_MANY
