"""A smaller picture for slow links, made of the finished pieces by an ffmpeg of its own that can only fall behind alone.

Its pieces are those of the whole picture: they begin with the same key frames and carry the very same sound.
"""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Awaitable, Callable

from nastavnik.live.ingest.packaging.boxes import NotFragments
from nastavnik.live.ingest.packaging.build import LiveBuild
from nastavnik.live.ingest.packaging.coding import FRAGMENT_MICROSECONDS
from nastavnik.live.ingest.packaging.fragments import Fragment, FragmentReader
from nastavnik.live.ingest.packaging.header import Init, joined
from nastavnik.live.ingest.packaging.pieces import TOLERANCE_SECONDS, Piece
from nastavnik.live.ingest.packaging.process import READ_BYTES, PipedFfmpeg, ended, start_ffmpeg
from nastavnik.video.ffmpeg.binary import FfmpegMissing

SHORT_SIDE = 360
# A picture that is hardly larger is not worth a second one.
WORTH_SIDE = 420
# So much of the broadcast may wait for its smaller picture; then the machine is too slow for it.
MOST_BEHIND_SECONDS = 15.0
STUCK_SECONDS = 20.0
NICE = 5
X264 = ("-c:v", "libx264", "-preset", "veryfast", "-bf", "0", "-rc-lookahead", "10", "-sc_threshold", "0")
QUALITY = ("-crf", "25", "-maxrate", "500k", "-bufsize", "1000k")
# The first film to be measured with, and how many times faster than it plays it must be made: packaging, relays and
# the viewers need the machine too.
MEASURED_SECONDS, MOST_MEASURING_SECONDS = 6.0, 3.0
ENOUGH_SPEED = 3.0


class LowerFailed(Exception):
    """The smaller picture cannot be made any more; the message says why."""


def is_worth(init: Init) -> bool:
    """Tell whether a film is so large that a smaller picture helps."""
    return init.picture is not None and min(init.picture.width, init.picture.height) >= WORTH_SIDE


class LowerPicture:
    """Makes the smaller picture while `run` runs: until `close`, or until it falls too far behind."""

    def __init__(self, build: LiveBuild, *, on_stop: Callable[[str], None] | None = None, ffmpeg: str = "") -> None:
        """`on_stop` hears why it stopped by itself."""
        self._build, self._on_stop, self._wished = build, on_stop, ffmpeg
        self._offered: deque[tuple[int, Init, Piece]] = deque()
        self._changed = asyncio.Event()
        self._is_closed = False
        self._encoder: _Encoder | None = None
        self.trouble = ""  # why it stopped by itself

    @property
    def behind_seconds(self) -> float:
        """How much of the broadcast waits for its smaller picture."""
        waiting = self._encoder.waiting if self._encoder is not None else ()
        return sum(piece.seconds for _number, piece in waiting) + sum(piece.seconds for *_, piece in self._offered)

    def offer(self, number: int, init: Init, piece: Piece) -> None:
        """Take the piece `number` to make it smaller; never waits."""
        if self.trouble or self._is_closed:
            return
        self._offered.append((number, init, piece))
        # what a piece shows comes out with the next one: that much behind it always is
        if self.behind_seconds - piece.seconds > MOST_BEHIND_SECONDS:
            self.trouble = f"{self.behind_seconds:.0f} seconds behind"
            if self._encoder is not None:
                self._encoder.kill()  # it must not keep anybody waiting
        self._changed.set()

    def close(self) -> None:
        """No more pieces will come."""
        self._is_closed = True
        self._changed.set()

    async def run(self) -> None:
        """Make smaller pieces; who watches them goes on with the whole picture afterwards. Leaves no process behind."""
        try:
            await self._work()
        except (LowerFailed, FfmpegMissing) as failed:
            self.trouble = self.trouble or str(failed)
        finally:
            self._offered.clear()
            if self._encoder is not None:
                await self._encoder.end()
            await asyncio.to_thread(self._build.end_low)
        if self.trouble and self._on_stop is not None:
            self._on_stop(self.trouble)

    async def _work(self) -> None:
        while not self.trouble and await self._has_more():
            await self._make_smaller(*self._offered.popleft())
        if self._encoder is not None:
            await self._encoder.finish()

    async def _has_more(self) -> bool:
        while not self._offered and not self._is_closed:
            self._changed.clear()
            await self._changed.wait()
        return bool(self._offered)

    async def _make_smaller(self, number: int, init: Init, piece: Piece) -> None:
        """Feed the encoder with a piece; a new part and a hole need a new encoder."""
        encoder = self._encoder
        if encoder is not None and (piece.follows_a_hole or encoder.init.content != init.content):
            await encoder.finish()
            self._encoder = None
            await asyncio.to_thread(self._build.end_low)
        if not is_worth(init):
            return
        if self._encoder is None:
            await asyncio.to_thread(self._build.begin_low, number)
            self._encoder = _Encoder(init, self._put, self._wished)
            await self._encoder.start()
        await self._encoder.feed(number, piece)

    async def _put(self, number: int, init: Init, content: bytes) -> None:
        await asyncio.to_thread(self._build.add_low, number, init, content)


class _Encoder:
    """An ffmpeg that makes the picture of pieces with the same header smaller."""

    def __init__(self, init: Init, put: Callable[[int, Init, bytes], Awaitable[None]], wished: str) -> None:
        self.init = init
        self._wished = wished
        self.waiting: deque[tuple[int, Piece]] = deque()  # fed, and not yet come out
        self._put = put
        self._open: list[Fragment] = []
        self._small: Init | None = None
        self._ffmpeg: PipedFfmpeg | None = None
        self._output: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._ffmpeg = await start_ffmpeg(_words(), ffmpeg=self._wished, nice=NICE)
        self._output = asyncio.create_task(self._take_output(self._ffmpeg))
        await self._write(self.init.content)

    async def feed(self, number: int, piece: Piece) -> None:
        self.waiting.append((number, piece))
        await self._write(piece.content)

    async def finish(self) -> None:
        """Let it make the rest; raises `LowerFailed`."""
        assert self._ffmpeg is not None
        assert self._output is not None
        self._ffmpeg.end_input()
        try:
            async with asyncio.timeout(STUCK_SECONDS):
                await asyncio.shield(self._output)
        except (TimeoutError, NotFragments, OSError) as error:
            raise LowerFailed(str(error) or "it did not end") from error
        if await self._ffmpeg.wait() != 0:
            raise LowerFailed(self._ffmpeg.log)
        await self._give_out()

    def kill(self) -> None:
        if self._ffmpeg is not None:
            self._ffmpeg.kill()

    async def end(self) -> None:
        """Make sure that it is gone."""
        self.kill()
        if self._output is not None and self._ffmpeg is not None:
            await ended(self._output)
            await self._ffmpeg.wait()

    async def _write(self, content: bytes) -> None:
        assert self._ffmpeg is not None
        try:
            async with asyncio.timeout(STUCK_SECONDS):
                await self._ffmpeg.write(content)
        except (TimeoutError, ConnectionError) as error:
            raise LowerFailed(self._ffmpeg.log or "it does not read any more") from error

    async def _take_output(self, ffmpeg: PipedFfmpeg) -> None:
        reader = FragmentReader()
        try:
            while content := await ffmpeg.output.read(READ_BYTES):
                for found in reader.feed(content):
                    await self._take(found)
        except BaseException:
            ffmpeg.kill()  # nobody reads it any more
            raise

    async def _take(self, found: Init | Fragment) -> None:
        if isinstance(found, Init):
            self._small = joined(found, self.init.of_sound())
            return
        if self._open and self._begins_next(found):
            await self._give_out()
        self._open.append(found)

    def _begins_next(self, fragment: Fragment) -> bool:
        """Tell whether a fragment belongs to the next piece; frames are decoded later than in the whole picture."""
        if len(self.waiting) < 2 or fragment.picture is None:  # noqa: PLR2004 -- this one and the next
            return False
        following = self.waiting[1][1]
        is_there = fragment.picture.begin_seconds >= following.begin_seconds - TOLERANCE_SECONDS
        return is_there and (fragment.picture.begins_with_key_frame or not following.begins_with_key_frame)

    async def _give_out(self) -> None:
        """Give out what is open as the piece that has waited longest."""
        if not self._open or not self.waiting or self._small is None:
            return
        number, piece = self.waiting[0]
        content = b"".join(fragment.content for fragment in self._open)
        self._open = []
        await self._put(number, self._small, content + piece.sound_content)
        self.waiting.popleft()


def _words() -> list[str]:
    fits = f"scale='if(gt(iw,ih),-2,{SHORT_SIDE})':'if(gt(iw,ih),{SHORT_SIDE},-2)'"
    return [
        *("-format_whitelist", "mov", "-protocol_whitelist", "pipe", "-codec_whitelist", "h264,aac"),
        *("-copyts", "-f", "mov", "-i", "pipe:0", "-map", "0:v:0", "-vf", f"{fits},format=yuv420p"),
        # every frame of the whole picture, at its time, key frames at its key frames
        *("-fps_mode", "passthrough", "-force_key_frames", "source", *X264, *QUALITY),
        *("-map_metadata", "-1", "-avoid_negative_ts", "disabled", "-use_editlist", "0", "-flush_packets", "1"),
        *("-movflags", "+frag_keyframe+empty_moov+default_base_moof+frag_discont+skip_trailer"),
        *("-frag_duration", str(FRAGMENT_MICROSECONDS), "-f", "mp4", "pipe:1"),
    ]


async def measured_speed(ffmpeg: str = "") -> float:
    """Return how many times faster than it plays this machine makes a smaller picture just now; 0 when it cannot.

    Takes at most three seconds.
    """
    film = f"testsrc2=s=1280x720:r=30:d={MEASURED_SECONDS:.0f}"
    words = ["-f", "lavfi", "-i", film, "-vf", f"scale=-2:{SHORT_SIDE}", *X264, *QUALITY, "-progress", "pipe:1"]
    running = await start_ffmpeg([*words, "-f", "null", "-"], ffmpeg=ffmpeg, nice=NICE)
    began_at, done_seconds, heard = time.monotonic(), 0.0, b""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(MOST_MEASURING_SECONDS):
            while more := await running.output.read(READ_BYTES):
                heard += more
    took = time.monotonic() - began_at
    running.kill()
    await running.wait()
    for line in heard.decode("ascii", "replace").splitlines():
        name, _, value = line.partition("=")
        if name == "out_time_us" and value.isdigit():
            done_seconds = int(value) / 1e6
    return done_seconds / took


async def can_encode_live(ffmpeg: str = "") -> tuple[bool, float]:
    """Tell whether this machine makes a smaller picture in time with room to spare, and the speed that was measured."""
    speed = await measured_speed(ffmpeg)
    return speed >= ENOUGH_SPEED, speed
