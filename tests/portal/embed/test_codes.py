"""The page of the desk that hands out the code for other sites."""

import html
import re

import pytest
from tests.programme.factories import ProgrammeFactory

from nastavnik.portal.selectors.embed import View
from nastavnik.portal.selectors.embed_codes import codes_page


def test_codes_name_whole_addresses_and_the_script_by_its_lasting_name(school):
    codes = codes_page(school, View.VIDEOS, "")
    root = school.base_url

    for code in (codes.frame, codes.element):
        assert f'src="{root}/embed/?view=videos"' in code
        assert f'<script async src="{root}/static/embed.js"></script>' in code
        assert f'<a href="{root}/videos/" target="_blank" rel="noopener">' in code
    assert "data-nastavnik" in codes.frame
    assert codes.element.startswith("<nastavnik-embed ")


def test_codes_let_no_bracket_of_a_title_through(school):
    school.title = 'Школа "у моря" <script>'

    code = codes_page(school, View.NEXT, "").frame

    assert "<script>" not in code
    assert "&quot;у моря&quot;" in code


def test_codes_of_a_year_lead_to_that_year(school):
    year = ProgrammeFactory(school=school)

    code = codes_page(school, View.PROGRAMME, year.token).frame

    assert f"/embed/year/{year.token}/?view=programme" in code
    assert f"/programme/{year.token}/" in code


@pytest.mark.parametrize("chosen", [{}, {"view": "videos"}, {"view": "odd", "year": "odd"}])
def test_desk_shows_code_and_preview_of_what_was_chosen(enter, director, school, settings, chosen):
    settings.EMBED_HOSTS = ["https://library.example"]
    ProgrammeFactory(school=school)

    page = enter(director).get("/desk/embed/", chosen).content.decode()

    view = "videos" if chosen.get("view") == "videos" else "programme"
    assert re.search(rf'<iframe class="embed-preview" src="/embed/\?view={view}"', page)
    # the code is read and copied: the only frame of the page is the preview
    assert page.count("<iframe") == 1
    assert "&lt;iframe src=&quot;http" in page
    assert f"/embed/?view={view}" in html.unescape(page)
    assert "https://library.example" in page
    assert "/static/embed.js" in page


def test_desk_offers_years_that_guests_see(enter, methodist, school):
    shown, hidden = ProgrammeFactory(school=school), ProgrammeFactory(school=school, is_public=False)

    page = enter(methodist).get("/desk/embed/").content.decode()

    assert shown.title in page
    assert hidden.title not in page
    assert "EMBED_HOSTS" in page


def test_desk_is_for_the_desk_alone(enter, learner, school):
    assert enter(learner).get("/desk/embed/").status_code == 404
