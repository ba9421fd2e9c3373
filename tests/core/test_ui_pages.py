"""The base page, the gallery, the preferences and the pages of what went wrong."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from nastavnik.core.http.preferences import Display, read_display

CORE_OR_FOREIGN = ("nastavnik.core.", "django.", "allauth.", "csp.", "whitenoise.", "django_htmx.", "axes.")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_school_yet(settings):
    """The kernel knows no schools: its pages stand without the middlewares of the apps above it."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name.startswith(CORE_OR_FOREIGN)]


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def display_of(response):
    return read_display(response.cookies["display"].value)


# --- preferences ---


def test_choose_a_theme_is_remembered_and_leads_back(browser):
    response = browser.post("/preferences/", {"theme": "dark", "next": "/lessons/?page=2"})

    assert response.status_code == 302
    assert response["Location"] == "/lessons/?page=2"
    assert display_of(response) == Display(theme="dark")
    assert response.cookies["display"]["samesite"] == "Lax"


def test_choose_one_setting_keeps_the_others(browser):
    browser.post("/preferences/", {"vision": "white-on-black"})
    response = browser.post("/preferences/", {"size": "3"})

    assert display_of(response) == Display(vision="white-on-black", size="3")


def test_choose_a_language_sets_its_own_cookie(browser):
    response = browser.post("/preferences/", {"language": "en"})

    assert response.cookies["language"].value == "en"
    assert "display" not in response.cookies


@pytest.mark.parametrize("posted", [{"theme": "<script>"}, {"language": "xx"}, {"size": "9"}, {"nothing": "here"}, {}])
def test_choose_something_unknown_sets_nothing(browser, posted):
    assert not browser.post("/preferences/", posted).cookies


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "",
        "\x00",
    ],
)
def test_choose_with_a_foreign_next_leads_home(browser, address):
    assert browser.post("/preferences/", {"theme": "dark", "next": address})["Location"] == "/"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 302),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://testserver"}, 302),
        ({}, 302),
    ],
)
def test_choose_from_another_site_is_refused(browser, headers, status):
    assert browser.post("/preferences/", {"theme": "dark"}, headers=headers).status_code == status


def test_choose_by_get_is_refused(browser):
    assert browser.get("/preferences/").status_code == 405


# --- the gallery and the base page ---


def test_show_the_gallery_is_only_for_developers(client, settings):
    settings.DEBUG = False

    assert client.get("/dev/ui/").status_code == 404


@pytest.fixture
def gallery(client, settings):
    settings.DEBUG = True
    return client.get("/dev/ui/").content.decode()


def test_show_the_gallery_has_landmarks_and_a_skip_link(gallery):
    for mark in ("<header", "<main", "<footer", 'href="#main"', 'id="main"', 'lang="ru"', 'role="status"'):
        assert mark in gallery


def test_show_the_gallery_keeps_to_the_policy(gallery):
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", gallery) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", gallery) == []
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//', gallery) == []


def test_show_the_gallery_has_every_id_once(gallery):
    ids = re.findall(r'\sid="([^"]+)"', gallery)

    assert [name for name in ids if ids.count(name) > 1] == []


def test_show_a_page_in_the_chosen_way(client, settings):
    settings.DEBUG = True
    client.post("/preferences/", {"theme": "dark", "vision": "blue-on-blue", "size": "2"})
    html = client.get("/dev/ui/").content.decode()

    assert 'data-theme="dark"' in html
    assert 'data-vision="blue-on-blue" data-size="2" data-spacing="normal" data-images="on"' in html


def test_show_a_page_in_english(client, settings):
    settings.DEBUG = True
    client.post("/preferences/", {"language": "en"})

    assert "Skip to the content" in client.get("/dev/ui/").content.decode()


def test_export_of_the_gallerys_table_is_a_file(client, settings):
    settings.DEBUG = True

    assert client.get("/dev/ui/?export=csv")["Content-Disposition"] == 'attachment; filename="lessons.csv"'


# --- what went wrong ---


def test_show_a_missing_page_says_what_to_do(client):
    response = client.get("/no-such-page-on-the-shelf/")

    assert response.status_code == 404
    assert "Такой страницы на полке нет" in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html", "403_csrf.html"])
def test_show_a_failure_needs_neither_request_nor_context(name):
    assert 'href="/"' in render_to_string(name)


@pytest.mark.template_queries  # allauth looks up its outside providers while its own template renders
def test_show_the_sign_in_page_in_our_frame(client):
    html = client.get(reverse("account_login")).content.decode()

    assert 'class="entrance"' in html
    assert 'class="brand"' in html


def test_show_a_page_of_the_desk_without_places_without_an_empty_fold(rf):
    html = render_to_string("core/desk_base.html", {"desk_nav": None}, request=rf.get("/desk/"))

    assert "desk-frame" in html
    assert "desk-fold" not in html
