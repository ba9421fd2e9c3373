"""Short ways to ask for the pages of the people."""

from django.urls import reverse

from nastavnik.core.clock import now as clock_now
from nastavnik.people import services
from nastavnik.people.permissions import SYSTEM


def text_of(response):
    return response.content.decode()


def post(client, page, *args, **data):
    return client.post(reverse(f"people:{page}", args=args), data)


def get(client, page, *args, **data):
    return client.get(reverse(f"people:{page}", args=args), data)


def publish_all(place):
    return services.publish_default_consents(
        actor=SYSTEM, place=place, operator="МУК «ЦБ»", contact="cb@example.ru", now=clock_now()
    )
