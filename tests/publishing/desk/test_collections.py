"""Collections made, ordered, filled in, published, removed."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from tests.publishing.factories import ArticleFactory, AuthorFactory, CollectionFactory, PartFactory
from tests.publishing.pressed import pressed

from nastavnik.core.ordering import moved
from nastavnik.publishing.enums import CollectionState, Licence
from nastavnik.publishing.models import Article, Collection, CollectionPart, FormerAddress
from nastavnik.publishing.selectors.collections.imprint import first_typed, imprint_of
from nastavnik.publishing.services import collections as services
from nastavnik.publishing.services.collections import Facts
from nastavnik.publishing.services.refusals import AddressTaken, CollectionChanged, NotPressed, PartGone, RightsOpen


@pytest.fixture
def by(methodist, collection, now):
    return {"actor": methodist, "collection_id": collection.pk, "now": now}


def test_create_makes_an_address_of_the_title(methodist, school, now):
    words = {"actor": methodist, "school_id": school.pk, "now": now}

    first = services.create_collection(facts=Facts("Библиотека и двор"), **words)
    second = services.create_collection(facts=Facts("Библиотека и двор"), **words)

    assert (first.slug, second.slug) == ("biblioteka-i-dvor", "biblioteka-i-dvor-2")


def test_create_at_an_address_that_is_taken_is_refused(methodist, school, collection, now):
    with pytest.raises(AddressTaken):
        services.create_collection(actor=methodist, school_id=school.pk, facts=Facts("Двор", slug="gorod"), now=now)


def test_create_by_who_only_looks_is_forbidden(director, school, now):
    with pytest.raises(PermissionDenied):
        services.create_collection(actor=director, school_id=school.pk, facts=Facts("Двор"), now=now)


def test_edit_changes_what_it_is_called(by):
    edited = services.edit_collection(version=0, facts=Facts("Иначе", "сборник", design="cloth"), **by)

    assert (edited.title, edited.design, edited.slug, edited.version) == ("Иначе", "cloth", "inache", 1)


def test_edit_without_an_address_keeps_that_of_the_title(by, collection):
    first = services.edit_collection(version=0, facts=Facts("Иначе"), **by)
    again = services.edit_collection(version=1, facts=Facts("Иначе"), **by)

    assert first.slug == again.slug == "inache"
    assert list(FormerAddress.objects.values_list("slug", flat=True)) == [collection.slug]


def test_edit_of_an_older_version_is_refused(by):
    services.edit_collection(version=0, facts=Facts("Иначе"), **by)

    with pytest.raises(CollectionChanged):
        services.edit_collection(version=0, facts=Facts("Опять"), **by)


def test_save_imprint_is_read_by_records(by):
    kept = services.save_imprint(version=0, typed={"udc": "02", "year": 2026}, **by)

    assert (imprint_of(kept).udc, imprint_of(kept).year, imprint_of(kept).title) == ("02", 2026, kept.title)


def test_first_typed_knows_the_owner_of_the_school(school, now):
    assert first_typed(school, now)["publisher_full_name"] == school.owner.name


@pytest.mark.parametrize("state", CollectionState)
def test_remove_hides_a_collection_and_restore_brings_it_back(by, collection, state):
    collection.state = state
    collection.save()
    services.remove_collection(**by)
    with pytest.raises(PermissionDenied):
        services.remove_collection(**by)

    services.restore_collection(**by)

    assert Collection.objects.get().removed_at is None
    with pytest.raises(PermissionDenied):
        services.restore_collection(**by)


def test_set_state_publishes_once_and_takes_off(by, collection, now):
    article = ArticleFactory(collection=collection, licence=Licence.OWN)
    pressed(collection, {article.key: "<p>Текст</p>"})
    services.set_state(state=CollectionState.PUBLISHED, **by)
    shown = services.set_state(state=CollectionState.PUBLISHED, **by)
    assert shown.published_at == now

    assert services.set_state(state=CollectionState.PREPARED, **by).published_at is None


def test_set_state_publishes_nothing_that_cannot_be_read(by, collection):
    pressed(collection, epub=b"EPUB")

    with pytest.raises(NotPressed):
        services.set_state(state=CollectionState.PUBLISHED, **by)

    collection.refresh_from_db()
    assert collection.state == CollectionState.PREPARED


@pytest.mark.parametrize(("licence", "has_agreed"), [(Licence.NONE, True), (Licence.CC_BY, False)])
def test_set_state_publishes_no_article_that_may_not_be_printed(by, collection, now, licence, has_agreed):
    pressed(collection, {})
    article = ArticleFactory(collection=collection, licence=licence)
    AuthorFactory(article=article, agreed_at=now if has_agreed else None)

    with pytest.raises(RightsOpen):
        services.set_state(state=CollectionState.PUBLISHED, **by)


def test_reorder_moves_an_article_into_a_part(by, collection, article):
    part = PartFactory(collection=collection)

    services.reorder(rearrange=partial(moved, move=f"{article.token}:down"), **by)

    article.refresh_from_db()
    assert (article.part, article.position) == (part, 1)


def test_reorder_that_changes_nothing_writes_nothing(by, collection):
    ArticleFactory(collection=collection, position=1)

    services.reorder(rearrange=lambda order: order, **by)

    assert Article.objects.get().position == 1


def test_parts_are_added_renamed_moved_and_removed(by, collection):
    first = services.add_part(title="Люди", **by)
    second = services.add_part(title="Место", **by)
    services.rename_part(part=second.token, title="Места", **by)
    services.move_part(part=second.token, is_up=True, **by)
    services.move_part(part=second.token, is_up=True, **by)
    services.move_part(part=second.token, is_up=False, **by)
    assert [one.title for one in CollectionPart.objects.all()] == ["Люди", "Места"]

    article = ArticleFactory(collection=collection, part=second)
    services.remove_part(part=second.token, **by)
    article.refresh_from_db()
    assert article.part == first
    services.remove_part(part=first.token, **by)
    article.refresh_from_db()
    assert article.part is None


def test_part_that_is_gone_is_refused(by):
    other = PartFactory(collection=CollectionFactory())

    with pytest.raises(PartGone):
        services.rename_part(part=other.token, title="Чужая", **by)
