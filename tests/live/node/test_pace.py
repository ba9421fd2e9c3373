"""Nobody sends more than any picture needs."""

import asyncio
from time import monotonic

from nastavnik.live.ingest.pace import BURST_BYTES, MOST_BITS_PER_SECOND, Pace


def seconds_of(pace: Pace, *counts: int) -> float:
    async def send() -> None:
        for count in counts:
            await pace.took(count)

    began = monotonic()
    asyncio.run(send())
    return monotonic() - began


def test_usual_stream_and_what_an_outage_left_are_not_held_up():
    assert seconds_of(Pace(), BURST_BYTES // 2, BURST_BYTES // 2 - 1) < 0.2
    assert MOST_BITS_PER_SECOND > 50_000_000


def test_sender_of_too_much_is_held_up_until_it_is_no_more_than_allowed():
    assert seconds_of(Pace(8000, burst_bytes=100), 100, 500) >= 0.45


def test_pause_gives_the_burst_back_and_no_more():
    pace = Pace(8_000_000, burst_bytes=1000)
    asyncio.run(pace.took(1000))
    pace._at -= 60

    asyncio.run(pace.took(0))

    assert pace._left == 1000
