"""Many at once: numbers without gaps, no lost update, no more applications than the regulation allows."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.contest.applications.conftest import draft_of, fill_in, head_of
from tests.contest.factories import AuthorFactory
from tests.people.factories import LibraryFactory

from nastavnik.contest.checking.merging import Change
from nastavnik.contest.checking.values import mark_of
from nastavnik.contest.models import Application, Contest, SectionText, Submission
from nastavnik.contest.selectors.stages import NotOpenForWriting
from nastavnik.contest.services import applications as services
from nastavnik.contest.services.applications.refusals import LibraryHasEnough

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("database_of_threads")]

AT_ONCE = 12
# of each that comes at once
TIMES = 3


def together(call, things):
    """Call for all things at once, each in a thread with a connection of its own; return what came."""

    def once(thing):
        try:
            return call(thing)
        except LibraryHasEnough as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(once, things))


def test_submissions_at_once_number_without_gaps(school, contest, direction, library, now):
    heads = [head_of(LibraryFactory(organisation=library.organisation), school) for _ in range(AT_ONCE * TIMES)]
    drafts = [fill_in(draft_of(contest, direction, one.library, one), now) for one in heads]

    together(
        lambda pair: services.submit_application(actor=pair[0], application_id=pair[1].pk, now=now),
        list(zip(heads, drafts, strict=True)),
    )

    numbers = sorted(Application.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(drafts) + 1))
    assert Submission.objects.count() == len(drafts)
    assert Contest.objects.get().last_number == len(drafts)


def test_submission_pressed_several_times_at_once_is_one(head, whole, now):
    def press(_number):
        try:
            return services.submit_application(actor=head, application_id=whole.pk, now=now)
        except NotOpenForWriting:
            return None

    came = together(press, range(AT_ONCE))

    assert sum(one is not None for one in came) == 1
    assert Application.objects.get().number == 1


def test_co_authors_at_once_lose_nothing(head, colleague, draft, now):
    AuthorFactory(application=draft, user=colleague)
    sent = [("title", head), ("goal", colleague), ("has_partners", head), ("groups", colleague)] * TIMES

    def save(pair):
        key, actor = pair
        change = Change(["дети"] if key == "groups" else f"{key} здесь", mark_of(""))
        return services.save_section(actor=actor, application_id=draft.pk, key="about", changes={key: change}, now=now)

    kept = together(save, sent)

    assert all(not one.theirs for one in kept)
    assert SectionText.objects.get().values == {
        "title": "title здесь",
        "goal": "goal здесь",
        "has_partners": "has_partners здесь",
        "groups": ["дети"],
    }


def test_co_authors_of_one_field_at_once_all_learn_of_it(head, draft, now):
    def save(number):
        change = Change(f"текст {number}", mark_of(""))
        return services.save_section(
            actor=head, application_id=draft.pk, key="about", changes={"goal": change}, now=now
        )

    kept = together(save, range(AT_ONCE))

    stored = SectionText.objects.get().values["goal"]
    assert sum(not one.theirs for one in kept) == 1
    assert all(one.theirs == {"goal": stored} for one in kept if one.theirs)


def test_library_begins_no_more_than_it_may_at_once(head, contest, library, now):
    came = together(
        lambda _number: services.begin_application(
            actor=head, contest_id=contest.pk, library_id=library.pk, direction_id=None, now=now
        ),
        range(AT_ONCE),
    )

    assert sum(isinstance(one, Application) for one in came) == 1
    assert Application.objects.count() == 1
