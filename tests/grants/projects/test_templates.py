"""Templates of funds as a school has them."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.grants.factories import GrantFactory, shipped_text
from tests.grants.funds.a_template import TEMPLATE

from nastavnik.grants.funds.tree import BrokenTemplate
from nastavnik.grants.funds.versions import with_key, with_version
from nastavnik.grants.models import TemplateText
from nastavnik.grants.selectors.projects.draft import draft_of
from nastavnik.grants.selectors.projects.funds_desk import (
    desk_page,
    funds_desk,
    new_text,
    offer_to_keep,
    text_at_desk,
)
from nastavnik.grants.selectors.projects.offers import all_offers, any_offer, offer_for, offers_of
from nastavnik.grants.services import projects as services

pytestmark = pytest.mark.django_db


def keep(actor, school, text, now):
    return services.keep_template(actor=actor, school_id=school.pk, text=text, now=now)


def test_offers_what_comes_with_the_program(school):
    assert {offer.key for offer in offers_of(school)} == {"district", "fpg", "library-system", "pfci"}
    assert all(offer.row is None for offer in all_offers(school))


def test_keeps_a_form_that_is_brought(methodist, school, now):
    row = keep(methodist, school, TEMPLATE, now)
    assert (row.key, row.version, row.fund, row.added_by) == ("small-fund", 1, "Малый фонд", methodist)
    assert offer_for(school, "small-fund").row == row


def test_puts_a_corrected_copy_in_place_of_what_came_with_the_program(methodist, school, now):
    text = shipped_text("fpg").replace("title: Фонд президентских грантов, первый", "title: ФПГ, первый", 1)
    first = keep(methodist, school, text, now)
    second = keep(methodist, school, text.replace("ФПГ, первый", "ФПГ, второй"), now)
    assert (first.version, second.version) == (2, 3)
    assert "\nversion: 3\n" in second.text
    assert offer_for(school, "fpg").template.title.startswith("ФПГ, второй")
    assert len(offers_of(school)) == 4


def test_leaves_applications_by_the_version_with_which_they_were_begun(methodist, school, project, now):
    grant = GrantFactory(project=project, fund="fpg")
    keep(methodist, school, shipped_text("fpg").replace("Актуальность и", "Важность и"), now)
    grant.refresh_from_db()
    assert grant.template.text == shipped_text("fpg")


def test_keeps_the_same_text_once(methodist, school, now):
    first = keep(methodist, school, TEMPLATE, now)
    assert keep(methodist, school, first.text, now) == first
    assert keep(methodist, school, first.text.replace("version: 1", "version: 7"), now) == first


def test_keeps_the_same_text_again_once_it_was_hidden(methodist, school, now):
    first = keep(methodist, school, TEMPLATE, now)
    services.hide_fund(actor=methodist, school_id=school.pk, key="small-fund", now=now)
    assert keep(methodist, school, first.text, now).version == 2


def test_keeps_nothing_of_a_broken_text(methodist, school, now):
    with pytest.raises(BrokenTemplate):
        keep(methodist, school, TEMPLATE.replace("zone: Europe/Moscow", "zone: Луна"), now)
    assert not TemplateText.objects.exists()


@pytest.mark.parametrize("key", ["fpg", "small-fund"])
def test_hides_a_form_and_offers_it_again(methodist, school, now, key):
    keep(methodist, school, TEMPLATE, now)
    for _twice in range(2):
        services.hide_fund(actor=methodist, school_id=school.pk, key=key, now=now)
    with pytest.raises(TemplateText.DoesNotExist):
        offer_for(school, key)
    assert any_offer(school, key).is_hidden
    for _twice in range(2):
        services.show_fund(actor=methodist, school_id=school.pk, key=key, now=now)
    assert not offer_for(school, key).is_hidden


def test_hides_a_form_from_its_own_school_alone(methodist, school, outsider, now):
    services.hide_fund(actor=methodist, school_id=school.pk, key="fpg", now=now)
    with pytest.raises(PermissionDenied):
        services.hide_fund(actor=outsider, school_id=school.pk, key="pfci", now=now)
    assert {offer.key for offer in offers_of(school)} == {"district", "library-system", "pfci"}


@pytest.mark.parametrize("who", ["director", "head"])
def test_lets_nobody_else_keep_forms(who, school, now, request):
    actor = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        keep(actor, school, TEMPLATE, now)
    for read in (lambda: offer_to_keep(actor, school, "fpg"), lambda: new_text(actor, school, "")):
        with pytest.raises(PermissionDenied):
            read()


# --- the desk ---


def test_lists_forms_with_how_often_they_are_used(methodist, director, school, project, now):
    GrantFactory(project=project, fund="fpg")
    keep(methodist, school, TEMPLATE, now)
    desk = funds_desk(director, school, now)
    used = {line.facts.key: (line.used, line.is_own, line.is_hidden) for line in desk.lines}
    assert used["fpg"] == (1, False, False)
    assert used["small-fund"] == (0, True, False)
    assert not desk.can_keep
    assert funds_desk(methodist, school, now).can_keep


def test_marks_what_nobody_has_checked_for_long(methodist, school, now):
    later = now.replace(year=now.year + 2)
    assert all(line.is_stale for line in funds_desk(methodist, school, later).lines)


def test_shows_the_desk_to_nobody_else(head, school, now):
    for read in (
        lambda: funds_desk(head, school, now),
        lambda: desk_page(head, school, "fpg", "", now),
        lambda: text_at_desk(head, school, "fpg"),
    ):
        with pytest.raises(PermissionDenied):
            read()


def test_shows_a_form_with_its_versions(methodist, school, now):
    keep(methodist, school, TEMPLATE, now)
    newest = keep(methodist, school, TEMPLATE.replace("title: Малый фонд, набор", "title: Набор"), now)
    TemplateText.objects.filter(pk=newest.pk).update(added_by=None)
    desk = desk_page(methodist, school, "small-fund", "", now)
    assert [(one.version, one.is_shown, bool(one.added_by)) for one in desk.versions] == [
        (2, True, False),
        (1, False, True),
    ]
    older = desk_page(methodist, school, "small-fund", "1", now)
    assert older.page.template.title == "Малый фонд, набор 2026"
    assert older.page.weights[0].weights == [("до 1 млн", "2"), ("больше", "1,5")]
    with pytest.raises(TemplateText.DoesNotExist):
        desk_page(methodist, school, "small-fund", "9", now)


def test_shows_a_form_of_the_program(director, school, now):
    desk = desk_page(director, school, "fpg", "many", now)
    assert (desk.is_own, desk.can_keep, desk.versions) == (False, False, [])
    assert len(desk.page.refused) == 6
    assert desk.page.facts.eligibility is None


def test_begins_a_new_form_like_another_under_a_key_of_its_own(methodist, school):
    assert "\nkey: fpg-copy\n" in new_text(methodist, school, "fpg")
    assert new_text(methodist, school, "") == ""
    assert text_at_desk(methodist, school, "fpg").text == shipped_text("fpg")
    assert offer_to_keep(methodist, school, "fpg").key == "fpg"


def test_counts_the_version_in_the_line_at_the_margin_alone():
    assert with_version("version: 1\nabout: |\n  version: 5\n", 2) == "version: 2\nabout: |\n  version: 5\n"
    assert with_version("key: x", 2) == "key: x"
    assert with_key("  key: y\nkey: x", "z") == "  key: y\nkey: z"


def test_tells_where_a_text_is_broken():
    text = TEMPLATE.replace("zone: Europe/Moscow", "zone: Луна")
    draft = draft_of(text)
    assert draft.text == text
    assert [line.text for line in draft.lines if line.is_wrong] == ["zone: Луна"]
    assert len(draft.lines) == 7
    assert draft_of("").error.line == 1
    assert draft_of(TEMPLATE).template.key == "small-fund"


def test_goes_on_with_the_others_where_one_is_read_no_more(methodist, school, now):
    row = keep(methodist, school, shipped_text("fpg").replace("Масштаб реализации", "Размах"), now)
    TemplateText.objects.filter(pk=row.pk).update(text="key: fpg", sha256="0" * 64)
    assert offer_for(school, "fpg").row is None
    assert len(offers_of(school)) == 4
