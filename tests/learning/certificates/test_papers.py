import io
from datetime import UTC, datetime
from decimal import Decimal

import pypdfium2
import pytest
import zxingcpp
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw
from tests.learning.certificates.factories import PRINTED, CertificateFactory

from nastavnik.learning.enums import CertificateKind
from nastavnik.learning.papers import words
from nastavnik.learning.papers.sheet import sheet_from, themes_from
from nastavnik.learning.selectors.certificates import templates

NOW = datetime(2026, 11, 26, 22, 30, 5, 123, tzinfo=UTC)


def drawn_signature():
    picture = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(10, 80), (120, 10), (290, 70)], fill=(20, 30, 120, 255), width=6)
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def pages_of(pdf):
    return len(pypdfium2.PdfDocument(pdf))


def picture_of(pdf, page=0):
    return pypdfium2.PdfDocument(pdf)[page].render(scale=2).to_pil()


def certificate(db_programme, **fields):
    printed = {**PRINTED, **fields.pop("printed", {})}
    return CertificateFactory(programme=db_programme, issued_at=NOW, printed=printed, **fields)


def test_sheet_says_everything_that_is_kept(programme):
    one = certificate(programme, name="Иванова Мария Сергеевна", number="2026-0042")
    text = text_of(templates.pdf_of(one))
    for words_ in ("Сертификат участника", "Иванова Мария Сергеевна", "№ 2026-0042", "Разговор с читателем"):
        assert words_ in text
    assert "27 ноября 2026 г." in text  # by the clock of the school, where the day has begun
    assert f"{one.code[:5]}-{one.code[5:]}" in text
    assert "М. П." in text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Анна 😀 Иванова", "Анна Иванова"),
        ("中文", "—"),
        ("\x07\ue000", "—"),
        ("Ђорђевић\u202fӘсел\u200d", "Ђорђевић Әсел"),
    ],
)
def test_signs_that_no_font_has_are_left_out(programme, name, shown):
    one = certificate(programme, name=name, printed={"themes": ["Мемы 🐈 и библиотека"]})

    text = text_of(templates.pdf_of(one))

    assert shown in text
    assert "Мемы и библиотека" in text


def test_square_code_leads_to_the_page_that_verifies(programme):
    one = certificate(programme)
    read = zxingcpp.read_barcodes(picture_of(templates.pdf_of(one)))
    assert [code.text for code in read] == [f"{programme.school.base_url}/verify/{one.code}/"]


def test_sheet_is_tagged_and_archivable(programme):
    one = certificate(programme)
    pdf = templates.pdf_of(one)
    document = pypdfium2.PdfDocument(pdf)
    assert document.is_tagged()
    assert document.get_metadata_value("Title") == f"Сертификат участника {one.number}"
    page = document[0]
    assert (round(page.get_width()), round(page.get_height())) == (842, 595)  # A4 across
    for mark in (b"<pdfaid:part>2</pdfaid:part>", b"<pdfaid:conformance>A", b"<pdfuaid:part>1</pdfuaid:part>"):
        assert mark in pdf


@pytest.mark.parametrize(
    "name",
    [
        'Иванова #panic("x") $x^2$ *жирно* _так_ @cite `код` <метка> \\ ] [',
        "<script>alert(1)</script>",
        '#read("/etc/passwd")',
    ],
)
def test_markup_in_a_name_is_printed_as_it_was_typed(programme, name):
    text = text_of(templates.pdf_of(certificate(programme, name=name)))
    assert "".join(name.split()) in "".join(text.split())


def test_long_words_stay_on_one_sheet(programme):
    printed = {"text": "слова " * 100, "heading": "Сертификат " * 7, "themes": []}
    pdf = templates.pdf_of(certificate(programme, name="Константинопольская " * 10, printed=printed))
    assert pages_of(pdf) == 1


def test_many_themes_go_to_an_appendix_of_two_columns(programme):
    themes = [f"Тема {number}: как подготовить мастер-класс в сельской библиотеке" for number in range(1, 41)]
    pdf = templates.pdf_of(certificate(programme, printed={"themes": themes}))
    assert pages_of(pdf) == 2
    text = text_of(pdf)
    assert "Темы занятий перечислены в приложении" in text
    assert all(f"Тема {number}:" in text for number in range(1, 41))


def test_picture_of_a_signature_is_printed(programme):
    name = default_storage.save("certificates/signatures/x.png", ContentFile(drawn_signature()))
    signatures = [{"name": "И. И. Петрова", "position": "Директор", "picture": name}]
    blue = (20, 30, 120)

    def blue_dots(one):
        colours = picture_of(templates.pdf_of(one)).convert("RGB").getcolors(2**24)
        return sum(
            count for count, colour in colours if max(abs(a - b) for a, b in zip(colour, blue, strict=True)) < 12
        )

    assert blue_dots(certificate(programme, printed={"signatures": signatures})) > 50
    assert blue_dots(certificate(programme)) == 0


def test_sheet_is_the_same_whenever_it_is_set(programme):
    one = certificate(programme)
    assert templates.pdf_of(one) == templates.pdf_of(one)


def test_sample_shows_the_template_as_it_is(school):
    text = text_of(templates.sample_of(school, CertificateKind.SPEAKER, NOW).content)
    assert "Сертификат ведущего" in text
    assert "Тема занятия 6" in text


def test_file_name_leaves_out_what_file_systems_refuse(programme):
    one = certificate(programme, number="2026-0001", name='Ива/нова: "Мария" \\ <x> ' + "я" * 100)
    assert (
        templates.file_name(one, "pdf") == ("2026-0001 Иванова Мария x " + "я" * 100)[: len("2026-0001 ") + 80] + ".pdf"
    )


def test_themes_are_no_more_and_no_longer_than_a_sheet_bears():
    themes = themes_from(["т" * 300] * 70)
    assert len(themes) == 60
    assert len(themes[0]) == 251


def test_sheet_kept_and_read_is_the_same():
    assert sheet_from(sheet_from(PRINTED).kept()) == sheet_from(PRINTED)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("программа {программа}, {ЧАСЫ}, {hours}, { начало }", []),
        ("{имя} и {programm}", ["{имя}", "{programm}"]),
        ("{программа и {часы}", ["{"]),
        ("конец}", ["}"]),
        ("{}", ["{}"]),
    ],
)
def test_faults_are_words_in_braces_that_stand_for_nothing(text, faults):
    assert words.faults_in(text) == faults


def test_filled_takes_names_of_both_languages_and_leaves_the_rest():
    values = dict.fromkeys(words.PLACEHOLDERS, "x") | {"programme": "{часы}", "hours": "24\xa0часа"}
    assert words.filled(" {программа}  {hours}\n{имя} ", values) == "{часы} 24\xa0часа {имя}"


def test_hours_and_days_are_not_broken_between_lines(programme):
    sheet = templates.sheet_of(
        templates.template_of(programme.school, CertificateKind.PARTICIPANT),
        programme,
        hours=Decimal(24),
        themes=["Первое"],
    )
    assert "24\xa0академических\xa0часа" in sheet.text or "24\xa0академических\xa0часов" in sheet.text
    assert "1\xa0сентября\xa02026\xa0г." in sheet.text
