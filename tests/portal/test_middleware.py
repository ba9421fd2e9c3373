from django.db import connection
from django.test.utils import CaptureQueriesContext

from nastavnik.portal.middleware import NavigationMiddleware


def seen(rf, path, **attributes):
    """The request as the view behind the middleware sees it."""
    request = rf.get(path, headers=attributes.pop("headers", {}))
    for name, value in attributes.items():
        setattr(request, name, value)
    NavigationMiddleware(lambda given: given)(request)
    return request


def test_navigation_of_a_guest_costs_no_query(rf, school, django_assert_num_queries):
    with django_assert_num_queries(0):
        request = seen(rf, "/videos/", school=school)

    assert [link.url for link in request.nav if link.is_current] == ["/videos/"]
    assert request.user_menu == []
    assert request.desk_nav is None


def test_navigation_of_a_person_costs_one_query(rf, school, methodist):
    rf.cookies["sessionid"] = "any"

    with CaptureQueriesContext(connection) as asked:
        request = seen(rf, "/desk/", school=school, user=methodist)

    assert len(asked) == 1
    assert [link.url for link in request.desk_nav.links if link.is_current] == ["/desk/"]


def test_part_of_a_page_gets_no_navigation(rf, school):
    assert not hasattr(seen(rf, "/", school=school, headers={"HX-Request": "true"}), "nav")


def test_installation_without_a_school_has_no_navigation(rf):
    assert not hasattr(seen(rf, "/admin/", school=None), "nav")
