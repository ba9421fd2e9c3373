"""What a tool must not take: the bad cases of the 1EdTech certification as far as they are public, and those of the Security
Framework. Each is refused on a page with a sentence, with a line in the log, and leaves nothing behind.
"""

import json
import threading
import time

import pytest
from django.core.cache import cache
from jwcrypto import jwk
from structlog.testing import capture_logs
from tests.fakes.lti_platform import LTI, b64
from tests.learning.exchange.walk import check_refused
from tests.programme.factories import SchoolFactory

from nastavnik.learning.lti.words import Why
from nastavnik.learning.models import LtiLaunch, LtiLink, LtiPlatform
from nastavnik.learning.services.lti import talk

pytestmark = pytest.mark.django_db


def without(name):
    return lambda claims: {key: value for key, value in claims.items() if key != name}


def having(**changes):
    return lambda claims: {**claims, **changes}


def saying(name, value):
    return lambda claims: {**claims, f"{LTI}{name}": value}


def aged(seconds, lives=60):
    """Change when a token was made, and until when it lives."""
    return lambda claims: {**claims, "iat": int(time.time()) - seconds, "exp": int(time.time()) - seconds + lives}


BAD_CLAIMS = {
    "no issuer": (without("iss"), Why.TOKEN),
    "another issuer": (having(iss="https://elsewhere.example"), Why.ISSUER),
    "issuer with a slash": (lambda claims: {**claims, "iss": f"{claims['iss']}/"}, Why.ISSUER),
    "no audience": (without("aud"), Why.TOKEN),
    "another audience": (having(aud="client-2"), Why.AUDIENCE),
    "empty audience": (having(aud=[]), Why.TOKEN),
    "several audiences without a party": (having(aud=["client-1", "client-2"]), Why.AUDIENCE),
    "several audiences and another party": (having(aud=["client-1", "client-2"], azp="client-2"), Why.AUDIENCE),
    "another party": (having(azp="client-2"), Why.AUDIENCE),
    "no expiry": (without("exp"), Why.TOKEN),
    "expired": (aged(600), Why.EXPIRED),
    "odd expiry": (having(exp="soon"), Why.TOKEN),
    "no time of issue": (without("iat"), Why.TOKEN),
    "issued in the future": (aged(-600, 660), Why.EXPIRED),
    "issued long ago but living long": (aged(3600, 86400), Why.EXPIRED),
    "not valid yet": (having(nbf=int(time.time()) + 10**6), Why.EXPIRED),
    "no nonce": (without("nonce"), Why.TOKEN),
    "another nonce": (having(nonce="guessed"), Why.NONCE),
    "no message type": (without(f"{LTI}message_type"), Why.MESSAGE),
    "unknown message type": (saying("message_type", "LtiStartProctoring"), Why.MESSAGE),
    "odd message type": (saying("message_type", ["LtiResourceLinkRequest"]), Why.MESSAGE),
    "no version": (without(f"{LTI}version"), Why.VERSION),
    "another version": (saying("version", "1.1"), Why.VERSION),
    "no deployment": (without(f"{LTI}deployment_id"), Why.DEPLOYMENT),
    "another deployment": (saying("deployment_id", "8"), Why.DEPLOYMENT),
    "odd deployment": (saying("deployment_id", 7), Why.DEPLOYMENT),
    "no person": (without("sub"), Why.CLAIMS),
    "empty person": (having(sub=" "), Why.CLAIMS),
    "endless person": (having(sub="s" * 256), Why.CLAIMS),
    "no roles": (without(f"{LTI}roles"), Why.CLAIMS),
    "odd roles": (saying("roles", "Learner"), Why.CLAIMS),
    "no target": (without(f"{LTI}target_link_uri"), Why.CLAIMS),
    "no activity": (without(f"{LTI}resource_link"), Why.CLAIMS),
    "activity without a number": (saying("resource_link", {"title": "Занятие"}), Why.CLAIMS),
    "odd activity": (saying("resource_link", "activity-5"), Why.CLAIMS),
    "target elsewhere": (saying("target_link_uri", "https://elsewhere.example/lti/lessons/abc/"), Why.NO_LESSON),
    "target that is no lesson": (saying("target_link_uri", "http://127.0.0.1:8000/lti/launch/"), Why.NO_LESSON),
    "target of an unknown lesson": (saying("target_link_uri", "http://127.0.0.1:8000/lti/lessons/abc/"), Why.NO_LESSON),
}


@pytest.fixture
def posted(walk, lesson):
    """Return what the school answers to a token that `make` makes of the claims."""

    def post(make):
        response = walk.announce(walk.address_of(lesson))
        form = walk.platform.answer(response.headers["Location"])
        token = make(walk.platform.claims(walk.nonce_of(response)))
        with capture_logs() as lines:
            answer = walk.post({**form, "id_token": token})
        return answer, lines

    return post


@pytest.mark.parametrize("case", BAD_CLAIMS)
def test_token_that_says_something_wrong_is_refused(posted, platform, case):
    change, why = BAD_CLAIMS[case]

    answer, lines = posted(lambda claims: platform.sign(change(claims)))

    check_refused(answer, lines, why)
    assert not LtiLaunch.objects.exists()
    assert not LtiLink.objects.exists()


OTHER_KEY = jwk.JWK.generate(kty="RSA", size=2048)


def as_secret(platform):
    """Return the public key as one signs with it who hopes that the algorithm is not looked at."""
    pem = platform.key.export_to_pem()
    return jwk.JWK.from_json(json.dumps({"kty": "oct", "k": jwk.base64url_encode(pem)}))


def changed(token, claims):
    """Return a token that somebody else has put another name into."""
    head, _claims, signature = token.split(".")
    return ".".join((head, b64(json.dumps({**claims, "sub": "student-2"}).encode()), signature))


BAD_SIGNATURES = {
    "no signature": (lambda platform, claims: platform.unsigned(claims), Why.SIGNATURE),
    "secret made of the public key": (
        lambda platform, claims: platform.sign(
            claims, header={"alg": "HS256", "kid": platform.kid}, key=as_secret(platform)
        ),
        Why.SIGNATURE,
    ),
    "another algorithm": (
        lambda platform, claims: platform.sign(claims, header={"alg": "RS384", "kid": platform.kid}),
        Why.SIGNATURE,
    ),
    "another key under the same name": (lambda platform, claims: platform.sign(claims, key=OTHER_KEY), Why.SIGNATURE),
    "no kid": (lambda platform, claims: platform.sign(claims, header={"alg": "RS256"}), Why.KEY),
    "unknown kid": (lambda platform, claims: platform.sign(claims, header={"alg": "RS256", "kid": "other"}), Why.KEY),
    "key in the token itself": (
        lambda platform, claims: platform.sign(
            claims,
            header={"alg": "RS256", "kid": "mine", "jwk": json.loads(OTHER_KEY.export_public())},
            key=OTHER_KEY,
        ),
        Why.KEY,
    ),
    "changed afterwards": (lambda platform, claims: changed(platform.sign(claims), claims), Why.SIGNATURE),
    "no token": (lambda _platform, _claims: "", Why.TOKEN),
    "no token at all": (lambda _platform, _claims: "not.a.token", Why.TOKEN),
    "endless token": (lambda _platform, _claims: "a" * 70_000, Why.TOKEN),
}


@pytest.mark.parametrize("case", BAD_SIGNATURES)
def test_token_that_is_not_signed_as_it_must_is_refused(posted, platform, case):
    make, why = BAD_SIGNATURES[case]

    answer, lines = posted(lambda claims: make(platform, claims))

    check_refused(answer, lines, why)
    assert not LtiLaunch.objects.exists()


BAD_KEYS = {
    "short": jwk.JWK.generate(kty="RSA", size=1024, kid="platform-key-1"),
    "of another kind": jwk.JWK.generate(kty="EC", crv="P-256", kid="platform-key-1"),
    "for encryption": jwk.JWK.generate(kty="RSA", size=2048, kid="platform-key-1", use="enc"),
    "for another algorithm": jwk.JWK.generate(kty="RSA", size=2048, kid="platform-key-1", alg="RS512"),
}


@pytest.mark.parametrize("case", BAD_KEYS)
def test_key_that_may_not_verify_is_refused(posted, platform, case):
    platform.published = [BAD_KEYS[case]]
    head = {"alg": "RS256", "kid": "platform-key-1"}

    answer, lines = posted(lambda claims: platform.sign(claims, header=head))

    check_refused(answer, lines, Why.KEY)


@pytest.mark.parametrize("lie", [b"{}", b"[]", b"<html>", b'{"keys": 1}', b'{"keys": [1]}', b'{"keys": null}'])
def test_platform_that_tells_no_keys_lets_nobody_in(posted, platform, lie):
    platform.lies["certs"] = lie

    answer, lines = posted(platform.sign)

    check_refused(answer, lines, Why.KEYS_SILENT)


def test_broken_key_of_a_platform_lets_nobody_in(posted, platform):
    platform.lies["certs"] = b'{"keys": [{"kid": "platform-key-1", "kty": "RSA", "n": "?", "e": "AQAB"}]}'

    check_refused(*posted(platform.sign), Why.KEY)


def test_platform_that_is_down_lets_nobody_in_and_is_asked_again_afterwards(posted, platform, monkeypatch):
    monkeypatch.setattr(talk, "AGAIN_SECONDS", 0)
    platform.down["certs"] = 503
    check_refused(*posted(platform.sign), Why.KEYS_SILENT)

    platform.down.clear()

    assert posted(platform.sign)[0].status_code == 303


def test_platform_that_is_down_is_not_asked_at_each_launch(posted, platform):
    platform.down["certs"] = 503

    for _launch in range(3):
        check_refused(*posted(platform.sign), Why.KEYS_SILENT)

    assert platform.asked.count("GET /certs") == 1


def test_launches_that_come_at_once_ask_for_the_keys_once(posted, platform, connected, monkeypatch):
    name = talk._cache_name("keys", connected.keys_url)
    monkeypatch.setattr(talk, "OTHERS_WAIT_SECONDS", 0.01)
    with talk._asking.setdefault(name, threading.Lock()):
        check_refused(*posted(platform.sign), Why.KEYS_SILENT)
    assert posted(platform.sign)[0].status_code == 303

    # as for one who has waited until another knew them
    assert platform.kid in talk._keys_anew(connected, name, None)
    assert platform.asked.count("GET /certs") == 1


def test_keys_address_inside_is_not_called(posted, platform, settings):
    settings.EXCHANGE_INSIDE = False

    check_refused(*posted(platform.sign), Why.KEYS_SILENT)
    assert "GET /certs" not in platform.asked


def test_new_key_of_a_platform_is_read_at_its_first_token_and_not_for_each_guess(posted, platform):
    posted(platform.sign)
    platform.key = jwk.JWK.generate(kty="RSA", size=2048, kid="platform-key-2")
    platform.kid = "platform-key-2"
    platform.published.append(platform.key)

    assert posted(platform.sign)[0].status_code == 303
    before = platform.asked.count("GET /certs")
    for guess in range(3):
        posted(lambda claims, kid=f"guess-{guess}": platform.sign(claims, header={"alg": "RS256", "kid": kid}))

    assert platform.asked.count("GET /certs") == before


def test_several_audiences_with_us_as_the_party_are_taken(posted, platform):
    answer, _lines = posted(lambda claims: platform.sign({**claims, "aud": ["client-1", "x"], "azp": "client-1"}))

    assert answer.status_code == 303


def test_clocks_may_differ_a_little(posted, platform):
    assert posted(lambda claims: platform.sign(aged(90)(claims)))[0].status_code == 303
    assert posted(lambda claims: platform.sign(aged(-30, 90)(claims)))[0].status_code == 303


# --- the first step --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["iss", "login_hint", "target_link_uri"])
def test_announcement_that_lacks_a_part_is_refused(walk, lesson, name):
    with capture_logs() as lines:
        answer = walk.announce(walk.address_of(lesson), **{name: ""})

    check_refused(answer, lines, Why.NOT_ASKED)


@pytest.mark.parametrize("changes", [{"iss": "https://elsewhere.example"}, {"client_id": "client-2"}])
@pytest.mark.parametrize("headers", [{"Sec-Fetch-Dest": "document"}, {"Sec-Fetch-Dest": "iframe"}])
def test_announcement_of_an_unknown_platform_is_refused(walk, lesson, changes, headers):
    with capture_logs() as lines:
        answer = walk.announce(walk.address_of(lesson), headers=headers, **changes)

    check_refused(answer, lines, Why.UNKNOWN_PLATFORM)


def test_announcement_of_a_removed_platform_is_refused(walk, lesson, now):
    LtiPlatform.objects.update(removed_at=now)
    with capture_logs() as lines:
        answer = walk.announce(walk.address_of(lesson))

    check_refused(answer, lines, Why.UNKNOWN_PLATFORM)


def test_announcement_without_a_client_is_refused_where_the_issuer_has_two(walk, lesson, connected, now):
    LtiPlatform.objects.create(school=connected.school, issuer=connected.issuer, client_id="client-2", added_at=now)
    with capture_logs() as lines:
        answer = walk.announce(walk.address_of(lesson), client_id="")

    check_refused(answer, lines, Why.UNKNOWN_PLATFORM)


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "http://127.0.0.1:8000.elsewhere.example/", "/lti/"])
def test_announcement_that_leads_elsewhere_is_refused(walk, target):
    with capture_logs() as lines:
        answer = walk.announce(target)

    check_refused(answer, lines, Why.WRONG_TARGET)


def test_platform_of_another_school_is_unknown_in_this_one(walk, lesson, platform, connected):
    LtiPlatform.objects.update(school=SchoolFactory(path="youth"))
    with capture_logs() as lines:
        answer = walk.announce(walk.address_of(lesson))

    check_refused(answer, lines, Why.UNKNOWN_PLATFORM)


def test_refusals_name_no_token_in_the_log(posted, platform):
    cache.clear()
    token = platform.sign({"iss": "x"})

    _answer, lines = posted(lambda _claims: token)

    assert token.rpartition(".")[2] not in json.dumps(lines, default=str)
