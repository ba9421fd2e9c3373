import pytest
from django.contrib import admin
from django.urls import reverse
from tests.people.factories import UserFactory
from tests.programme.factories import (
    EnrolmentFactory,
    HandoutFactory,
    LessonSpeakerFactory,
    PartnerFactory,
)

from nastavnik.programme.models import Cycle, Enrolment, Handout, Lesson, Partner, Programme, School, Speaker

pytestmark = [pytest.mark.django_db, pytest.mark.template_queries]  # the admin asks while it renders
MODELS = (Cycle, Enrolment, Handout, Lesson, Partner, Programme, School, Speaker)


@pytest.fixture
def rows(school, programme, cycle):
    PartnerFactory(school=school)
    EnrolmentFactory(programme=programme)
    place = LessonSpeakerFactory(lesson__cycle=cycle)
    HandoutFactory(lesson=place.lesson)
    return place


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_operator_looks_at_rows_and_changes_nothing(client, rows, model):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    kind = model._meta.model_name
    assert client.get(reverse(f"admin:programme_{kind}_changelist")).status_code == 200
    row = model.objects.first()
    page = client.get(reverse(f"admin:programme_{kind}_change", args=[row.pk]))
    assert page.status_code == 200
    assert str(row) in page.content.decode()
    assert b"_save" not in page.content
    assert client.post(reverse(f"admin:programme_{kind}_delete", args=[row.pk])).status_code == 403
    assert client.get(reverse(f"admin:programme_{kind}_add")).status_code == 403


def test_every_model_that_people_know_has_a_table():
    assert all(admin.site.is_registered(model) for model in MODELS)


def test_place_of_a_speaker_is_called_by_the_speaker(rows):
    assert str(rows) == rows.speaker.name
