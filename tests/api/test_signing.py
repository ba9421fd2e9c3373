"""The signature, against the example of the standard: https://github.com/standard-webhooks/standard-webhooks."""

from datetime import UTC, datetime

from nastavnik.api.services.hooks.signing import headers_of, new_secret, signature_of

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"test": 2432232314}'


def test_signs_as_the_standard_does():
    signed = signature_of(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, BODY)

    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_headers_say_number_time_and_signature():
    at = datetime(2026, 11, 26, 12, 0, 0, 900000, tzinfo=UTC)

    headers = headers_of(SECRET, "one", at, BODY)

    assert headers["webhook-timestamp"] == "1795694400"
    assert headers["webhook-signature"] == signature_of(SECRET, "one", 1795694400, BODY)


def test_each_secret_is_another():
    assert len({new_secret() for _ in range(10)}) == 10
