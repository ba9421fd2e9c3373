"""Where allauth and axes ask the school."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from nastavnik.core import clock
from nastavnik.people import services
from nastavnik.people.models import User

# Letters that are useless when they come late.
SHORT_LIVED = {"account/email/login_code": timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by invitation, by a staff list or on our own page of registration, never by allauth."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse allauth's own registration: it asks for no consent."""
        return False

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Refuse an address that another account has got since the letter was sent."""
        holder = User.objects.filter(email=email_address.email).exclude(pk=email_address.user_id)
        if holder.exists():
            failed = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, failed, {"email": email_address.email})
            return False
        return bool(super().confirm_email(request, email_address))

    def logout(self, request: HttpRequest) -> None:
        """Let the browser show no more notices of who signs out: somebody else may sit there next."""
        token = request.session.get("push")
        if token and request.user.pk:
            services.leave_browser(user_id=request.user.pk, token=token)
        super().logout(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a letter about an account into the outbox, from where the worker sends it.

        The page is not slower for an address that has an account, and a mail server that sleeps loses no letter.
        """
        now = clock.now()
        with translation.override(translation.get_language()):
            message = self.render_mail(template_prefix, email, context)
        services.write_account_letter(
            to_email=email,
            subject=message.subject,
            text=message.body,
            now=now,
            expires_at=now + SHORT_LIVED[template_prefix] if template_prefix in SHORT_LIVED else None,
        )


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """VK ID and Yandex ID sign in people who have connected them on their own page."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Refuse strangers."""
        return False

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the services that the environment names; none are kept in the database, so pages need not ask it."""
        found = [
            SocialApp(provider=name, name=name, **words)
            for name, service in settings.SOCIALACCOUNT_PROVIDERS.items()
            for words in service["APPS"]
        ]
        return [
            app
            for app in found
            if (provider is None or app.provider == provider) and (client_id is None or app.client_id == client_id)
        ]


def typed_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the address that is signing in, by which failures are counted (allauth and the admin name it each so)."""
    given = credentials or {}
    name = given.get("email") or given.get("username") or request.POST.get("login") or request.POST.get("username")
    return str(name or "").strip().lower()[:255]


def locked_out(
    request: HttpRequest, _response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Say that sign-in is paused, for how long, and what else can be done."""
    until = paused_until(typed_name(request, credentials), get_client_ip_address(request))
    minutes = max(1, -(-int((until - clock.now()).total_seconds()) // 60))
    return render(request, "people/locked_out.html", {"until": until, "minutes": minutes}, status=429)


def paused_until(name: str, address: str | None) -> datetime:
    """Return when sign-in is open again: the pause counts from the last failure that was counted."""
    attempt = AccessAttempt.objects.filter(username=name, ip_address=address).order_by("-attempt_time").first()
    begins = attempt.attempt_time if attempt else clock.now()
    return begins + timedelta(hours=settings.AXES_COOLOFF_TIME)
