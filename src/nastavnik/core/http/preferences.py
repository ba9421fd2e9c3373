"""How a person wants to see the school: theme, low-vision scheme, letter size. Kept in one cookie, no account needed."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from urllib.parse import parse_qsl, urlencode

from django.http import HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from nastavnik.core.http.requests import Request

COOKIE = "display"
COOKIE_AGE_SECONDS = 60 * 60 * 24 * 365
CHOICES = {
    "theme": ("auto", "light", "dark"),
    "vision": ("off", "black-on-white", "white-on-black", "blue-on-blue"),
    "size": ("1", "2", "3"),
    "spacing": ("normal", "wide", "wider"),
    "images": ("on", "off"),
}


@dataclass(frozen=True, slots=True)
class Display:
    """Choices of the viewer; the first of each `CHOICES` is the default."""

    theme: str = "auto"
    vision: str = "off"
    size: str = "1"
    spacing: str = "normal"
    images: str = "on"

    @property
    def is_low_vision(self) -> bool:
        """Tell whether the version for people with weak sight is on."""
        return self.vision != "off"


def read_display(cookie: str) -> Display:
    """Read the cookie; whatever is not one of our words is left out."""
    chosen = {name: value for name, value in parse_qsl(cookie) if value in CHOICES.get(name, ())}
    return replace(Display(), **chosen)


def write_display(display: Display) -> str:
    """Return the cookie's text for `display`."""
    return urlencode(asdict(display))


class PreferencesMiddleware:
    """Puts `request.display` on every request and the viewer's language in force."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.display = read_display(request.COOKIES.get(COOKIE, ""))
        language = request.COOKIES.get("language", "")
        with translation.override(language if language in {"ru", "en"} else "ru"):
            request.LANGUAGE_CODE = translation.get_language() or "ru"
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ["Cookie"])
        return response
