"""Memos of lessons as paper: set once for all who would get the same, kept in the storage for a month."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from nastavnik.core.turns import Turns
from nastavnik.publishing.press.memo import set_memo
from nastavnik.publishing.selectors.reading.memo import PlannedMemo, whole_memo

FOLDER = "memos"
# whoever asks for it again after that waits the second that it takes; what was erased meanwhile is on no paper of ours
KEPT = timedelta(days=30)
# each is a process with a processor to itself
AT_ONCE = 2

_turns = Turns(AT_ONCE)


def memo_paper(planned: PlannedMemo) -> bytes:
    """Return a memo as PDF; it is set now if nobody has asked for it yet. Raises `Busy`, and as `press.running.run_typst` does.

    The caller has checked that its reader may see what it says.
    """
    file = f"{FOLDER}/{planned.version}.pdf"
    if default_storage.exists(file):
        with default_storage.open(file) as stored:
            kept: bytes = stored.read()
        return kept
    with _turns.taken():
        content = set_memo(whole_memo(planned))
        default_storage.save(file, ContentFile(content))
    return content


def delete_old_memos(*, now: datetime) -> int:
    """Delete the papers that were set a month ago and more; return how many."""
    try:
        names = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    except FileNotFoundError:  # nobody has asked for one yet
        return 0
    old = [name for name in names if default_storage.get_modified_time(name) < now - KEPT]
    for name in old:
        default_storage.delete(name)
    return len(old)
