"""A broadcast by way of servers in front: OBS through nginx-rtmp, which asks the school; a browser and a room through nginx."""

import asyncio
import http.client
import json
from contextlib import closing

import pytest
from tests.live.ingest.a_school import frames_of, pieces_in, wait_until
from tests.live.ingest.front_servers import HAS_NGINX_RTMP, start_nginx, start_nginx_rtmp, start_web
from tests.live.node.lines import Browser, chunks
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

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


async def send_through(port: int, token: str, cookie: str) -> tuple[dict, dict]:
    """Send a recording as a browser does; return the first and the last words of the school."""
    address = f"ws://127.0.0.1:{port}/live/send/{token}/?session=abcdef12&mime=video%2Fwebm"
    origin, headers = f"http://127.0.0.1:{port}", {"Cookie": cookie}
    async with connect(address, origin=origin, additional_headers=headers, proxy=None) as line:
        browser = Browser(line)
        ready = await browser.hear("ready")
        for number, content in enumerate(chunks()):
            last = await browser.send(number, content)
        return ready, last


def test_browser_and_room_reach_the_school_through_nginx(school):
    port, entered = start_nginx(school, start_web(school)), school.do("enter")

    ready, last = asyncio.run(send_through(port, school.token, entered["cookie"]))

    assert (ready["next"], ready["is_live"], last["next"]) == (0, False, len(chunks()))
    seen = school.wait(lambda seen: seen["senders"] and seen["senders"][0]["facts"].get("video"))
    assert seen["senders"][0]["kind"] == "browser"
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        line.request("GET", f"/live/events/{entered['room']}/", headers={"Cookie": entered["cookie"]})
        answer = line.getresponse()
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert answer.readline().startswith(b"retry:"), "the first words come at once"


def test_page_of_another_site_does_not_get_through_nginx(school):
    port, entered = start_nginx(school, start_web(school)), school.do("enter")

    async def come() -> int:
        address = f"ws://127.0.0.1:{port}/live/send/{school.token}/?session=abcdef12&mime=video%2Fwebm"
        headers = {"Cookie": entered["cookie"]}
        with pytest.raises(InvalidStatus) as refused:
            await connect(address, origin="https://evil.example", additional_headers=headers, proxy=None)
        return refused.value.response.status_code

    assert asyncio.run(come()) == 403
    assert json.dumps(school.do("show")["senders"]) == "[]"
