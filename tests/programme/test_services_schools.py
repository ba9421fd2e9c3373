import pytest
from django.core.exceptions import PermissionDenied
from tests.people.factories import OrganisationFactory
from tests.programme.factories import SchoolFactory

from nastavnik.core.models import JournalEntry
from nastavnik.people.models import Organisation
from nastavnik.people.permissions import SYSTEM, organisations_of
from nastavnik.programme.events import SchoolChanged
from nastavnik.programme.models import Partner, School
from nastavnik.programme.permissions import place_of
from nastavnik.programme.selectors import partners_of
from nastavnik.programme.services import (
    add_partner,
    change_school,
    create_school,
    remove_partner,
    set_school_address,
)
from nastavnik.programme.services.refusals import (
    ChangedMeanwhile,
    PaleAccent,
    PathReserved,
    SchoolAddressTaken,
    SlugTaken,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def make(now):
    def call(**words):
        given = {"actor": SYSTEM, "slug": "north", "title": "Школа", "owner": OrganisationFactory(), "now": now}
        return create_school(**(given | words))

    return call


@pytest.fixture
def settings_of(school, methodist, now):
    """Save the settings of `school` as they are but for what is named."""

    def call(**words):
        given = {
            "actor": methodist,
            "school_id": school.pk,
            "version": school.version,
            "now": now,
            "title": school.title,
            "motto": school.motto,
            "about": school.about,
            "owner": school.owner,
            "time_zone": school.time_zone,
            "tab_texts": {},
        }
        return change_school(**(given | words))

    return call


def test_create_school_keeps_its_words_and_joins_the_owner(make, now, heard):
    with heard() as news:
        school = make(host="School.Example.RU", tab_texts={"videos": " Записи ", "contest": " ", "odd": "нет"})

    school.refresh_from_db()
    assert (school.host, school.tab_texts, school.created_at) == ("school.example.ru", {"videos": "Записи"}, now)
    assert list(organisations_of(place_of(school))) == [school.owner]
    assert news == [SchoolChanged(school_id=school.pk)]
    assert JournalEntry.objects.get(verb="school_made").subject_id == school.pk


def test_create_school_by_a_methodist_is_denied(make, methodist):
    with pytest.raises(PermissionDenied):
        make(actor=methodist)


def test_create_school_with_a_taken_name_is_refused(make):
    SchoolFactory(slug="north")
    with pytest.raises(SlugTaken):
        make()


@pytest.mark.parametrize("address", [{"host": "a.example.ru"}, {"path": "north"}])
def test_create_school_at_a_taken_address_is_refused(make, address):
    SchoolFactory(**address)
    with pytest.raises(SchoolAddressTaken):
        make(**address)
    assert School.objects.count() == 1


def test_create_school_at_a_reserved_path_is_refused(make):
    with pytest.raises(PathReserved):
        make(path="desk")


def test_change_school_saves_what_differs_and_counts_the_version(settings_of, school, heard):
    owner = OrganisationFactory()
    with heard() as news:
        settings_of(title="Новая", owner=owner, accent_light="#7A1F3D", tab_texts={"videos": "Записи"})

    school.refresh_from_db()
    assert (school.title, school.owner, school.accent_light, school.version) == ("Новая", owner, "#7a1f3d", 1)
    assert JournalEntry.objects.get(verb="school_changed").details["fields"] == [
        "accent_light",
        "owner",
        "tab_texts",
        "title",
    ]
    assert owner in organisations_of(place_of(school))
    assert news == [SchoolChanged(school_id=school.pk)]


def test_change_school_to_the_same_changes_nothing(settings_of, school, heard):
    with heard() as news:
        settings_of()

    school.refresh_from_db()
    assert (school.version, news) == (0, [])


def test_change_school_opened_before_another_change_is_refused(settings_of, school):
    settings_of(title="Первая")
    with pytest.raises(ChangedMeanwhile):
        settings_of(title="Вторая", version=0)
    school.refresh_from_db()
    assert school.title == "Первая"


@pytest.mark.parametrize("colours", [{"accent_light": "#ffcc00"}, {"accent_dark": "#1f5a4b"}])
def test_change_school_to_a_pale_colour_is_refused(settings_of, colours):
    with pytest.raises(PaleAccent):
        settings_of(**colours)


def test_change_school_by_another_schools_methodist_is_denied(settings_of, outsider):
    with pytest.raises(PermissionDenied):
        settings_of(actor=outsider)


def test_set_address_by_the_installation_moves_the_school(school, now):
    set_school_address(actor=SYSTEM, school_id=school.pk, host="", path="north", now=now)
    school.refresh_from_db()
    assert school.path == "north"


def test_set_address_by_the_methodist_is_denied(school, methodist, now):
    with pytest.raises(PermissionDenied):
        set_school_address(actor=methodist, school_id=school.pk, host="", path="north", now=now)


def test_add_partner_twice_counts_once(school, methodist, now):
    partner = OrganisationFactory()
    for _ in range(2):
        add_partner(actor=methodist, school_id=school.pk, organisation=partner, now=now)

    assert partners_of(school) == [partner]
    assert partner in organisations_of(place_of(school))
    assert JournalEntry.objects.filter(verb="partner_added").count() == 1


def test_remove_partner_keeps_the_organisation(school, methodist, now):
    partner = OrganisationFactory()
    add_partner(actor=methodist, school_id=school.pk, organisation=partner, now=now)
    remove_partner(actor=methodist, school_id=school.pk, organisation_id=partner.pk, now=now)

    assert partners_of(school) == []
    assert Organisation.objects.filter(pk=partner.pk).exists()


def test_remove_partner_that_is_none_is_missing(school, methodist, now):
    with pytest.raises(Partner.DoesNotExist):
        remove_partner(actor=methodist, school_id=school.pk, organisation_id=OrganisationFactory().pk, now=now)
