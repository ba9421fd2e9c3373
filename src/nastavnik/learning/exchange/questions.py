"""What a self-check says, apart from any row: typed in a form, read from a file, copied, or written out."""

from dataclasses import dataclass, field

SINGLE, MULTIPLE, ORDER, MATCH = "single", "multiple", "order", "match"
SHORT, NUMBER, OPEN = "short", "number", "open"
KINDS = (SINGLE, MULTIPLE, ORDER, MATCH, SHORT, NUMBER, OPEN)


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that a question knows; what each field means depends on the kind (`models.Option`)."""

    text: str = ""
    match: str = ""
    is_right: bool = False
    tolerance: float = 0.0
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with what it shows, in words."""

    content: bytes
    name: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A question; texts are Markdown, seconds are of the lesson's film."""

    kind: str
    text: str
    choices: tuple[Choice, ...] = ()
    points: int = 1
    explanation: str = ""
    moment_seconds: int | None = None
    moment_end_seconds: int | None = None
    at_second: int | None = None
    image: Image | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole self-check."""

    title: str
    intro: str = ""
    pass_percent: int = 60
    attempts_allowed: int | None = None
    is_shuffled: bool = False
    are_options_shuffled: bool = True
    items: tuple[Item, ...] = field(default=())
