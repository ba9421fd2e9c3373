import pytest
from django.urls import get_script_prefix
from tests.programme.factories import SchoolFactory

pytestmark = pytest.mark.django_db
PAGE = "/programme/"


@pytest.fixture
def hosts(settings):
    settings.ALLOWED_HOSTS = ["testserver", ".example.ru"]


def test_only_school_answers_everywhere(client, hosts):
    school = SchoolFactory(host="north.example.ru")
    assert client.get(PAGE, headers={"host": "testserver"}).wsgi_request.school == school


@pytest.mark.parametrize("host", ["north.example.ru", "NORTH.example.ru:8000"])
def test_school_is_found_by_host_name(client, hosts, host):
    SchoolFactory()
    north = SchoolFactory(host="north.example.ru")
    assert client.get(PAGE, headers={"host": host}).wsgi_request.school == north


def test_school_is_found_by_path_and_its_addresses_stay_in_it(client):
    SchoolFactory()
    north = SchoolFactory(path="north")
    response = client.get("/north/programme/")

    request = response.wsgi_request
    assert (response.status_code, request.school, request.path_info) == (200, north, "/programme/")
    assert request.path == "/north/programme/"
    assert b'href="/north/videos/"' in response.content
    assert get_script_prefix() == "/"


def test_path_without_its_slash_leads_into_the_school(client):
    SchoolFactory()
    SchoolFactory(path="north")
    response = client.get("/north/programme")
    assert (response.status_code, response.headers["Location"]) == (301, "/north/programme/")


def test_first_page_of_a_school_by_path(client):
    SchoolFactory()
    north = SchoolFactory(path="north")
    assert client.get("/north").wsgi_request.school == north


def test_default_school_answers_for_other_paths(client):
    plain, _north = SchoolFactory(), SchoolFactory(path="north")
    assert client.get(PAGE).wsgi_request.school == plain


def test_installation_without_a_school_says_how_to_make_one(client):
    response = client.get(PAGE)
    assert response.status_code == 503
    assert "nastavnik demo" in response.content.decode()


def test_address_without_a_school_names_the_others(client):
    SchoolFactory(path="north", title="Северная школа")
    SchoolFactory(path="south")
    response = client.get(PAGE)
    assert response.status_code == 404
    assert "Северная школа" in response.content.decode()
    assert b"/north/" in response.content


def test_operator_reaches_the_admin_without_a_school(client):
    assert client.get("/admin/").status_code == 302


def test_guest_costs_no_query_for_the_school(client, school, django_assert_num_queries):
    client.get("/school.css")
    with django_assert_num_queries(0):
        client.get("/school.css")


def test_usual_colours_need_no_style_sheet(client, school):
    assert b"school.css" not in client.get(PAGE).content


def test_own_colours_have_a_style_sheet_in_the_school_of_the_path(client):
    SchoolFactory()
    SchoolFactory(path="north", accent_light="#7a1f3d", accent_dark="#e8a3b8")
    content = client.get("/north/programme/").content.decode()
    address = content.partition('href="/north/school.css')[2].partition('"')[0]

    styles = client.get(f"/north/school.css{address}")
    assert "--accent:#7a1f3d" in styles.content.decode()
    assert "immutable" in styles.headers["Cache-Control"]
