"""Many at once in one application: whatever anybody typed stands in its field or in its history."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.grants.factories import GrantMemberFactory
from tests.grants.writing.typing import EMPTY, told, values_of
from tests.people.factories import UserFactory

from nastavnik.contest.checking.merging import Change
from nastavnik.grants.models import Revision
from nastavnik.grants.services import writing as services

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("database_of_threads")]

AT_ONCE = 8


@pytest.fixture
def writers(project):
    writers = [UserFactory(full_name=f"Автор {number}") for number in range(AT_ONCE)]
    for writer in writers:
        GrantMemberFactory(project=project, user=writer)
    return writers


def together(call, things):
    """Call for all things at once, each in a thread with a connection of its own; return what came."""

    def once(thing):
        try:
            return call(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(once, things))


def save(writer, application, now, key, text):
    changes = {key: Change(text, EMPTY)}
    return services.save_section(actor=writer, grant_id=application.pk, key="about", changes=changes, now=now)


def test_writers_of_one_field_at_once_lose_nothing(application, writers, now):
    saved = together(
        lambda writer: save(writer, application, now, "target_group", f"Пишет {writer.full_name}"), writers
    )

    stands = values_of(application)["target_group"]
    kept = told(application, "target_group")
    assert sum(not one.kept.theirs for one in saved) == 1
    assert all(one.kept.theirs == {"target_group": stands} for one in saved if one.kept.theirs)
    assert {value for value, _is_aside in kept} == {f"Пишет {writer.full_name}" for writer in writers}
    assert sum(is_aside for _value, is_aside in kept) == AT_ONCE - 1
    assert sorted(Revision.objects.values_list("number", flat=True)) == list(range(1, AT_ONCE + 1))


def test_writers_of_different_fields_at_once_all_stand(application, writers, now):
    keys = ("title", "geography", "short_description", "target_group")
    saved = together(
        lambda pair: save(pair[0], application, now, pair[1], f"{pair[1]} здесь"),
        list(zip(writers, keys * 2, strict=True)),
    )

    assert not any(one.kept.theirs for one in saved)
    assert values_of(application) == {key: f"{key} здесь" for key in keys}
    assert not Revision.objects.filter(is_aside=True).exists()


def test_version_kept_while_others_write_is_whole(application, writers, now):
    def act(writer):
        if writer.pk % 2:
            return services.name_version(actor=writer, grant_id=application.pk, name="Версия", now=now)
        return save(writer, application, now, "title", writer.full_name)

    came = together(act, writers)

    texts = {value for value, _is_aside in told(application, "title")}
    versions = [one.values.get("title", "") for one in came if hasattr(one, "values")]
    assert set(versions) <= texts | {""}
    assert len(texts) == sum(writer.pk % 2 == 0 for writer in writers)
