"""How often one network address may ask whether a certificate is genuine: often enough for a person, not for a search."""

from nastavnik.core.pace import is_within

MOST_LOOKS = 30


def may_verify(*, address: str) -> bool:
    """Count a look; tell whether it is answered."""
    return is_within("verify", address, MOST_LOOKS)
