"""A learning platform on this machine, made with another library than ours: it sends people in, and takes grades back.

    with LtiPlatform() as platform:
        platform.tool_keys = client.get("/lti/keys/").json()
        form = platform.answer(address_that_the_school_led_to)   # {"state": …, "id_token": …}

It is as strict as Moodle: an authentication request must be right in every word, the school must sign for its access token with
a key of its set, a score must come under a token of the right scope, newer than the last one.
"""

import json
import re
import threading
import time
import urllib.request
from base64 import urlsafe_b64encode
from collections.abc import Callable
from functools import cache
from html import escape, unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jwcrypto import jwk, jws, jwt

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP = "https://purl.imsglobal.org/spec/lti-dl/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps"
SCORE_SCOPE = f"{AGS}/scope/score"
MEMBERS_SCOPE = f"{NRPS}/scope/contextmembership.readonly"
TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
TEACHER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
KID = "platform-key-1"
MOST_LIFE = 600  # seconds
INPUT = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@cache
def usual_key() -> Any:
    """Return the key of all platforms: to make one takes longer than most tests."""
    return jwk.JWK.generate(kty="RSA", size=2048, kid=KID, use="sig", alg="RS256")


def b64(text: bytes) -> str:
    return urlsafe_b64encode(text).rstrip(b"=").decode()


class LtiPlatform:
    """The platform. What it tells can be changed before it is asked: `claims`, `header`, `key`; `down` makes it fail."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = host
        self.kid, self.key = KID, usual_key()
        self.published = [self.key]
        self.client_id, self.deployment = "client-1", "7"
        self.sub, self.name = "student-1", "Анна Иванова"
        self.redirects: list[str] = []
        self.tool_keys: Any = {"keys": []}
        self.asked: list[str] = []
        self.scores: list[dict[str, Any]] = []
        self.registered: list[dict[str, Any]] = []
        self.tokens: dict[str, str] = {}
        self.jtis: set[str] = set()
        self.members: list[dict[str, Any]] = []
        self.down: dict[str, int] = {}
        self.lies: dict[str, bytes] = {}
        self.target = ""
        self.chosen: list[dict[str, Any]] = []
        self.clock: Callable[[], float] = time.time

    def __enter__(self) -> "LtiPlatform":
        platform = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                platform._handle(self)

            do_POST = do_GET  # noqa: N815 -- named by http.server

            def log_message(self, *_words: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        self.issuer = f"http://{self.host}:{self._server.server_port}"
        return self

    def __exit__(self, *_wrong: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    # --- what a browser does ---------------------------------------------------------------------------------------------

    def announcement(self, target: str, **changes: str) -> dict[str, str]:
        """Return what the platform says when somebody follows a link to `target` (the first step)."""
        self.target = target
        words = {
            "iss": self.issuer,
            "login_hint": self.sub,
            "target_link_uri": target,
            "client_id": self.client_id,
            "lti_message_hint": "hint-1",
            "lti_deployment_id": self.deployment,
        }
        return {**words, **changes}

    def answer(self, address: str) -> dict[str, str]:
        """Follow the school's authentication request; return the form that the platform lets the browser post."""
        with urllib.request.urlopen(address, timeout=5) as page:
            return {name: unescape(value) for name, value in INPUT.findall(page.read().decode())}

    # --- what it signs ---------------------------------------------------------------------------------------------------

    def claims(self, nonce: str) -> dict[str, Any]:
        """Return what a launch of a lesson says."""
        now = int(time.time())
        return {
            "iss": self.issuer,
            "aud": self.client_id,
            "sub": self.sub,
            "name": self.name,
            "email": "anna@institute.example",
            "iat": now,
            "exp": now + 60,
            "nonce": nonce,
            f"{LTI}message_type": "LtiResourceLinkRequest",
            f"{LTI}version": "1.3.0",
            f"{LTI}deployment_id": self.deployment,
            f"{LTI}target_link_uri": self.target,
            f"{LTI}roles": [LEARNER],
            f"{LTI}resource_link": {"id": "activity-5", "title": "Занятие"},
            f"{LTI}context": {"id": "course-2", "title": "Курс «Библиотекарь»"},
            f"{AGS}/claim/endpoint": {
                "scope": [SCORE_SCOPE],
                "lineitem": f"{self.issuer}/lineitems/4/lineitem?type_id=3",
            },
            f"{NRPS}/claim/namesroleservice": {"context_memberships_url": f"{self.issuer}/members?type_id=3"},
        }

    def choice_claims(self, nonce: str) -> dict[str, Any]:
        """Return what a teacher's wish to choose lessons says."""
        kept = {name: value for name, value in self.claims(nonce).items() if not name.endswith("/resource_link")}
        return {
            **kept,
            f"{LTI}message_type": "LtiDeepLinkingRequest",
            f"{LTI}roles": [TEACHER],
            f"{DEEP}deep_linking_settings": {
                "accept_types": ["ltiResourceLink"],
                "accept_presentation_document_targets": ["iframe", "window"],
                "accept_multiple": True,
                "data": "csrf-of-the-platform",
                "deep_link_return_url": f"{self.issuer}/chosen?id=3",
            },
        }

    def sign(self, claims: dict[str, Any], *, header: dict[str, Any] | None = None, key: Any = None) -> str:
        """Return claims signed by the platform."""
        head = {"alg": "RS256", "typ": "JWT", "kid": self.kid} if header is None else header
        token = jwt.JWT(header=head, claims=claims, algs=["RS256", "RS384", "HS256", "ES256"])
        token.make_signed_token(key or self.key)
        return str(token.serialize())

    def unsigned(self, claims: dict[str, Any]) -> str:
        """Return claims in a token that says it needs no signature."""
        return f"{b64(json.dumps({'alg': 'none', 'kid': self.kid}).encode())}.{b64(json.dumps(claims).encode())}."

    def read(self, token: str) -> dict[str, Any]:
        """Return what the school says in a token, verified with its published keys."""
        keys = jwk.JWKSet.from_json(json.dumps(self.tool_keys))
        signed = jws.JWS()
        signed.deserialize(token)
        kid = json.loads(signed.objects["protected"])["kid"]
        signed.allowed_algs = ["RS256"]
        signed.verify(keys.get_key(kid))
        said: dict[str, Any] = json.loads(signed.payload)
        assert 0 < said["exp"] - said["iat"] <= MOST_LIFE
        assert said["exp"] > self.clock() >= said["iat"] - 1, "times"
        return said

    # --- what it answers -------------------------------------------------------------------------------------------------

    def _handle(self, asked: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(asked.path)
        body = asked.rfile.read(int(asked.headers.get("Content-Length") or 0))
        self.asked.append(f"{asked.command} {parts.path}")
        name = parts.path.strip("/").split("/")[0]
        if name in self.down:
            self._say(asked, self.down[name], b"out of order")
        elif name in self.lies:
            self._say(asked, 200, self.lies[name])
        else:
            answers = {
                "certs": self._certs,
                "auth": self._auth,
                "token": self._token,
                "lineitems": self._score,
                "members": self._members,
                "configuration": self._configuration,
                "registration": self._registration,
                "course": self._course,
                "chosen": self._chosen,
                "favicon.ico": lambda asked, *_words: self._say(asked, 204, b""),
            }
            answers[name](asked, parse_qs(parts.query), body)

    def _say(self, asked: BaseHTTPRequestHandler, status: int, content: bytes, **headers: str) -> None:
        asked.send_response(status)
        for header, value in headers.items():
            asked.send_header(header, value)
        asked.send_header("Content-Length", str(len(content)))
        asked.end_headers()
        asked.wfile.write(content)

    def _json(self, asked: BaseHTTPRequestHandler, words: Any, status: int = 200, **headers: str) -> None:
        self._say(asked, status, json.dumps(words).encode(), **{"Content-Type": "application/json"}, **headers)

    def _certs(self, asked: BaseHTTPRequestHandler, _query: Any, _body: bytes) -> None:
        self._json(asked, {"keys": [json.loads(key.export_public()) for key in self.published]})

    def _auth(self, asked: BaseHTTPRequestHandler, query: dict[str, list[str]], _body: bytes) -> None:
        words = {name: values[0] for name, values in query.items()}
        expected = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": self.client_id,
            "login_hint": self.sub,
            "lti_message_hint": "hint-1",
        }
        wrong = [name for name, value in expected.items() if words.get(name) != value]
        if wrong or words["redirect_uri"] not in self.redirects or not words["nonce"] or not words["state"]:
            self._say(asked, 400, f"invalid_request {wrong} {words.get('redirect_uri')}".encode())
            return
        is_choice = self.target.endswith("/lti/deep/")
        token = self.sign(self.choice_claims(words["nonce"]) if is_choice else self.claims(words["nonce"]))
        inputs = "".join(
            f'<input type="hidden" name="{name}" value="{escape(value)}">'
            for name, value in {"state": words["state"], "id_token": token}.items()
        )
        page = f'<form method="post" action="{escape(words["redirect_uri"])}">{inputs}</form><script>document.forms[0].submit()</script>'
        self._say(asked, 200, page.encode(), **{"Content-Type": "text/html"})

    def _token(self, asked: BaseHTTPRequestHandler, _query: Any, body: bytes) -> None:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        try:
            said = self.read(form["client_assertion"])
            assert form["grant_type"] == "client_credentials"
            assert form["client_assertion_type"].endswith(":jwt-bearer")
            assert said["iss"] == said["sub"] == self.client_id
            assert said["aud"] == f"{self.issuer}/token"
            assert said["jti"] not in self.jtis
        except Exception as error:  # noqa: BLE001 -- whatever is wrong with it, the client is not known
            self._json(asked, {"error": "invalid_client", "error_description": repr(error)}, 400)
            return
        self.jtis.add(said["jti"])
        token = f"access-{len(self.jtis)}"
        self.tokens[token] = form["scope"]
        self._json(asked, {"access_token": token, "token_type": "Bearer", "expires_in": 3600, "scope": form["scope"]})

    def _may(self, asked: BaseHTTPRequestHandler, scope: str) -> bool:
        given = (asked.headers.get("Authorization") or "").removeprefix("Bearer ")
        return scope in self.tokens.get(given, "").split()

    def _score(self, asked: BaseHTTPRequestHandler, query: dict[str, list[str]], body: bytes) -> None:
        score = json.loads(body)
        earlier = [one["timestamp"] for one in self.scores if one["userId"] == score["userId"]]
        if not self._may(asked, SCORE_SCOPE):
            self._say(asked, 401, b"no right to scores")
        elif not asked.path.startswith("/lineitems/4/lineitem/scores?") or query["type_id"] != ["3"]:
            self._say(asked, 404, b"no such line item")
        elif asked.headers["Content-Type"] != "application/vnd.ims.lis.v1.score+json":
            self._say(asked, 400, b"content type")
        elif earlier and score["timestamp"] <= max(earlier):
            self._say(asked, 409, b"an earlier timestamp")
        else:
            self.scores.append(score)
            self._json(asked, {})

    def _members(self, asked: BaseHTTPRequestHandler, query: dict[str, list[str]], _body: bytes) -> None:
        if not self._may(asked, MEMBERS_SCOPE):
            self._say(asked, 403, b"no right to members")
            return
        first = int(query.get("from", ["0"])[0])
        page = {"id": asked.path, "context": {"id": "course-2"}, "members": self.members[first : first + 2]}
        more = f'<{self.issuer}/members?type_id=3&from={first + 2}>; rel="next"'
        self._json(asked, page, **({"Link": more} if first + 2 < len(self.members) else {}))

    def _configuration(self, asked: BaseHTTPRequestHandler, _query: Any, _body: bytes) -> None:
        words = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/certs",
            "registration_endpoint": f"{self.issuer}/registration",
        }
        self._json(asked, words)

    def _registration(self, asked: BaseHTTPRequestHandler, _query: Any, body: bytes) -> None:
        words = json.loads(body)
        needed = {"response_types", "initiate_login_uri", "redirect_uris", "client_name", "jwks_uri"}
        is_fine = (
            asked.headers["Authorization"] == "Bearer leave-to-register"
            and needed <= set(words)
            and words["token_endpoint_auth_method"] == "private_key_jwt"
            and words[TOOL]["domain"]
            and words[TOOL]["target_link_uri"]
        )
        if not is_fine:
            self._say(asked, 401, b"missing_registration_token")
            return
        self.registered.append(words)
        self.redirects = words["redirect_uris"]
        self._json(
            asked, {**words, "client_id": self.client_id, TOOL: {**words[TOOL], "deployment_id": self.deployment}}
        )

    def _course(self, asked: BaseHTTPRequestHandler, query: dict[str, list[str]], _body: bytes) -> None:
        """Show a page of a course: the tool in a frame, or a link that opens it in a window."""
        words = self.announcement(query["target"][0])
        inputs = "".join(
            f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in words.items()
        )
        where = query["in"][0]
        form = (
            f'<form method="post" action="{query["login"][0]}" target="{where}">{inputs}<button>Открыть</button></form>'
        )
        frame = '<iframe name="tool" title="tool" width="900" height="700"></iframe>' if where == "tool" else ""
        page = f"<!DOCTYPE html><meta charset=utf-8><title>Курс</title><h1>Курс</h1>{form}{frame}"
        self._say(asked, 200, page.encode(), **{"Content-Type": "text/html; charset=utf-8"})

    def _chosen(self, asked: BaseHTTPRequestHandler, _query: Any, body: bytes) -> None:
        said = self.read(parse_qs(body.decode())["JWT"][0])
        self.chosen += said[f"{DEEP}content_items"]
        self._say(
            asked,
            200,
            "<!DOCTYPE html><title>Курс</title><p>Выбрано</p>".encode(),
            **{"Content-Type": "text/html; charset=utf-8"},
        )
