"""A push service on loopback: takes messages as browsers' makers do (RFC 8030), and reads them as the browser would.

It makes browsers (`browser()`), each with an address and keys. What is posted there is decrypted with the browser's own
key (RFC 8291, 8188), written anew here and not by the library that encrypts, and the signature (RFC 8292) is checked.
"""

import base64
import datetime as dt
import json
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

POINT = (Encoding.X962, PublicFormat.UncompressedPoint)
SALT_BYTES, SIZE_BYTES = 16, 4


def to_text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def to_bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class FakeBrowser:
    """A browser that has subscribed; `told` is what its page would post to the school."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"sixteen-secrets!"

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(*POINT)

    @property
    def told(self) -> dict:
        keys = {"p256dh": to_text(self.point), "auth": to_text(self.auth)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    def read(self, body: bytes) -> dict:
        """Decrypt a message of one record (RFC 8188 with the keys of RFC 8291)."""
        salt, rest = body[:SALT_BYTES], body[SALT_BYTES + SIZE_BYTES :]
        sender, cipher = rest[1 : 1 + rest[0]], rest[1 + rest[0] :]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        secret = derive(shared, self.auth, b"WebPush: info\0" + self.point + sender, 32)
        key = derive(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = derive(secret, salt, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, cipher, None)
        text, mark, _padding = plain.rpartition(b"\x02")
        assert mark, "the last record ends with 2"
        return json.loads(text)


def derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


@dataclass
class Delivered:
    """A message that came, read; `claims` are those of the signature that was checked."""

    notice: dict
    claims: dict
    key: str
    headers: dict


class PushService:
    """The service; `answers` are the statuses of its next answers (201 after them), `delivered` what came."""

    def __init__(self, folder: Path) -> None:
        self.browsers: dict[str, FakeBrowser] = {}
        self.answers: list[int] = []
        self.delivered: list[Delivered] = []
        self.authority = folder / "authority.pem"
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.authority, make_certificate(self.authority))
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    def browser(self, name: str = "one") -> FakeBrowser:
        return self.browsers.setdefault(f"/push/{name}", FakeBrowser(f"https://{self.host}/push/{name}"))

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def take(self, path: str, headers: dict, body: bytes) -> int:
        """Take a message as a browser's maker would; return the status."""
        status = self.answers.pop(0) if self.answers else 201
        if status == 201:
            claims, key = self._check(headers["authorization"])
            self.delivered.append(Delivered(self.browsers[path].read(body), claims, key, headers))
        return status

    def _check(self, authorization: str) -> tuple[dict, str]:
        assert authorization.startswith("vapid t=")
        token, key = authorization.removeprefix("vapid t=").split(", k=")
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to_bytes(key))
        # the clock of a test is its own
        options = {"verify_exp": False, "require": ["exp", "aud", "sub"]}
        audience = f"https://{self.host}"
        return jwt.decode(token, public, algorithms=["ES256"], audience=audience, options=options), key

    def _handler(self):
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = service.take(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
                self.send_response(status)
                self.send_header("Location", f"https://{service.host}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *words):
                """Say nothing."""

        return Handler


def make_certificate(path: Path) -> Path:
    """Write a certificate for 127.0.0.1 to `path`; return where its key lies."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "push service of the tests")])
    begin = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=365 * 40))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    key_path = path.with_name("key.pem")
    path.write_bytes(certificate.public_bytes(Encoding.PEM))
    key_path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return key_path
