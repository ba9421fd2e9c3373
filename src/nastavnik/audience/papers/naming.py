"""Names of files in letters of any language, safe on any disk."""

import re

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]')
LONGEST = 100


def file_name(title: str, ending: str) -> str:
    """Return a name for a file that is called `title`."""
    clean = " ".join(FORBIDDEN.sub(" ", title).split())[:LONGEST].strip(". ")
    return f"{clean or '_'}.{ending}"
