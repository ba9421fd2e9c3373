"""Secrets at rest are opened by this school for their purpose, and by nobody else."""

import pytest

from nastavnik.core.sealing import Unsealable, digest, key_for, seal, unseal


def test_unseal_returns_what_was_sealed():
    assert unseal(seal("ключ-1", purpose="a"), purpose="a") == "ключ-1"


def test_seal_leaves_no_trace_of_the_secret_and_is_never_twice_the_same():
    sealed = [seal("stream-key", purpose="a") for _time in range(2)]

    assert sealed[0] != sealed[1]
    assert all("stream-key" not in text and text.isascii() for text in sealed)


@pytest.mark.parametrize("change", ["purpose", "school", "letter", "nonsense"])
def test_unseal_refuses_what_was_sealed_otherwise(change, settings):
    sealed, purpose = seal("stream-key", purpose="a"), "a"
    if change == "purpose":
        purpose = "b"
    elif change == "school":
        settings.SECRET_KEY = "of another school"
    elif change == "letter":
        sealed = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    else:
        sealed = "nonsense"

    with pytest.raises(Unsealable):
        unseal(sealed, purpose=purpose)


def test_digest_names_a_secret_within_its_purpose_and_school(settings):
    name = digest("stream-key", purpose="a")

    assert name == digest("stream-key", purpose="a")
    assert len(name) == 64
    assert "stream-key" not in name
    others = {digest("stream-kez", purpose="a"), digest("stream-key", purpose="b")}
    settings.SECRET_KEY = "of another school"
    assert name not in others | {digest("stream-key", purpose="a")}


def test_key_to_sign_with_is_of_one_purpose_and_one_school(settings):
    key = key_for("learning.watching")
    assert key == key_for("learning.watching") != key_for("learning.something")
    settings.SECRET_KEY = "another"
    assert key_for("learning.watching") != key
