"""The paper is a document of a word processor: in the fund's order, and what people typed stays text whatever it looks like."""

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from tests.grants.factories import GrantFactory, text_row
from tests.grants.funds.a_template import TEMPLATE
from tests.grants.whole import VALUES, fill

from nastavnik.grants.enums import GrantState
from nastavnik.grants.models import GrantFile
from nastavnik.grants.papers.document import application_docx, plain
from nastavnik.grants.selectors.out.paper import paper_of

pytestmark = pytest.mark.django_db

HOSTILE = (
    "{{ 7 * 7 }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{# gone? #}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{_{ 7 }_} {_% x %_}",
    "{%p endfor %}",
    "{%tr endif %}",
    "</w:t></w:r></w:p><w:p><w:r><w:t>внедрено",
    '<script>alert("1")</script> & Co',
    "]]> <!-- --> &lt; &#60;",
    "=HYPERLINK(1)",
    "таб\tвнутри",
)


def read(grant, now):
    """Return the document, and its bytes."""
    content = application_docx(paper_of(grant, now))
    return docx.Document(BytesIO(content)), content


def texts_of(document):
    return [paragraph.text for paragraph in document.paragraphs]


def cells_of(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_paper_has_everything_in_the_order_of_the_form(whole, now):
    document, _content = read(whole, now)

    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    fields = [one.text for one in document.paragraphs if one.style.name == "Heading 2"]
    assert headings == ["О проекте", "Почему", "Цель, задачи, план", "Результаты", "Команда и партнёры", "Бюджет"]
    assert fields[:4] == ["Название проекта", "Краткое описание", "Полное описание, презентация", "География проекта"]
    assert any(text.startswith("15 января 2027") for text in texts_of(document))
    assert document.core_properties.title == "Читаем вместе"


def test_headings_are_numbered_and_heads_of_tables_come_again(whole, now):
    document, _content = read(whole, now)

    for name, level in (("Heading 1", 0), ("Heading 2", 1)):
        numbered = document.styles[name].element.pPr.numPr
        assert (numbered.ilvl.val, numbered.numId.val) == (level, 99)
    for table in document.tables[1:-1]:
        first, *others = table._tbl.findall(qn("w:tr"))
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in others)


def test_pages_name_the_project_and_the_fund_and_are_counted(whole, now):
    document, _content = read(whole, now)
    section = document.sections[0]

    assert section.header.paragraphs[0].text.startswith("Читаем вместе · черновик")
    assert "Районный конкурс" in section.footer.paragraphs[0].text
    counted = [one.text.strip() for one in section.footer._element.iter(qn("w:instrText"))]
    assert counted == ["PAGE", "NUMPAGES"]


def test_budget_has_articles_with_sums_right_to_the_kopeck(whole, now):
    document, _content = read(whole, now)
    rows = cells_of(document.tables[-2])

    assert rows[0][:2] == ["№", "За что"]
    assert rows[1][:2] + rows[1][4:7] == [
        "1",
        "Оплата труда штатных работников",
        "120\xa0000",
        "30\xa0000",
        "90\xa0000",
    ]
    assert rows[2][0] == "1.1"
    assert rows[-1][1:2] + rows[-1][4:7] == ["Итого", "183\xa0270", "30\xa0000", "153\xa0270"]


def test_line_of_no_article_and_more_of_ones_own_than_it_costs_are_printed_as_they_are(whole, now):
    line = {**VALUES["budget_lines"][0], "article": "unknown", "quantity": "1", "price": "10", "own": "30,50"}
    document, _content = read(fill(whole, budget_lines=[line]), now)
    rows = cells_of(document.tables[-2])

    assert [rows[1][0], rows[1][6], rows[2][6]] == ["1.1", "−20,50", "−20,50"]
    assert "−20,50 ₽" in [row[1] for row in cells_of(document.tables[0])]


def test_broad_tables_lie_on_sheets_turned_sideways(whole, now):
    document, _content = read(whole, now)

    turned = [section.page_width > section.page_height for section in document.sections]
    assert turned == [False, True, False, True, False]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(whole, now, text):
    rows = [{"id": "o1", "objective": text}]
    fill(whole, title=text, short_description=f"{text}\n\nвторой абзац", objectives=rows, fund_direction=text)
    whole.applicant = whole.fund_number = text

    document, content = read(whole, now)

    said = " ".join(text.split()) if "\t" not in text else text
    assert texts_of(document)[0] == said
    assert said in texts_of(document)
    assert "второй абзац" in texts_of(document)
    assert cells_of(document.tables[1])[1][1] == said
    assert any(said in value for _label, value in cells_of(document.tables[0]))
    assert document.sections[0].header.paragraphs[0].text.startswith(said[:60])
    assert ZipFile(BytesIO(content)).testzip() is None


def test_characters_that_no_xml_may_hold_are_left_out(whole, now):
    fill(whole, title="До\x0b\ufffe\ufdd0после")

    document, _content = read(whole, now)

    assert texts_of(document)[0] == "Допосле"
    # PostgreSQL keeps none of these
    assert plain("До\x00\ud800после") == "Допосле"


def test_long_title_is_cut_above_the_pages_alone(whole, now):
    fill(whole, title="Слово " * 40)

    document, _content = read(whole, now)

    assert document.sections[0].header.paragraphs[0].text.split(" · ")[0].endswith("…")
    assert texts_of(document)[0] == " ".join(["Слово"] * 40)


def test_empty_application_says_what_is_not_filled_in(application, now):
    document, _content = read(application, now)

    assert texts_of(document)[0] == "Читаем вместе"
    assert texts_of(document).count("Не заполнено.") > 20
    assert len(document.tables) == 2


def test_what_was_submitted_is_no_draft(whole, now):
    whole.state, whole.fund_number, whole.closes_at = GrantState.SUBMITTED, "26-1-0007", now

    document, _content = read(whole, now)

    assert "черновик" not in document.sections[0].header.paragraphs[0].text
    assert ["Номер в фонде", "26-1-0007"] in cells_of(document.tables[0])
    assert any("московское время" in value for _label, value in cells_of(document.tables[0]))


def test_paper_names_files_and_lists(project, now):
    more = "      - {key: themes, kind: choices, label: Темы, options: [сказки, стихи]}\n"
    files = "      - {key: letters, kind: files, label: Письма, is_required: no}\n"
    grant = GrantFactory(project=project, template=text_row(TEMPLATE + more + files), legal_form="other")
    fill(grant, themes=["сказки", "стихи"])
    told = {"kind": "pdf", "file": "x", "bytes": 1, "sha256": "", "added_at": now}
    GrantFile.objects.create(project=project, grant=grant, field_key="letters", name="Письмо школы.pdf", **told)

    document, _content = read(grant, now)

    points = [one.text for one in document.paragraphs if one.style.name == "List Bullet"]
    assert points == ["сказки", "стихи", "Письмо школы.pdf"]
    assert ["Заявитель", "МБУК «Библиотека»"] in cells_of(document.tables[0])


def test_paper_that_ends_with_a_broad_table_is_turned_back(project, now):
    broad = "".join(
        f"          - {{key: c{n}, label: Графа {n}, kind: {kind}}}\n"
        for n, kind in enumerate(["line", "text", "date", "money", "number", "line"])
    )
    table = "      - key: broad\n        kind: rows\n        label: Широкая таблица\n        columns:\n" + broad
    grant = GrantFactory(project=project, template=text_row(TEMPLATE + table))
    fill(grant, broad=[{"id": "r1", "c0": "а", "c1": "б\nв", "c2": "2027-02-01", "c3": "1000,5", "c4": "7", "c5": ""}])

    document, _content = read(grant, now)

    assert cells_of(document.tables[1])[1] == ["1", "а", "б\nв", "01.02.2027", "1\xa0000,50 ₽", "7", ""]
    assert [one.page_width > one.page_height for one in document.sections] == [False, True, False]
