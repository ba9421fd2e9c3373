"""What tells a record from the one that was announced before: a digest of all that it says but when it changed."""

import hashlib
import json
from dataclasses import asdict

from nastavnik.publishing.records.work import Work


def mark_of(work: Work) -> str:
    """Return the digest of a record, 64 signs; the same for the same words."""
    said = {name: value for name, value in asdict(work).items() if name != "changed_at"}
    written = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(written.encode()).hexdigest()
