import pytest
from tests.people.factories import OrganisationFactory, in_network
from tests.programme.factories import PartnerFactory, SchoolFactory

from nastavnik.people.models import Organisation
from nastavnik.programme.events import SchoolChanged
from nastavnik.programme.models import School
from nastavnik.programme.receivers import show_changed_school
from nastavnik.programme.selectors import schools
from nastavnik.programme.selectors.schools import accents_mark, directory, school_settings

pytestmark = pytest.mark.django_db


def test_directory_is_asked_once_and_again_after_a_while(school, monkeypatch, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert directory().schools == directory().schools == (school,)
    moment = directory().until
    monkeypatch.setattr(schools.time, "monotonic", lambda: moment)
    with django_assert_num_queries(1):
        directory()


def test_directory_is_asked_after_a_change_in_this_process(school, django_assert_num_queries):
    directory()
    show_changed_school(SchoolChanged(school_id=school.pk))
    with django_assert_num_queries(1):
        directory()


def test_accents_mark_changes_with_the_colours_and_is_nothing_for_the_usual_ones(school):
    assert accents_mark(school) == ""
    school.accent_light = "#7a1f3d"
    first = accents_mark(school)
    school.accent_dark = "#e8a3b8"
    assert "" != first != accents_mark(school) != ""


def test_settings_offer_the_network_and_who_is_not_a_partner_yet(school, methodist):
    partner = PartnerFactory(school=school, position=1).organisation
    other = OrganisationFactory()
    for organisation in (partner, other):
        in_network(organisation, schools.place_of(school))
    page = school_settings(methodist, school)

    assert page.school.owner == school.owner
    assert (page.partners, page.organisations, page.not_yet_partners) == ([partner], [partner, other], [other])
    assert page.partner(partner.token) == partner
    with pytest.raises(Organisation.DoesNotExist):
        page.partner(other.token)


def test_settings_hold_what_the_form_shows(school, methodist):
    school.tab_texts = {"videos": "Записи"}
    school.save()
    typed = school_settings(methodist, school).typed
    assert (typed["title"], typed["owner"], typed["tab_videos"], typed["tab_contest"]) == (
        school.title,
        school.owner_id,
        "Записи",
        "",
    )


@pytest.mark.parametrize("who", ["director", "learner", "outsider"])
def test_settings_are_missing_for_others(school, who, request):
    with pytest.raises(School.DoesNotExist):
        school_settings(request.getfixturevalue(who), school)


def test_default_is_the_only_school_or_the_one_without_an_address():
    only = SchoolFactory(host="a.example.ru")
    assert directory().default() == only
    schools.forget_schools()
    SchoolFactory(path="north")
    assert directory().default() is None
    schools.forget_schools()
    plain = SchoolFactory()
    assert directory().default() == plain
