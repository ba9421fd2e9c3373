import pytest
from django.core.exceptions import PermissionDenied
from tests.people.factories import OrganisationFactory, in_network

from nastavnik.people import services
from nastavnik.people.enums import LegalForm, LibraryKind
from nastavnik.people.models import Library, NetworkMember, Organisation
from nastavnik.people.permissions import SYSTEM
from nastavnik.people.services import refusals

pytestmark = pytest.mark.django_db


def test_add_organisation_joins_the_network_as_its_keeper(methodist, place, now):
    made = services.add_organisation(
        actor=methodist, place=place, name=" МБУК  «Библиотека» ", legal_form=LegalForm.MBUK, now=now
    )
    assert (made.name, made.short_name, made.name_key) == (
        "МБУК «Библиотека»",
        "МБУК «Библиотека»",
        "мбук «библиотека»",
    )
    assert NetworkMember.objects.get(organisation=made).is_keeper


def test_add_organisation_of_a_known_name_joins_it_as_it_is(outsider, network, other_place, now):
    same = services.add_organisation(actor=outsider, place=other_place, name=network.name, short_name="Чужое", now=now)
    assert same == network
    network.refresh_from_db()
    assert network.short_name != "Чужое"
    assert not NetworkMember.objects.get(organisation=network, place_id=other_place.id).is_keeper


def test_add_organisation_before_its_school_is_for_the_school_itself(methodist, now):
    made = services.add_organisation(actor=SYSTEM, place=None, name="АНО", now=now)
    assert not NetworkMember.objects.filter(organisation=made).exists()
    with pytest.raises(PermissionDenied):
        services.add_organisation(actor=methodist, place=None, name="АНО 2", now=now)


def test_add_organisation_by_a_learner_is_refused(learner, place, now):
    with pytest.raises(PermissionDenied):
        services.add_organisation(actor=learner, place=place, name="АНО", now=now)


def change(actor, place, organisation, now, **words):
    said = {"name": "Новое имя", "short_name": "", "legal_form": LegalForm.ANO, "site": ""} | words
    return services.edit_organisation(actor=actor, place=place, organisation_id=organisation.pk, now=now, **said)


def test_edit_organisation_changes_all_of_it(methodist, network, place, now):
    change(methodist, place, network, now, name="Ёлка", short_name="Ё")
    network.refresh_from_db()
    assert (network.name, network.name_key, network.short_name) == ("Ёлка", "елка", "Ё")


def test_edit_organisation_to_a_taken_name_is_refused(methodist, network, place, now):
    OrganisationFactory(name="Занято")
    with pytest.raises(refusals.OrganisationTaken):
        change(methodist, place, network, now, name="Занято")


def test_edit_organisation_that_others_keep_is_refused(outsider, methodist, network, place, other_place, now):
    in_network(network, other_place, is_keeper=False)
    with pytest.raises(refusals.OrganisationOfOthers):
        change(outsider, other_place, network, now)
    with pytest.raises(PermissionDenied):
        change(outsider, place, network, now)
    with pytest.raises(Organisation.DoesNotExist):
        change(methodist, place, OrganisationFactory(), now)


def add(actor, place, organisation, now, **words):
    return services.add_library(actor=actor, place=place, organisation=organisation, now=now, **words)


def test_add_library_keeps_its_keys(methodist, network, place, now):
    library = add(methodist, place, network, now, name="Ёлкинская  библиотека", number=3, settlement="с. Ёлки")
    assert (library.name_key, library.settlement_key) == ("елкинская библиотека", "с. елки")
    assert library.label == "№ 3 · Ёлкинская библиотека"


def test_label_of_a_library_without_a_number_is_its_name(methodist, network, place, now):
    library = add(methodist, place, network, now, name="Детская", kind=LibraryKind.CHILDREN)
    assert library.label == "Детская"


def test_add_library_of_a_taken_number_or_name_is_refused(methodist, network, branch, place, now):
    for words in ({"name": "Другая", "number": 6}, {"name": branch.name.upper(), "number": 7}):
        with pytest.raises(refusals.LibraryTaken):
            add(methodist, place, network, now, **words)
    assert Library.objects.count() == 1


def test_add_library_to_an_organisation_of_others_is_refused(methodist, learner, network, place, now):
    with pytest.raises(refusals.OrganisationOfOthers):
        add(methodist, place, OrganisationFactory(), now, name="Б")
    with pytest.raises(PermissionDenied):
        add(learner, place, network, now, name="Б")


def test_edit_library_moves_it(methodist, network, branch, place, now):
    other = OrganisationFactory()
    in_network(other, place)
    words = {"name": "Иная", "kind": LibraryKind.CENTRAL, "number": None, "settlement": "", "is_model": True}
    services.edit_library(actor=methodist, place=place, library_id=branch.pk, organisation=other, now=now, **words)
    branch.refresh_from_db()
    assert (branch.organisation, branch.number, branch.is_model) == (other, None, True)
    with pytest.raises(refusals.OrganisationOfOthers):
        services.edit_library(
            actor=methodist, place=place, library_id=branch.pk, organisation=OrganisationFactory(), now=now, **words
        )
