"""What we do to the outside for films: ffmpeg and PyAV, always as separate, limited processes.

    binary      which ffmpeg, and what the machine can shield it from
    launcher    the small program between us and them: sets limits, takes away network and files, then becomes ffmpeg
    limits      what a source file may contain, and what a process may use
    run         start, follow, stop; `FfmpegFailed` and what ffmpeg said
    probe       what a source file is (`Source`), or `SourceRefused`; the looking itself is `inspect_child`
    remux       the first quality by copying
    ladder      the qualities, decoded once
    loudness    measuring, and the gain that evens it out
    cut         a stretch of a film by copying
    samples     the sound as bare numbers
    pictures    poster, cover, preview strip
    tap         the picture as a grey tap, for finding slides
    stills      stills of slides, the sound for a thin link
    pages       pages of a talk's file (PDF, PPTX); the reading itself is `pages_child`
    letters     the text of a still, by tesseract where it is installed
    playlists   reading ffmpeg's playlists, writing the master

No module here knows Django's models or the database.
"""
