"""From what a sender sends to what viewers load and what remains: journal, pieces, playlists, recording.

    journal = Journal(work / "part-3.webm", WEBM)       what was sent, byte by byte, on the disk (WEBM or FLV)
    build = LiveBuild(media / token / build_name, on_file=mirror)
    packaging = Packaging(journal, build, part=3, began_at=now, on_news=...)
    task = asyncio.create_task(packaging.run())         follows the journal until it is closed; restarts what dies
    journal.append(content)                             for each portion that arrives; never waits for the packager
    journal.close(); await task                         everything is in pieces
    made = await asyncio.to_thread(build.finish)        the recording: master.m3u8, source.m3u8, sound.m3u8

After a crash the same is built again from the same paths, and goes on where it stopped.

    boxes, header, fragments    reading ffmpeg's fragmented MP4; `NotFragments`
    pieces                      fragments joined to pieces that begin with key frames
    playlist, rungs, recording  what players read
    folder, build               `LiveBuild`: the files of a broadcast
    webm, flv_points, journal   `Journal`: what was sent, and from where one can go on
    process, packager           ffmpeg with pipes, limited; `Packager`
    session                     `Packaging`: a journal becomes pieces, whatever dies
    lower                       `LowerPicture`: a smaller picture for slow links; `can_encode_live`
    assemble                    the parts as one file, for everything that is made afterwards
    health                      how well the stream arrives; what its newest piece shows

No module here knows Django's models or the database.
"""
