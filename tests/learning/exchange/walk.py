"""What a browser does between a platform and the school, step by step."""

from typing import Any

from django.conf import settings
from django.test import Client
from tests.fakes.lti_platform import LtiPlatform

from nastavnik.learning.lti.words import Why
from nastavnik.learning.models import LtiLink

IN_WINDOW = {"Sec-Fetch-Dest": "document", "Accept": "text/html"}
IN_FRAME = {"Sec-Fetch-Dest": "iframe", "Accept": "text/html"}


class Walk:
    """A browser. What a platform posts comes without our cookies, as browsers do with `SameSite=Lax`."""

    def __init__(self, platform: LtiPlatform, school: Any) -> None:
        self.platform, self.home = platform, school.base_url
        self.browser = Client()

    def address_of(self, lesson: Any) -> str:
        return f"{self.home}/lti/lessons/{lesson.uid}/"

    def announce(self, target: str, *, headers=IN_WINDOW, **changes: str):
        """Follow a link of the platform."""
        return self.browser.get("/lti/login/", self.platform.announcement(target, **changes), headers=headers)

    def form(self, target: str) -> dict[str, str]:
        """Go to the platform and back; return the form that it lets the browser post."""
        return self.platform.answer(self.announce(target).headers["Location"])

    def nonce_of(self, response) -> str:
        """Return the nonce of an authentication request."""
        return response.headers["Location"].partition("nonce=")[2].partition("&")[0]

    def post(self, form: dict[str, str]):
        """Let the browser post what the platform says."""
        return Client().post("/lti/launch/", form, headers={"Accept": "text/html", "Origin": self.platform.issuer})

    def come(self, lesson: Any):
        """Walk all the way to the lesson; return where one stands then."""
        posted = self.post(self.form(self.address_of(lesson)))
        assert posted.status_code == 303, posted.content.decode()
        return self.browser.get(posted.headers["Location"], headers={"Accept": "text/html"})

    def sign_in(self, user: Any) -> None:
        """Sign in by oneself, in the same browser."""
        self.browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])


def policy_of(response) -> list[str]:
    """Return the parts of the policy of a page."""
    return [part.strip() for part in response.headers["Content-Security-Policy"].split(";")]


def check_refused(answer, lines, why) -> None:
    """Check that somebody was told in a sentence why she is not let in, and the log in a word."""
    page = answer.content.decode()
    assert answer.status_code == {Why.BROWSER: 403, Why.TICKET: 404}.get(why, 400), page
    assert f"<code>{why.value}</code>" in page
    assert [line["why"] for line in lines if line["event"] == "lti_refused"] == [why.value]
    assert "no-store" in answer.headers["Cache-Control"]


def link_of(connected, lesson, now, number=1, **words) -> LtiLink:
    """Put a lesson into a course of the platform."""
    return LtiLink.objects.create(
        platform=connected, deployment_id="7", resource_id=f"r{number}", lesson=lesson, seen_at=now, **words
    )
