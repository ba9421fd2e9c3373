"""A publish-only RTMP server: what OBS, vMix, ffmpeg and hardware encoders send, tag by tag, to whoever asks for it.

It stands on the open internet, so it is closed (no play, no relays, nothing taken before a key is admitted), bounded
(time, memory, connections) and raises nothing but its own named errors, whatever is sent.

    amf0         the values in commands and metadata; `NotAmf0`
    flv          a `Tag`, what it holds, FLV files written and walked; `NotFlv`
    chunks       messages out of a stream of chunks, and into it; `BrokenStream`
    words        the commands and answers of the protocol as messages
    gate         what an owner of streams implements: `Gate`, `Session`; how it refuses: `Turned`; `Limits`
    door         who may come in: counts by address, those not yet admitted, wrong keys
    connection   one publisher from the handshake to the end
    server       `RtmpServer`: listens, starts and ends connections

No module here knows Django or the database.
"""
