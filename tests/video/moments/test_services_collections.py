"""Lists of moments: made, filled, put in order, shared, removed and brought back, forgotten."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from tests.people.factories import UserFactory
from tests.programme.factories import SchoolFactory
from tests.video.moments.factories import MomentFactory, MomentListFactory

from nastavnik.core.ordering import OrderUnclear, read_order
from nastavnik.people.events import PersonErased
from nastavnik.people.selectors import own_data
from nastavnik.video import receivers, tasks
from nastavnik.video.models import Moment, MomentList
from nastavnik.video.services import (
    ListUntitled,
    TooManyLists,
    TooManyMoments,
    add_moment,
    change_list,
    collections,
    make_list,
    move_moment,
    remove_list,
    remove_moment,
    reorder_moments,
    restore_list,
    restore_moment,
)


def add(film, actor, now, **options):
    return add_moment(actor=actor, video_id=film.pk, seconds=12.0, end_seconds=16.0, now=now, **options)


def test_make_list_has_one_line_of_title(reader, school, now):
    collection = make_list(actor=reader, school=school, title="  О \n целях ", now=now)

    assert (collection.title, collection.is_shared, collection.owner) == ("О целях", False, reader)


def test_make_list_without_a_title_is_refused(reader, school, now):
    with pytest.raises(ListUntitled):
        make_list(actor=reader, school=school, title=" \n ", now=now)


def test_make_list_beyond_the_limit_is_refused(reader, school, now, monkeypatch):
    monkeypatch.setattr(collections, "MOST_LISTS", 1)
    MomentListFactory(owner=reader, school=school, removed_at=now)
    make_list(actor=reader, school=school, title="Первый", now=now)

    with pytest.raises(TooManyLists):
        make_list(actor=reader, school=school, title="Второй", now=now)


def test_add_moment_stands_behind_the_others(film, said, collection, moment, reader, now):
    added = add(film, reader, now, collection_id=collection.pk, note="Помнить")

    assert list(collection.moments.all()) == [moment, added]
    assert added.note == "Помнить"
    collection.refresh_from_db()
    assert collection.changed_at == now


def test_add_moment_into_no_named_list_goes_into_the_one_changed_last(film, collection, reader, school, now):
    MomentListFactory(owner=reader, school=school, changed_at=now - timedelta(days=9))
    MomentListFactory(owner=reader, school=school, changed_at=now, removed_at=now)
    MomentListFactory(school=school, changed_at=now)

    assert add(film, reader, now).collection == collection


def test_add_moment_makes_the_first_list(film, reader, now):
    added = add(film, reader, now)

    assert (added.position, added.collection.owner, bool(added.collection.title)) == (0, reader, True)


def test_add_moment_into_a_full_list_is_refused_and_leaves_nothing(film, collection, moment, reader, now, monkeypatch):
    monkeypatch.setattr(collections, "MOST_MOMENTS", 1)

    with pytest.raises(TooManyMoments):
        add(film, reader, now, collection_id=collection.pk)
    assert Moment.objects.count() == 1


def test_add_moment_into_a_list_of_another_person_is_forbidden(film, collection, now):
    with pytest.raises(PermissionDenied):
        add(film, UserFactory(), now, collection_id=collection.pk)


def test_add_moment_into_a_list_of_another_school_is_forbidden(film, reader, now):
    strange = MomentListFactory(owner=reader, school=SchoolFactory())

    with pytest.raises(PermissionDenied):
        add(film, reader, now, collection_id=strange.pk)
    assert not Moment.objects.exists()


def test_change_list_gives_title_and_shares(collection, reader, now, django_assert_num_queries):
    change_list(actor=reader, collection_id=collection.pk, title="О задачах", is_shared=True, now=now)
    collection.refresh_from_db()
    assert (collection.title, collection.is_shared) == ("О задачах", True)

    change_list(actor=reader, collection_id=collection.pk, title="О задачах", is_shared=True, now=now)
    change_list(actor=reader, collection_id=collection.pk, title="О задачах", is_shared=False, now=now)
    collection.refresh_from_db()
    assert collection.is_shared is False


def test_change_list_of_another_person_is_forbidden(collection, now):
    with pytest.raises(PermissionDenied):
        change_list(actor=UserFactory(), collection_id=collection.pk, title="Моё", is_shared=True, now=now)


def test_removed_list_can_be_brought_back(collection, moment, reader, now):
    for _ in range(2):
        remove_list(actor=reader, collection_id=collection.pk, now=now)
    collection.refresh_from_db()
    assert collection.removed_at == now

    for _ in range(2):
        restore_list(actor=reader, collection_id=collection.pk, now=now)
    collection.refresh_from_db()
    assert collection.removed_at is None
    assert list(collection.moments.all()) == [moment]


def test_removed_moment_comes_back_to_its_place(film, collection, moment, reader, now):
    add(film, reader, now, collection_id=collection.pk)
    remove_moment(actor=reader, moment_id=moment.pk, now=now)

    for _ in range(2):
        restore_moment(actor=reader, moment_id=moment.pk, now=now)

    assert collection.moments.filter(removed_at=None).first() == moment


def test_removed_moment_of_no_list_comes_back(film, reader, now):
    moment = MomentFactory(video=film, made_by=reader, removed_at=now)

    restore_moment(actor=reader, moment_id=moment.pk, now=now)

    moment.refresh_from_db()
    assert moment.removed_at is None


def test_removed_moment_does_not_come_back_into_a_full_list(film, collection, moment, reader, now, monkeypatch):
    monkeypatch.setattr(collections, "MOST_MOMENTS", 1)
    remove_moment(actor=reader, moment_id=moment.pk, now=now)
    add(film, reader, now, collection_id=collection.pk)

    with pytest.raises(TooManyMoments):
        restore_moment(actor=reader, moment_id=moment.pk, now=now)


def test_move_moment_stands_at_the_end_of_the_other_list(film, school, collection, moment, reader, now):
    other = MomentListFactory(owner=reader, school=school)
    there = MomentFactory(video=film, collection=other, position=4)

    move_moment(actor=reader, moment_id=moment.pk, collection_id=other.pk, now=now)

    assert list(other.moments.all()) == [there, moment]


def test_move_moment_to_where_it_is_changes_nothing(collection, moment, reader, now):
    before = moment.position

    assert move_moment(actor=reader, moment_id=moment.pk, collection_id=collection.pk, now=now).position == before


def test_move_moment_to_another_school_is_forbidden(moment, reader, now):
    strange = MomentListFactory(owner=reader, school=SchoolFactory())

    with pytest.raises(PermissionDenied):
        move_moment(actor=reader, moment_id=moment.pk, collection_id=strange.pk, now=now)


def test_reorder_moments_keeps_the_order_that_is_asked_for(film, collection, moment, reader, now):
    second, gone = (MomentFactory(video=film, collection=collection) for _ in range(2))
    remove_moment(actor=reader, moment_id=_collected(gone, reader).pk, now=now)
    posted = QueryDict(f"order=moments:{second.token}&order=moments:{moment.token}")

    reorder_moments(actor=reader, collection_id=collection.pk, rearrange=partial(read_order, posted), now=now)

    assert list(collection.moments.filter(removed_at=None)) == [second, moment]


def _collected(moment, reader):
    moment.made_by = reader
    moment.save()
    return moment


def test_reorder_moments_that_changed_meanwhile_is_refused(collection, moment, reader, now):
    rearrange = partial(read_order, QueryDict("order=moments:strange"))

    with pytest.raises(OrderUnclear):
        reorder_moments(actor=reader, collection_id=collection.pk, rearrange=rearrange, now=now)


def test_sweep_deletes_what_was_removed_a_day_ago(film, collection, moment, reader, school, now):
    MomentFactory(video=film, collection=collection, removed_at=now - timedelta(hours=25))
    MomentFactory(video=film, collection=collection, removed_at=now - timedelta(hours=23))
    MomentListFactory(owner=reader, school=school, removed_at=now - timedelta(hours=25))

    assert collections.sweep_lists(now=now) == 2
    assert (Moment.objects.count(), MomentList.objects.count()) == (2, 1)


def test_look_after_moments_sweeps(collection, now):
    MomentList.objects.update(removed_at=now - timedelta(days=900))

    tasks.look_after_moments.call()

    assert not MomentList.objects.exists()


def test_person_who_is_forgotten_leaves_no_list(film, collection, moment, reader):
    kept = MomentFactory(video=film, made_by=reader)
    MomentFactory(video=film, collection=MomentListFactory(school=film.school))

    receivers.forget_erased_person(PersonErased(user_id=reader.pk))

    assert not MomentList.objects.filter(owner=reader).exists()
    assert Moment.objects.filter(made_by=reader).get() == kept
    assert Moment.objects.count() == 2


def test_person_gets_her_lists_and_moments_with_her_data(collection, moment, reader, now):
    records = own_data(reader, now=now)["records"]

    assert records["video.momentlist"][0]["title"] == "О целях"
    assert records["video.moment"][0]["quote"] == moment.quote
