"""A platform that registers the school by itself (LTI dynamic registration 1.0)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from nastavnik.learning.lti.words import SCOPE_PEOPLE, SCOPE_SCORE, TOOL_CONFIGURATION, Message

MOST_ID = 255


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a platform says of itself."""

    issuer: str
    auth_url: str
    token_url: str
    keys_url: str
    registration_url: str


@dataclass(frozen=True, slots=True)
class Tool:
    """The addresses of the school that a platform needs."""

    title: str
    home: str
    login_url: str
    launch_url: str
    choice_url: str
    keys_url: str


@dataclass(frozen=True, slots=True)
class Registered:
    """Under which names the platform knows the school from now on."""

    client_id: str
    deployments: list[str]


def read_configuration(words: Any, url: str) -> Configuration:
    """Return what a platform says of itself at `url`. Raises `ValueError`.

    The issuer must live where the configuration was read: else somebody could register herself in another's name.
    """
    issuer = _word(words, "issuer", MOST_ID)
    if urlsplit(issuer)[:2] != urlsplit(url)[:2]:
        raise ValueError("the issuer lives elsewhere")
    return Configuration(
        issuer=issuer,
        auth_url=_word(words, "authorization_endpoint"),
        token_url=_word(words, "token_endpoint"),
        keys_url=_word(words, "jwks_uri"),
        registration_url=_word(words, "registration_endpoint"),
    )


def request(tool: Tool) -> dict[str, Any]:
    """Return what the school asks to be registered with. It asks for names, and for no e-mail."""
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": tool.login_url,
        "redirect_uris": [tool.launch_url],
        "client_name": tool.title,
        "jwks_uri": tool.keys_url,
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": f"{SCOPE_SCORE} {SCOPE_PEOPLE}",
        TOOL_CONFIGURATION: {
            "domain": urlsplit(tool.home).netloc,
            "description": tool.title,
            "target_link_uri": tool.launch_url,
            "claims": ["iss", "sub", "name", "given_name", "family_name"],
            "messages": [
                {"type": Message.LESSON.value, "target_link_uri": tool.launch_url},
                {"type": Message.CHOICE.value, "target_link_uri": tool.choice_url, "label": tool.title},
            ],
        },
    }


def read_registered(words: Any) -> Registered:
    """Return what the platform answered. Raises `ValueError`."""
    client_id = _word(words, "client_id", MOST_ID)
    tool: Any = words.get(TOOL_CONFIGURATION)
    deployment = tool.get("deployment_id") if isinstance(tool, Mapping) else None
    return Registered(client_id, [str(deployment)[:MOST_ID]] if deployment else [])


def _word(words: Any, name: str, most: int = 500) -> str:
    word = words.get(name) if isinstance(words, Mapping) else None
    if not isinstance(word, str) or not word or len(word) > most:
        raise ValueError(f"no {name}")
    return word
