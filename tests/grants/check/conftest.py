"""A full application to the fund of presidential grants, and browsers of those who write it."""

import pytest
from django.test import Client
from tests.grants.check.full import fill
from tests.grants.factories import GrantFactory


@pytest.fixture
def full(project, author):
    return fill(GrantFactory(project=project, fund="fpg"), author)


@pytest.fixture
def sign_in():
    def signed(user):
        client = Client()
        client.force_login(user)
        return client

    return signed
