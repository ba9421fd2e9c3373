import pytest
from django.core.exceptions import PermissionDenied
from tests.people.factories import OrganisationFactory, UserFactory
from tests.programme.factories import LessonSpeakerFactory, SpeakerFactory

from nastavnik.programme.models import Speaker
from nastavnik.programme.services import add_speaker, edit_speaker, remove_speaker
from nastavnik.programme.services.refusals import SpeakerInUse

pytestmark = pytest.mark.django_db


def test_add_speaker_without_an_account(school, methodist, now):
    speaker = add_speaker(actor=methodist, school_id=school.pk, name=" Сёмина   Вера ", now=now)
    assert (speaker.name, speaker.name_key, speaker.user) == ("Сёмина Вера", "семина вера", None)


def test_edit_speaker_changes_everything(school, methodist, now):
    speaker = SpeakerFactory(school=school)
    organisation, user = OrganisationFactory(), UserFactory()
    edit_speaker(
        actor=methodist,
        speaker_id=speaker.pk,
        name="Вера",
        position="доцент",
        organisation=organisation,
        user=user,
        now=now,
    )
    speaker.refresh_from_db()
    assert (speaker.name, speaker.name_key, speaker.position) == ("Вера", "вера", "доцент")
    assert (speaker.organisation, speaker.user) == (organisation, user)


def test_remove_speaker_who_holds_nothing(school, methodist, now):
    remove_speaker(actor=methodist, speaker_id=SpeakerFactory(school=school).pk, now=now)
    assert Speaker.objects.count() == 0


def test_remove_speaker_who_holds_lessons_is_refused(cycle, methodist, now):
    speaker = LessonSpeakerFactory(lesson__cycle=cycle).speaker
    with pytest.raises(SpeakerInUse):
        remove_speaker(actor=methodist, speaker_id=speaker.pk, now=now)


def test_remove_speaker_of_another_school_is_denied(methodist, now):
    with pytest.raises(PermissionDenied):
        remove_speaker(actor=methodist, speaker_id=SpeakerFactory().pk, now=now)
