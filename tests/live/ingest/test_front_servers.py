"""A broadcast from OBS by way of nginx-rtmp: it asks the school who may send, and hands on to our node."""

import pytest
from tests.live.ingest.a_school import frames_of, pieces_in, wait_until
from tests.live.ingest.front_servers import HAS_NGINX_RTMP, start_nginx_rtmp, start_web

pytestmark = pytest.mark.skipif(not HAS_NGINX_RTMP, reason="no nginx with its rtmp module on this machine")


@pytest.fixture
def behind_nginx(school):
    start_nginx_rtmp(school, start_web(school))
    return school


def test_right_key_comes_through_nginx_and_a_wrong_one_does_not(behind_nginx, film):
    stranger = behind_nginx.send(film, key="of-nobody", log="wrong.log")
    assert stranger.wait(timeout=60) != 0
    seen = behind_nginx.wait(lambda seen: any("wrong_key" in note for note in seen["notes"]))
    assert seen["senders"] == []

    behind_nginx.send(film)
    build = behind_nginx.go_live()
    wait_until(lambda: pieces_in(build) >= 4, 60, behind_nginx.log)
    seen = behind_nginx.end()

    sent, kept = frames_of(film), frames_of(build / "source.m3u8")
    begin = sent.index(kept[0])
    assert sent[begin : begin + len(kept)] == kept
    assert len(kept) >= 4 * 25
    logs = [path for path in behind_nginx.folder.glob("*.log") if path.name not in {"send.log", "wrong.log"}]
    kept_words = "".join(path.read_text(errors="replace") for path in logs)
    assert len(logs) >= 4
    assert "of-nobody" not in kept_words
    assert behind_nginx.key not in kept_words


def test_killed_node_is_found_again_by_nginx_while_the_program_goes_on_sending(behind_nginx, film):
    sender = behind_nginx.send(film)
    build = behind_nginx.go_live()
    wait_until(lambda: pieces_in(build) >= 3, 60, behind_nginx.log)

    behind_nginx.ingest.kill()
    behind_nginx.ingest.wait()
    behind_nginx.ingest = behind_nginx.start_ingest()
    before = pieces_in(build)
    wait_until(lambda: pieces_in(build) >= before + 3, 60, behind_nginx.log)

    assert sender.poll() is None
    seen = behind_nginx.end()
    assert [part["number"] for part in seen["parts"]] == [1, 2]
    assert sender.wait(timeout=30) != 0, "nginx asks again, and sends away whose broadcast is over"
