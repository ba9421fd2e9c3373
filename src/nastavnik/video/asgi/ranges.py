"""Byte ranges (RFC 9110, 14): one at a time, as players ask for them."""

import re

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class Unsatisfiable(Exception):
    """The range begins behind the end of the file."""


def chosen_range(header: str, size: int) -> tuple[int, int] | None:
    """Return the first byte and the one after the last that `header` asks for of a file of `size` bytes.

    None means the whole file: nothing was asked for, or something we do not read (several ranges, other units), which
    a server may ignore. Raises `Unsatisfiable`.
    """
    match = RANGE.fullmatch(header.strip())
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        begin, end = max(0, size - int(last)), size
    else:
        begin, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < begin:
            return None
    if begin >= size or begin == end:
        raise Unsatisfiable
    return begin, end
