"""Every write of the films. What other apps and pages may call is named here."""

from nastavnik.video.services.arrivals import begin, bring_whole, finish
from nastavnik.video.services.changes import change_video
from nastavnik.video.services.chapters import NewChapter, set_chapters
from nastavnik.video.services.recordings import (
    MadeRendition,
    RecordingFacts,
    begin_recording,
    change_recording,
    count_assembly_failure,
    drop_recording,
    finish_recording,
    give_assembled_source,
    give_trimmed_source,
)
from nastavnik.video.services.uploads import (
    DiskFull,
    FileTooLarge,
    QuotaExceeded,
    UploadUnfinished,
    accept_file,
    accept_upload,
    begin_upload,
    cancel_upload,
)
from nastavnik.video.services.videos import (
    FilmOnAir,
    FilmRemoved,
    NotToRetry,
    change_access,
    move_video,
    remember_position,
    remove_video,
    rename_video,
    restore_video,
    retry_processing,
)

__all__ = [
    "DiskFull",
    "FileTooLarge",
    "FilmOnAir",
    "FilmRemoved",
    "MadeRendition",
    "NewChapter",
    "NotToRetry",
    "QuotaExceeded",
    "RecordingFacts",
    "UploadUnfinished",
    "accept_file",
    "accept_upload",
    "begin",
    "begin_recording",
    "begin_upload",
    "bring_whole",
    "cancel_upload",
    "change_access",
    "change_recording",
    "change_video",
    "count_assembly_failure",
    "drop_recording",
    "finish",
    "finish_recording",
    "give_assembled_source",
    "give_trimmed_source",
    "move_video",
    "remember_position",
    "remove_video",
    "rename_video",
    "restore_video",
    "retry_processing",
    "set_chapters",
]
