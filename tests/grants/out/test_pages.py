"""Pages of what goes to the fund open, with few queries, whatever the size."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["papers", "document", "archive", "copy"])
def test_page_of_an_application_opens_for_its_mentor(client, application, mentor, name):
    client.force_login(mentor)

    answer = client.get(reverse(f"grants:{name}", args=[application.token]))

    assert answer.status_code == 200
