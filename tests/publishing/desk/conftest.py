"""Asking for pages of the desk."""

import pytest
from django.urls import reverse


@pytest.fixture
def at(client):
    """Ask for a page as somebody."""

    def ask(user, name, /, *args, **query):
        client.force_login(user)
        return client.get(reverse(f"publishing:{name}", args=args), query)

    return ask


@pytest.fixture
def do(client):
    """Post something as somebody."""

    def post(user, name, /, *args, **posted):
        client.force_login(user)
        return client.post(reverse(f"publishing:{name}", args=args), posted)

    return post
