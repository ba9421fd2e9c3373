from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from tests.people.factories import LibraryFactory, OrganisationFactory, UserFactory
from tests.programme.factories import SpeakerFactory

from nastavnik.programme.enums import Tab
from nastavnik.programme.forms import (
    CancelForm,
    CloneForm,
    EnrolForm,
    HandoutForm,
    LessonForm,
    ProgrammeForm,
    SchoolForm,
    ShortLessonForm,
    SpeakerForm,
    person_label,
    speaker_label,
    ticked_numbers,
)

MOSCOW = ZoneInfo("Europe/Moscow")
SHORT = {"title": "Блог", "kind": "seminar", "duration_minutes": "60"}


def short(zone=MOSCOW, **typed):
    return ShortLessonForm(query(SHORT | typed), zone=zone)


def query(typed):
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


@pytest.mark.parametrize("zone", ["Europe/Moscow", "Asia/Vladivostok"])
def test_hour_is_read_by_the_schools_clock_whoever_types_it(settings, zone):
    settings.TIME_ZONE = "America/New_York"
    form = short(ZoneInfo(zone), starts_at="2026-12-03T14:00")
    assert form.is_valid()
    assert form.lesson_fields()["starts_at"] == datetime(2026, 12, 3, 14, tzinfo=ZoneInfo(zone))


def test_lesson_without_an_hour_has_none():
    form = short()
    assert form.is_valid()
    assert form.lesson_fields() == {
        "title": "Блог",
        "kind": "seminar",
        "starts_at": None,
        "duration_minutes": 60,
    }


@pytest.mark.parametrize("typed", [{"duration_minutes": "0"}, {"duration_minutes": "2000"}, {"kind": "concert"}])
def test_impossible_lesson_is_refused(typed):
    assert not short(**typed).is_valid()


def test_fields_on_the_board_belong_to_another_form():
    form = ShortLessonForm(zone=MOSCOW, form_id="form-x")
    assert all(field.widget.attrs["form"] == "form-x" for field in form.fields.values())


@pytest.fixture
def speakers(db):
    return [SpeakerFactory(name=name, position="", organisation=None) for name in ("А", "Б", "В")]


def lesson_form(speakers, initial=None, **typed):
    given = SHORT | {"age_rating": "12+", "slug": "blog"} | typed
    return LessonForm(query(given), initial=initial or {}, zone=MOSCOW, speakers=speakers, partners=[])


def test_own_zone_of_the_lesson_reads_its_hour(speakers):
    form = lesson_form(speakers, starts_at="2026-12-03T14:00", time_zone="Asia/Omsk")
    assert form.is_valid(), form.errors
    assert form.lesson_fields()["starts_at"].astimezone(UTC).hour == 8


def test_speakers_who_stay_keep_their_order(speakers):
    first, second, third = (speaker.pk for speaker in speakers)
    form = lesson_form(
        speakers, {"speaker_ids": [third, first]}, speaker_ids=[str(pk) for pk in (first, second, third)]
    )
    assert form.is_valid(), form.errors
    assert form.lesson_fields()["speaker_ids"] == [third, first, second]


def test_lists_without_choices_are_left_out(db):
    form = lesson_form([])
    assert form.is_valid(), form.errors
    assert {"speaker_ids", "partner_ids"}.isdisjoint(form.lesson_fields())


def test_newer_state_is_said_beside_what_both_changed_and_taken_where_untouched(speakers):
    form = lesson_form(speakers, title="Моё", place="", version="1")
    assert form.is_valid(), form.errors
    current = {
        "version": 5,
        "title": "Чужое",
        "kind": "webinar",
        "place": "Зал",
        "starts_at": datetime(2026, 12, 3, 14),  # noqa: DTZ001 -- a clock on the wall
        "speaker_ids": [speakers[0].pk],
        "duration_minutes": 60,
    }
    form.show_newer(current, disputed={"title", "kind"}, untouched={"place", "starts_at", "speaker_ids"})

    assert set(form.errors) == {"title", "kind"}
    assert "Чужое" in form.errors["title"][0]
    assert "Вебинар" in form.errors["kind"][0]
    assert (form.data["version"], form.data["title"], form.data["place"]) == ("5", "Моё", "Зал")
    assert form.data["starts_at"] == "2026-12-03T14:00"
    assert form.data.getlist("speaker_ids") == [str(speakers[0].pk)]


def test_newer_state_of_a_simple_form_is_said_for_all_that_differs():
    typed = {"title": "Моё", "starts_on": "2026-09-01", "ends_on": "2027-05-31", "enrolment_policy": "open"}
    form = ProgrammeForm(query(typed | {"version": "0"}))
    assert form.is_valid()
    current = {"version": 1, **form.cleaned_data, "title": "", "starts_on": datetime(2026, 9, 2, tzinfo=UTC).date()}
    form.show_newer(current | {"version": 1})

    assert set(form.errors) == {"title", "starts_on"}
    assert form.errors["title"][0].endswith("—")
    assert form.errors["starts_on"][0].endswith("02.09.2026")


def test_newer_moment_is_said_as_people_write_it():
    form = short(starts_at="2026-12-03T14:00", version="0")
    assert form.is_valid()
    form.show_newer({"version": 1, "starts_at": datetime(2026, 12, 4, 15, 30)})  # noqa: DTZ001 -- as above
    assert form.errors["starts_at"][0].endswith("04.12.2026 15:30")


@pytest.fixture
def school_form(db):
    organisation = OrganisationFactory()

    def make(**typed):
        given = {
            "title": "Школа",
            "owner": str(organisation.pk),
            "time_zone": "Europe/Moscow",
            "accent_light": "#1F5A4B",
            "accent_dark": "#8ccab5",
        }
        return SchoolForm(query(given | typed), organisations=[organisation])

    return make


def test_school_has_a_text_for_each_tab_but_the_last(school_form):
    form = school_form(tab_videos="Записи")
    assert form.is_valid(), form.errors
    assert form.tab_texts() == {tab.value: "" for tab in Tab if tab != Tab.ABOUT} | {"videos": "Записи"}
    assert form.cleaned_data["accent_light"] == "#1f5a4b"


@pytest.mark.parametrize("name", ["accent_light", "accent_dark"])
def test_pale_accent_is_refused_with_its_ratio_and_a_colour_that_passes(school_form, name):
    form = school_form(**{name: "#808080" if name == "accent_light" else "#333333"})
    said = form.errors[name][0]
    nearest = said.rpartition(" ")[2].rstrip(".")
    assert "контраст" in said
    assert school_form(**{name: nearest}).is_valid()


def test_word_instead_of_a_colour_is_refused(school_form):
    assert "#1f5a4b" in school_form(accent_light="зелёный").errors["accent_light"][0]


def test_cancelling_needs_a_reason():
    assert not CancelForm({"reason": " "}).is_valid()


def test_address_of_a_handout_is_read_with_https():
    form = HandoutForm({"url": "example.ru/memo"})
    assert form.is_valid()
    assert form.cleaned_data["url"] == "https://example.ru/memo"


def test_enrolling_nobody_is_refused(db):
    person, library = UserFactory(), LibraryFactory()
    assert not EnrolForm(query({}), people=[person], libraries=[library]).is_valid()
    assert EnrolForm(query({"user_ids": [str(person.pk)]}), people=[person], libraries=[]).is_valid()


def test_ticks_that_are_no_numbers_of_rows_are_left_out():
    assert ticked_numbers(query({"user_ids": ["7", "x", "", "-1", "9" * 30, "12"]}), "user_ids") == [7, 12]


def test_speaker_needs_neither_organisation_nor_account(db):
    form = SpeakerForm(query({"name": "Вера"}), organisations=[OrganisationFactory()], people=[UserFactory()])
    assert form.is_valid()
    assert (form.cleaned_data["organisation"], form.cleaned_data["user"]) == (None, None)


def test_labels_say_who_it_is(db):
    library = LibraryFactory(number=6, name="Бессоновская")
    assert person_label(UserFactory(full_name="Вера", library=library)) == "Вера, № 6 · Бессоновская"
    assert person_label(UserFactory(full_name="Вера")) == "Вера"
    organisation = OrganisationFactory(short_name="БГУНБ")
    speaker = SpeakerFactory(name="Вера", position="методист", organisation=organisation)
    assert speaker_label(speaker) == "Вера, методист, БГУНБ"


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "1989-12-31T23:59", "2101-01-01T00:00", "9999-12-31T23:59"])
def test_year_that_no_school_plans_for_is_refused(moment):
    assert set(short(starts_at=moment).errors) == {"starts_at"}
    year = {"title": "Год", "starts_on": moment[:10], "ends_on": moment[:10], "enrolment_policy": "open"}
    assert set(ProgrammeForm(query(year)).errors) == {"starts_on", "ends_on"}
    assert set(CloneForm(query({"title": "Год", "starts_on": moment[:10]})).errors) == {"starts_on"}


@pytest.mark.parametrize("version", ["-1", "9" * 30])
def test_version_that_no_database_can_hold_is_refused(version):
    assert set(short(version=version).errors) == {"version"}


@pytest.mark.parametrize(("typed", "is_good"), [("0026-12-03T14:00", False), ("2026-12-03T14:00", True)])
def test_year_with_a_slip_of_the_finger_is_refused(typed, is_good):
    assert short(starts_at=typed).is_valid() == is_good
