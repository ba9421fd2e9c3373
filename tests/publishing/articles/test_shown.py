"""How an article reads at its editor: what the press will make of it."""

import pytest
from tests.publishing.factories import picture

from nastavnik.publishing.models import ArticlePicture
from nastavnik.publishing.selectors.articles import shown as shown_module
from nastavnik.publishing.selectors.articles.shown import reads
from nastavnik.publishing.services import articles as services

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(article):
    """Read a text as that of the article."""

    def call(text):
        article.text = text
        return reads(article, {one.key: one for one in ArticlePicture.objects.filter(article=article)})

    return call


def test_footnotes_are_numbered_as_they_come_and_stand_at_the_end(read):
    shown = read(
        "Два[^b] и раз[^a], без слов[^c].\n\n[^a]: Первая *важная*.\n[^b]: Вторая.\n\n    Её конец.\n\nДальше[^b]."
    )

    assert [one.kind for one in shown.blocks] == ["read", "read"]
    assert 'Два<sup><a href="#note-1" id="to-note-1">1</a></sup> и раз<sup><a href="#note-2"' in shown.blocks[0].html
    assert "слов[^c]" in shown.blocks[0].html
    assert [str(one).replace("\n", "") for one in shown.notes] == [
        "<p>Вторая.</p><p>Её конец.</p>",
        "<p>Первая <em>важная</em>.</p>",
        "<p>Вторая.</p><p>Её конец.</p>",
    ]


def test_signs_of_footnotes_are_sought_in_words_and_not_in_attributes(read):
    shown = read('[Сайт](https://a.example "2 > 1, see [^1] \\"там\\" [^1]") и слово[^1].\n\n[^1]: Так.')

    html = shown.blocks[0].html
    assert 'title="2 > 1, see [^1] &quot;там&quot; [^1]"' in html.replace("&gt;", ">")
    assert 'слово<sup><a href="#note-1"' in html
    assert len(shown.notes) == 1


def test_footnote_is_rendered_once_and_repeated_within_limits(read, monkeypatch):
    rendered = []
    real = shown_module.render_markdown
    monkeypatch.setattr(shown_module, "render_markdown", lambda words: rendered.append(words) or real(words))
    monkeypatch.setattr(shown_module, "MOST_NOTED", 3 * len("<p>Так.</p>\n") - 1)

    shown = read("Слово[^1][^1][^1][^1].\n\n[^1]: Так.")

    assert rendered.count("Так.") == 1
    assert len(shown.notes) == 3
    assert "3</a></sup>[^1]." in shown.blocks[0].html


def test_footnote_of_a_paragraph_with_fillers_keeps_its_number(read):
    shown = read("Ну вот мы начали[^a].\n\n[^a]: Так.")

    assert "начали¹" in "".join(one.text for one in shown.blocks[0].pieces)
    assert len(shown.notes) == 1


@pytest.mark.parametrize("apart", ["\n\n", "\n"])
def test_table_has_its_caption_and_number(read, apart):
    shown = read(f"::: {{.table #one}}{apart}Итоги & годы\n\n| a | b |\n|---|---|\n| 1 | 2 |{apart}:::\n\nПосле.")

    table, after = shown.blocks
    assert "<caption><strong>Таблица 1.</strong> Итоги &amp; годы</caption>\n<thead>" in table.html
    assert table.html.startswith(
        '<div class="scroll" tabindex="0" role="region" aria-label="Таблица 1. Итоги &amp; годы">'
    )
    assert "После" in after.html
    assert shown.has_numbers


def test_what_looks_like_a_caption_is_shown_where_no_table_follows(read):
    shown = read("::: {.table}\n\nСлова.\n\n## Раздел\n\n:::\n\n::: {.table}\n\nЕщё.\n\n:::\n\n::: {.table}\n\nКонец.")

    assert [str(one.html).strip() for one in shown.blocks] == [
        "<p>Слова.</p>",
        "Раздел",
        "<p>Ещё.</p>",
        "<p>Конец.</p>",
    ]
    assert not shown.has_numbers


def test_table_without_caption_and_one_that_is_none(read):
    table, other = read("| a | |\n|---|---|\n| 1 | |\n\n| просто строка").blocks

    assert 'aria-label="Таблица (1)"' in table.html
    assert "<caption>" not in table.html
    assert "<th></th>" not in table.html
    assert "<table" not in other.html


def test_figures_are_numbered_and_told(read, article, methodist, now):
    kept = services.add_picture(actor=methodist, article_id=article.pk, content=picture(), alt="Двор", now=now)
    text = f'![]({kept.key})\n\n![Подпись]({kept.key}){{alt="Дети"}}\n\n![Без файла](none.jpg)'

    plain, captioned, missing = read(text).blocks

    assert (plain.alt, plain.label) == ("Двор", "")
    assert (captioned.alt, captioned.label, captioned.caption) == ("Дети", "Рис. 1.", "Подпись")
    assert (missing.picture_url, missing.html, missing.label) == ("", "none.jpg", "")


def test_boxes_hold_what_stands_in_them_and_the_press_speaks_to_itself(read):
    text = '::: aside\nПамятка [О. Щ.]{.person}.\n:::\n\n::: {.moment video="v" t="2"}\n\nСказано.\n\n:::\n\n```\n::: aside {.x}\n```'

    aside, said, code = read(text).blocks

    assert (aside.division, str(aside.html)) == ("aside", "<p>Памятка О. Щ..</p>\n")
    assert (said.division, said.kind) == ("", "read")
    assert "::: aside {.x}" in code.html
    assert code.division == ""


def test_article_without_text_has_nothing(read):
    assert read("").blocks == []
