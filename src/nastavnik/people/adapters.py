"""Where allauth and axes ask the school."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by invitation or by a methodist, never by a passer-by."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse free registration."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """VK ID and Yandex ID sign in people whom the school knows already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Refuse free registration."""
        return False


def locked_out(request: HttpRequest, _credentials: object, *_args: object, **_kwargs: object) -> HttpResponse:
    """Say that sign-in is paused, for how long, and what else can be done."""
    return render(request, "people/locked_out.html", status=429)
