"""Every place of an application opens for who may read it, and for nobody else."""

import pytest
from django.urls import reverse

from nastavnik.grants.selectors.head import PLACES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", [name for name, _label in PLACES])
def test_place_opens_for_an_author(client, application, author, name):
    client.force_login(author)
    answer = client.get(reverse(name, args=[application.token]))
    assert answer.status_code == 200
    assert "Читаем вместе" in answer.content.decode()


@pytest.mark.parametrize("name", [name for name, _label in PLACES])
def test_place_does_not_exist_for_others(client, application, learner, name):
    client.force_login(learner)
    assert client.get(reverse(name, args=[application.token])).status_code == 404
