"""A broadcast whose films are kept in a bucket: the node writes to its disk, the bucket follows, the recording is in it."""

import shutil

from tests.fakes.s3 import running_s3
from tests.live.ingest.a_school import School, frames_of, wait_until


def fetched(bucket, folder, target):
    target.mkdir()
    for name, content in dict(bucket.objects).items():
        if folder in name:
            (target / name.rpartition("/")[2]).write_bytes(content)
    return target


def test_broadcast_is_in_the_bucket_while_it_lasts_and_whole_at_its_end(tmp_path, film, empty_school):
    (tmp_path / "data").mkdir()
    shutil.copy(empty_school, tmp_path / "data" / "school.sqlite3")
    with running_s3() as bucket:
        school = School(tmp_path, STORAGE_URL=bucket.url)
        try:
            school.send(film)
            folder = str(school.go_live()).partition("/media/")[2]
            wait_until(lambda: sum("main-0" in name for name in dict(bucket.objects)) >= 4, 60, school.log)
            on_air = fetched(bucket, folder, tmp_path / "on-air")
            school.end()
            whole = fetched(bucket, folder, tmp_path / "whole")
            # the node tidies up after it has said that the broadcast is over
            wait_until(lambda: not (tmp_path / "data" / "live" / school.token).exists(), 60, school.log)
        finally:
            school.end_all()

    named = [line for line in (on_air / "live-main.m3u8").read_text().splitlines() if line.endswith(".m4s")]
    assert all((on_air / name).exists() for name in named)
    sent, kept = frames_of(film), frames_of(whole / "source.m3u8")
    begin = sent.index(kept[0])
    assert sent[begin : begin + len(kept)] == kept
