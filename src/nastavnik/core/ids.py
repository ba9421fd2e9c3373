"""Short public tokens for addresses: they say nothing about how many rows there are, and survive being read aloud."""

import secrets

from django.db import models

# Without 0/O, 1/l/I: a token may have to be typed from paper.
ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz"
TOKEN_LENGTH = 10


def new_token(length: int = TOKEN_LENGTH) -> str:
    """Return a random token; 10 characters of 32 letters are 50 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


class TokenField(models.CharField[str, str]):
    """A unique public token, made with the row."""

    def __init__(self, **kwargs: object) -> None:
        options = {"max_length": 22, "unique": True, "editable": False, "default": new_token} | kwargs
        super().__init__(**options)  # type: ignore[arg-type]  # Django's own options, passed through
