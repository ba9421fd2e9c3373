"""Real publishers: what they send comes whole, and what is refused is said in their log."""

import ssl
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.fakes.rtmp_sender import RtmpSender
from tests.fakes.rtmp_sink import LIMITS, running_sink
from tests.live.rtmp.publishing import PROGRAMS, curls_with_rtmp, film, packets, publish, sums

from nastavnik.core.clock import now
from nastavnik.live.ingest.rtmp.flv import metadata_of

by_program = pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: Path(path).name)


@by_program
def test_publish_with_the_right_key_takes_exactly_what_was_sent(program, tmp_path):
    with running_sink({"right"}, tmp_path) as sink:
        code, log = publish(program, f"{sink.url}/right")
        sink.wait_until(lambda sink: sink.streams[0].ended)

    assert (code, sink.streams[0].ended) == (0, "unpublished"), log
    assert sums(tmp_path / "000.flv") == sums(film())


# 4 h 39 min 33 s and 49 d 17 h 2 min 43 s: some seconds before the times need more bytes, and before they begin again.
@pytest.mark.parametrize("begins_at_seconds", [0, 16_773, 4_294_963])
@by_program
def test_publish_at_any_time_keeps_the_times(program, begins_at_seconds, tmp_path):
    later = ("-output_ts_offset", str(begins_at_seconds))
    publish(program, str(tmp_path / "file.flv"), *later)

    with running_sink(folder=tmp_path) as sink:
        publish(program, f"{sink.url}/key", *later)
        sink.wait_until(lambda sink: sink.streams[0].ended)

    assert packets(tmp_path / "000.flv") == packets(tmp_path / "file.flv") != []


@by_program
def test_publish_tells_what_is_in_the_stream(program):
    with running_sink() as sink:
        publish(program, f"{sink.url}/key")
        sink.wait_until(lambda sink: sink.streams[0].ended)
    tags = sink.streams[0].tags

    said = metadata_of(tags[0])
    assert (said.width, said.height, said.frames_per_second) == (640, 360, 25)
    assert {tag.codec for tag in tags} == {"", "h264", "aac"}
    assert [tag.codec for tag in tags if tag.is_configuration] == ["h264", "aac"]
    assert sum(tag.is_key_frame for tag in tags) == 5


@by_program
def test_publish_with_a_wrong_key_is_refused_with_words(program):
    with running_sink({"right"}) as sink:
        code, log = publish(program, f"{sink.url}/wrong")

    assert code != 0
    assert "Server error: There is no such key." in log
    assert sink.streams == []


@by_program
def test_publish_what_is_already_published_is_refused_with_words(program):
    with running_sink() as sink, RtmpSender(f"{sink.url}/key") as first:
        first.publish()
        code, log = publish(program, f"{sink.url}/key")

    assert code != 0
    assert "Server error: Somebody is already publishing with this key." in log


@pytest.mark.parametrize("program", curls_with_rtmp(), ids=["librtmp"] * len(curls_with_rtmp()))
def test_publish_with_librtmp_takes_exactly_what_was_sent(program, tmp_path):
    publish(PROGRAMS[0], str(tmp_path / "file.flv"))

    with running_sink({"right"}, tmp_path) as sink:
        send = [program, "-sS", "-T", str(tmp_path / "file.flv")]
        subprocess.run([*send, f"{sink.url}/right"], check=True, timeout=60)
        refused = subprocess.run([*send, f"{sink.url}/wrong"], check=False, timeout=60, capture_output=True)
        sink.wait_until(lambda sink: sink.streams[0].ended)

    assert packets(tmp_path / "000.flv") == packets(tmp_path / "file.flv")
    assert refused.returncode != 0
    assert len(sink.streams) == 1


# --- TLS ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tls(tmp_path_factory) -> ssl.SSLContext:
    """A certificate for 127.0.0.1 that nobody has heard of."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "school")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now() - timedelta(days=1))
    signed = builder.not_valid_after(now() + timedelta(days=1)).sign(key, hashes.SHA256())
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path = tmp_path_factory.mktemp("tls") / "school.pem"
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


# Newer versions of ffmpeg check the certificate unless they are told not to.
UNCHECKED = ("-tls_verify", "0")


def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


@by_program
def test_publish_by_tls_takes_exactly_what_was_sent(program, tls, tmp_path):
    with running_sink({"right"}, tmp_path, tls=tls) as sink:
        code, log = publish(program, f"{sink.url}/right".replace("rtmp:", "rtmps:"), *UNCHECKED)
        sink.wait_until(lambda sink: sink.streams[0].ended)

    assert (code, sink.streams[0].ended) == (0, "unpublished"), log
    assert sums(tmp_path / "000.flv") == sums(film())


@by_program
def test_publish_by_tls_with_a_wrong_key_is_refused_with_words(program, tls):
    with running_sink({"right"}, tls=tls) as sink:
        code, log = publish(program, f"{sink.url}/wrong".replace("rtmp:", "rtmps:"), *UNCHECKED)

    assert code != 0
    assert "Server error: There is no such key." in log


def test_refuse_by_tls_hangs_up_when_the_publisher_does_not(tls):
    with running_sink({"right"}, tls=tls, limits=replace(LIMITS, farewell_seconds=0.2)) as sink:
        with RtmpSender(f"{sink.url}/wrong", tls=trusting()) as sender:
            assert sender.publish()[0] == "NetStream.Publish.BadName"
            assert sender.is_hung_up()
        sink.wait_until(lambda sink: sink.server.connected == 0)


def test_begin_tls_and_go_no_further_is_hung_up(tls):
    with running_sink(tls=tls, limits=replace(LIMITS, handshake_seconds=0.3)) as sink:
        with RtmpSender(sink.url) as sender:
            assert sender.is_hung_up()
        with RtmpSender(sink.url) as sender:
            sender.socket.sendall(b"\x03" + bytes(1536))
            assert sender.is_hung_up()
        sink.wait_until(lambda sink: sink.server.connected == 0)
