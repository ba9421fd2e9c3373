"""A strict little reader of playlists: it refuses what RFC 8216 does, and does not read with our own code."""

import re
from dataclasses import dataclass, field

TAGS = {
    "EXTM3U", "EXT-X-VERSION", "EXT-X-TARGETDURATION", "EXT-X-MEDIA-SEQUENCE", "EXT-X-PLAYLIST-TYPE",
    "EXT-X-SERVER-CONTROL", "EXT-X-INDEPENDENT-SEGMENTS", "EXT-X-MAP", "EXT-X-PROGRAM-DATE-TIME", "EXT-X-DISCONTINUITY",
    "EXT-X-GAP", "EXTINF", "EXT-X-ENDLIST", "EXT-X-SKIP",
}  # fmt: skip
ONCE = TAGS - {"EXT-X-MAP", "EXT-X-PROGRAM-DATE-TIME", "EXT-X-DISCONTINUITY", "EXT-X-GAP", "EXTINF"}
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}\.[a-z0-9]{2,4}")


@dataclass
class Seen:
    head: dict[str, str] = field(default_factory=dict)
    segments: list[tuple[str, float, str, tuple[str, ...]]] = field(default_factory=list)  # name, seconds, init, tags
    skipped: int = 0
    is_over: bool = False


def check(content: bytes) -> Seen:
    text = content.decode("ascii")
    assert text.endswith("\n")
    assert "\r" not in text
    lines = text.split("\n")[:-1]
    assert lines[0] == "#EXTM3U"
    seen, init, tags, seconds = Seen(), "", [], None
    for line in lines:
        assert not seen.is_over, "nothing stands behind the end"
        if not line.startswith("#"):
            assert NAME.fullmatch(line), line
            assert seconds is not None, "a piece needs its length"
            seen.segments.append((line, seconds, init, tuple(tags)))
            tags, seconds = [], None
            continue
        name, _, value = line.removeprefix("#").partition(":")
        assert name in TAGS, line
        if name in ONCE:
            assert name not in seen.head, line
            assert not (seen.segments and name != "EXT-X-ENDLIST"), line
            seen.head[name] = value
            seen.is_over = name == "EXT-X-ENDLIST"
        elif name == "EXTINF":
            seconds = float(re.fullmatch(r"(\d+\.\d+),", value)[1])
        elif name == "EXT-X-MAP":
            init = re.fullmatch(r'URI="([^"]+)"', value)[1]
            assert NAME.fullmatch(init)
        else:
            tags.append(f"{name}:{value}")
    assert tags == []
    assert seconds is None
    _check_head(seen)
    return seen


def _check_head(seen: Seen) -> None:
    target = int(seen.head["EXT-X-TARGETDURATION"])
    assert all(int(seconds + 0.5) <= target for _name, seconds, _init, _tags in seen.segments)
    version = int(seen.head["EXT-X-VERSION"])
    assert seen.head["EXT-X-PLAYLIST-TYPE"] in {"EVENT", "VOD"}
    if "EXT-X-SKIP" in seen.head:
        seen.skipped = int(re.fullmatch(r"SKIPPED-SEGMENTS=(\d+)", seen.head["EXT-X-SKIP"])[1])
        assert version >= 9
        boundary = float(
            re.fullmatch(r"CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=([\d.]+)", seen.head["EXT-X-SERVER-CONTROL"])[1]
        )
        assert boundary >= 6 * target
        assert sum(seconds for _name, seconds, *_ in seen.segments) >= boundary, "too much was skipped"
    else:
        assert all(init for _name, _seconds, init, tags in seen.segments if "EXT-X-GAP:" not in tags)
        assert version >= 7
    assert (seen.head["EXT-X-PLAYLIST-TYPE"] == "VOD") <= seen.is_over


def merge(before: Seen, delta: Seen) -> list[tuple[str, float, str, tuple[str, ...]]]:
    """Return the segments that a player knows after a delta update, as RFC 8216bis 6.3.7 says."""
    assert delta.skipped <= len(before.segments), "the player does not know what was skipped"
    known = before.segments[: delta.skipped]
    init = known[-1][2] if known else ""
    # a header that was skipped is remembered
    return known + [(name, seconds, own or init, tags) for name, seconds, own, tags in delta.segments]


def check_master(content: bytes) -> list[tuple[str, dict[str, str]]]:
    lines = content.decode("utf-8").split("\n")
    assert lines[:2] == ["#EXTM3U", "#EXT-X-VERSION:7"]
    assert lines[-1] == ""
    variants = []
    for about, name in zip(lines[2:-1:2], lines[3:-1:2], strict=True):
        assert about.startswith("#EXT-X-STREAM-INF:")
        words = dict(re.findall(r'([A-Z-]+)=("[^"]*"|[^,]+)', about))
        assert int(words["BANDWIDTH"]) >= int(words["AVERAGE-BANDWIDTH"]) > 0
        assert re.fullmatch(r'"(avc1\.[0-9a-f]{6},?)?(mp4a\.40\.\d+)?"', words["CODECS"])
        assert NAME.fullmatch(name)
        variants.append((name, words))
    return variants
