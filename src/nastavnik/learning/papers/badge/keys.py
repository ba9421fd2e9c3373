"""Keys of badges (Ed25519), and how they are written: Multikey, base 58."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ED25519_MARK = b"\xed\x01"
BASE_58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def new_key() -> Ed25519PrivateKey:
    """Return a new private key."""
    return Ed25519PrivateKey.generate()


def key_from(secret: str) -> Ed25519PrivateKey:
    """Return the private key that `secret_of` wrote."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))


def secret_of(key: Ed25519PrivateKey) -> str:
    """Return the private key as text, to be sealed."""
    return key.private_bytes_raw().hex()


def public_of(key: Ed25519PrivateKey) -> str:
    """Return the public key as a Multikey: `z6Mk…`."""
    return base_58(ED25519_MARK + key.public_key().public_bytes_raw())


def base_58(data: bytes) -> str:
    """Return `data` in base 58 of Bitcoin, with the mark `z` of Multibase before it."""
    number, digits = int.from_bytes(data), ""
    while number:
        number, rest = divmod(number, len(BASE_58))
        digits = BASE_58[rest] + digits
    zeros = len(data) - len(data.lstrip(b"\0"))
    return f"z{BASE_58[0] * zeros}{digits}"
