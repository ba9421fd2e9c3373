"""Every write of the films. What other apps and pages may call is named here."""

from nastavnik.video.services.arrivals import begin, bring_whole, finish
from nastavnik.video.services.changes import change_video
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
    "FilmRemoved",
    "NotToRetry",
    "QuotaExceeded",
    "UploadUnfinished",
    "accept_file",
    "accept_upload",
    "begin",
    "begin_upload",
    "bring_whole",
    "cancel_upload",
    "change_access",
    "change_video",
    "finish",
    "move_video",
    "remember_position",
    "remove_video",
    "rename_video",
    "restore_video",
    "retry_processing",
]
