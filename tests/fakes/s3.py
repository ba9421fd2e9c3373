"""An S3 store on this machine: enough of the protocol for boto3 to put, get, list and delete, in one part or in many."""

import hashlib
import re
import threading
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

KEY, SECRET = "school-key", "school/secret+"
NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


class FakeS3(ThreadingHTTPServer):
    """Keeps objects by `bucket/key`; refuses whoever does not sign with `KEY`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.objects: dict[str, bytes] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        """The value of `STORAGE_URL` for the bucket `school`."""
        return f"s3://{KEY}:school%2Fsecret%2B@127.0.0.1:{self.server_port}/school?region=ru-1&tls=0"


@contextmanager
def running_s3():
    server = FakeS3()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Answer(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: FakeS3

    def setup(self):
        super().setup()
        self.close_connection = True

    def log_message(self, *_words):
        pass

    def _split(self) -> tuple[str, dict[str, str]]:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        self.server.asked.append(f"{self.command} {unquote(parts.path)}")
        return unquote(parts.path).lstrip("/"), query

    def _is_signed(self, query: dict[str, str]) -> bool:
        signed = self.headers.get("Authorization", "") + query.get("X-Amz-Credential", "")
        return f"{KEY}/" in signed and ("X-Amz-Signature" in query or "Signature=" in signed)

    def _say(self, status: HTTPStatus, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", headers.get("Real_Length", str(len(body))))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _refuse(self, status: HTTPStatus, code: str) -> None:
        self._say(status, f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode())

    def _body(self) -> bytes:
        """Read what was sent, also in the chunks with checksums that newer clients send."""
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if "x-amz-decoded-content-length" not in self.headers:
            return raw
        body = b""
        while (match := re.match(rb"([0-9a-fA-F]+)[^\r]*\r\n", raw)) and (size := int(match.group(1), 16)):
            body += raw[match.end() : match.end() + size]
            raw = raw[match.end() + size + 2 :]
        return body

    def do_PUT(self):
        key, query = self._split()
        body = self._body()
        if not self._is_signed(query):
            self._refuse(HTTPStatus.FORBIDDEN, "SignatureDoesNotMatch")
            return
        if "partNumber" in query:
            self.server.parts[query["uploadId"]][int(query["partNumber"])] = body
        else:
            self.server.objects[key] = body
        self._say(HTTPStatus.OK, ETag=f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"')

    def do_POST(self):
        key, query = self._split()
        self._body()
        if "uploads" in query:
            name = f"upload-{len(self.server.parts)}"
            self.server.parts[name] = {}
            answer = f"<InitiateMultipartUploadResult><UploadId>{name}</UploadId></InitiateMultipartUploadResult>"
        else:
            parts = self.server.parts.pop(query["uploadId"])
            self.server.objects[key] = b"".join(parts[number] for number in sorted(parts))
            answer = '<CompleteMultipartUploadResult><ETag>"many"</ETag></CompleteMultipartUploadResult>'
        self._say(HTTPStatus.OK, answer.encode())

    def do_GET(self):
        key, query = self._split()
        if not self._is_signed(query):
            self._refuse(HTTPStatus.FORBIDDEN, "AccessDenied")
        elif "/" not in key.rstrip("/"):
            self._list(key, query.get("prefix", ""), query.get("delimiter", ""))
        elif key not in self.server.objects:
            self._refuse(HTTPStatus.NOT_FOUND, "NoSuchKey")
        else:
            self._send(self.server.objects[key])

    do_HEAD = do_GET  # noqa: N815 -- the name that http.server looks for

    def do_DELETE(self):
        key, _query = self._split()
        self.server.objects.pop(key, None)
        self._say(HTTPStatus.NO_CONTENT)

    def _send(self, body: bytes) -> None:
        fixed = {"ETag": '"x"', "Last_Modified": "Tue, 24 Nov 2026 12:00:00 GMT", "Accept_Ranges": "bytes"}
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if asked is None:
            self._say(HTTPStatus.OK, body, **fixed)
            return
        first, last = int(asked[1]), min(int(asked[2] or len(body) - 1), len(body) - 1)
        told = f"bytes {first}-{last}/{len(body)}"
        self._say(HTTPStatus.PARTIAL_CONTENT, body[first : last + 1], Content_Range=told, **fixed)

    def _list(self, bucket: str, prefix: str, delimiter: str) -> None:
        bucket = bucket.rstrip("/")
        keys = sorted(name.removeprefix(f"{bucket}/") for name in self.server.objects)
        keys = [key for key in keys if key.startswith(prefix)]
        deeper = {key for key in keys if delimiter and delimiter in key.removeprefix(prefix)}
        folders = sorted({prefix + key.removeprefix(prefix).split(delimiter)[0] + delimiter for key in deeper})
        said = [f"<Contents><Key>{escape(key)}</Key><Size>1</Size></Contents>" for key in keys if key not in deeper]
        said += [f"<CommonPrefixes><Prefix>{escape(folder)}</Prefix></CommonPrefixes>" for folder in folders]
        self._say(HTTPStatus.OK, f'<ListBucketResult xmlns="{NAMESPACE}">{"".join(said)}</ListBucketResult>'.encode())
