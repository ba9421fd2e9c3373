"""How the pages of appointments are asked and read."""

from django.urls import reverse


def url(name, *args):
    return reverse(f"mentoring:{name}", args=args)


def text_of(response) -> str:
    return response.content.decode()
