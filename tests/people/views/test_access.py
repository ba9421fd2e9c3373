import pytest
from django.urls import reverse
from tests.people.views.pages import get

pytestmark = pytest.mark.django_db
PASSWORD = "верный пароль 1"


PRIVATE = [
    "profile security own_data export_own_data consents welcome notices preferences",
    "people invite staff_lists libraries add_library organisations add_organisation outbox consent_texts",
]
OWN, DESK = (names.split() for names in PRIVATE)


@pytest.mark.parametrize("name", OWN + DESK)
def test_guest_is_sent_to_sign_in(client, school, name):
    response = get(client, name)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("name", OWN)
def test_own_pages_open_for_everybody_signed_in(learner_client, name):
    assert get(learner_client, name).status_code == 200


@pytest.mark.parametrize("name", DESK)
def test_desk_opens_for_the_methodist_alone(methodist_client, learner, outsider, name):
    assert get(methodist_client, name).status_code == 200
    for stranger in (learner, outsider):
        methodist_client.force_login(stranger, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert get(methodist_client, name).status_code == 403


@pytest.mark.parametrize("name", ["person", "edit_person", "roles", "renew_invitation", "deactivate", "activate"])
def test_person_of_another_school_answers_as_missing(methodist_client, outsider, name):
    url = reverse(f"people:{name}", args=[outsider.token])
    response = (
        methodist_client.get(url)
        if name in {"person", "edit_person"}
        else methodist_client.post(url, {"role": "learner"})
    )
    assert response.status_code == 404
