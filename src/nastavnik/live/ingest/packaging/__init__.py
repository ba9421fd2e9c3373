"""From what a sender sends to what viewers load and what remains: journal, pieces, playlists, recording.

    journal = Journal(work / "part-3.webm", on_frame=...)   what was sent, byte by byte, on the disk (or part-3.flv)
    build = LiveBuild(media / token / build_name, on_file=mirror)
    packaging = Packaging(journal, build, part=3, began_at=now, on_piece=..., on_death=...)
    task = asyncio.create_task(packaging.run())         follows the journal until it is closed; restarts what dies
    journal.append(content)                             for each portion that arrives; never waits for the packager
    journal.append_chunk(number, content)               or so, when a browser numbers them; then acknowledge
    journal.close(); await task; journal.forget()       everything is in pieces
    made = await asyncio.to_thread(build.finish)        the recording: master.m3u8, source.m3u8, sound.m3u8

After a crash the same is built again from the same paths, and goes on where it stopped. Opening a long journal or a
build reads much: do it in a thread.

    boxes, header, fragments    reading ffmpeg's fragmented MP4; `NotFragments`
    pieces                      fragments joined to pieces that begin with key frames
    playlist, rungs, recording  what players read
    folder, build               `LiveBuild`: the files of a broadcast
    marks, flv_marks, webm      what is noted of a stream as it goes by: codecs, frames, points to go on from
    journal                     `Journal`: what was sent; `ChunkMissing`
    process, coding, packager   ffmpeg with pipes, limited; `Packager`, `PackagerDied`
    session                     `Packaging`: a journal becomes pieces, whatever dies
    lower                       `LowerPicture`: a smaller picture for slow links; `can_encode_live`
    assemble                    the parts as one file, for everything that is made afterwards
    health, look                how well a stream arrives; what a piece shows and lets hear

No module here knows Django's models or the database.
"""
