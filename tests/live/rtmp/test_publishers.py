"""Real publishers: what they send comes whole, and what is refused is said in their log."""

from pathlib import Path

import pytest
from tests.fakes.rtmp_sink import running_sink
from tests.live.rtmp.publishing import PROGRAMS, film, publish, sums

by_program = pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: Path(path).name)


@by_program
def test_publish_with_the_right_key_takes_exactly_what_was_sent(program, tmp_path):
    with running_sink({"right"}, tmp_path) as sink:
        code, log = publish(program, f"{sink.url}/right")
        sink.wait_until(lambda sink: sink.streams[0].ended)

    assert (code, sink.streams[0].ended) == (0, "unpublished"), log
    assert sums(tmp_path / "000.flv") == sums(film())


@by_program
def test_publish_with_a_wrong_key_is_refused_with_words(program):
    with running_sink({"right"}) as sink:
        code, log = publish(program, f"{sink.url}/wrong")

    assert code != 0
    assert "Server error: There is no such key." in log
    assert sink.streams == []
