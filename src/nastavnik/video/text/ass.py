r"""Advanced SubStation Alpha and the SSA before it: a table of events; the text is the last column and may hold commas."""

import re
from collections.abc import Iterable

from nastavnik.video.text.clock import read_clock, write_hundredths
from nastavnik.video.text.lines import broken, plain_text
from nastavnik.video.text.phrases import TimedText

USUAL_COLUMNS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
_OVERRIDES = re.compile(r"\{[^{}]*\}")
# shapes instead of letters
_DRAWING = re.compile(r"\{[^{}]*\\p[1-9]")
_BREAKS = re.compile(r"\\[Nn]")

HEAD = """[Script Info]
ScriptType: v4.00+
WrapStyle: 0
PlayResX: 1280
PlayResY: 720

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, Bold, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,44,&H00FFFFFF,&H00000000,&H80000000,0,1,2,0,2,40,40,36,204

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def read_ass(text: str) -> list[TimedText]:
    """Return the phrases of the dialogue; comments and drawings are passed over."""
    columns: tuple[str, ...] = USUAL_COLUMNS
    phrases: list[TimedText | None] = []
    is_events = True
    for line in text.splitlines():
        head, _, rest = line.strip().partition(":")
        if head.startswith("["):
            is_events = head.lower() == "[events]"
        elif is_events and head == "Format":
            columns = tuple(name.strip().lower() for name in rest.split(","))
        elif is_events and head == "Dialogue":
            phrases.append(_phrase(dict(zip(columns, rest.split(",", len(columns) - 1), strict=False))))
    return [phrase for phrase in phrases if phrase is not None]


def _phrase(fields: dict[str, str]) -> TimedText | None:
    begin, end, said = read_clock(fields.get("start", "")), read_clock(fields.get("end", "")), fields.get("text", "")
    if begin is None or end is None or _DRAWING.search(said):
        return None
    bare = _BREAKS.sub("\n", _OVERRIDES.sub("", said)).replace(r"\h", " ")
    return TimedText(begin, end, plain_text(bare))


def write_ass(phrases: Iterable[TimedText]) -> str:
    """Return the phrases as ASS with one plain style. Braces would be orders to the player: they become brackets."""
    lines = [
        f"Dialogue: 0,{write_hundredths(one.seconds)},{write_hundredths(one.end_seconds)},Default,,0,0,0,,{_said(one.text)}"
        for one in phrases
    ]
    return "\r\n".join([*HEAD.splitlines(), *lines, ""])


def _said(text: str) -> str:
    harmless = text.replace("{", "(").replace("}", ")").replace("\\", "/")
    return r"\N".join(broken(harmless))
