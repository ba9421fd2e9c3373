"""An article that a lesson could become, as our Markdown; and a text with the moments that print and e-books lead back to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from nastavnik.publishing.speech.articles import Article, Block, Figure
from nastavnik.publishing.speech.blocks import BlockKind, blocks_of, escaped, said_blocks
from nastavnik.publishing.speech.paragraphs import Paragraph


def text_of(article: Article, pictures: Mapping[str, str]) -> str:
    """Return an article as Markdown; `pictures`: by the keys of figures the names of theirs, others are left out."""
    return "\n\n".join(_lines(article, pictures))


def _lines(article: Article, pictures: Mapping[str, str]) -> Iterator[str]:
    for section in article.sections:
        if section.title:
            yield f"{'#' * section.level} {escaped(section.title)}"
        for block in section.blocks:
            if line := _line(block, pictures):
                yield line


def _line(block: Block, pictures: Mapping[str, str]) -> str:
    if isinstance(block, Figure):
        return figure_line(pictures[block.key], block.caption, block.alt) if block.key in pictures else ""
    return escaped(block.text)


def figure_line(key: str, caption: str, alt: str) -> str:
    """Return a picture with its caption, and what it shows for who does not see it."""
    told = alt.replace("\\", "").replace('"', "”").replace("{", "(").replace("}", ")")
    shown = f'{{alt="{told}"}}' if told and told != caption else ""
    return f"![{escaped(caption)}]({key}){shown}"


def paragraphs_in(article: Article) -> tuple[Paragraph, ...]:
    """Return what is said in an article."""
    return tuple(block for section in article.sections for block in section.blocks if isinstance(block, Paragraph))


def with_moments(text: str, paragraphs: Iterable[Paragraph], film: str) -> str:
    """Return a text in which the first paragraph that is said behind each heading leads to its second of `film`.

    `paragraphs` are those of `said_blocks(text)`. Where somebody has put moments in by hand none are added.
    """
    if "{.moment" in text:
        return text
    seconds = [one.seconds for one in paragraphs]
    said = dict(zip((block.begin for block in said_blocks(text)), seconds, strict=False))
    found, waits = list[str](), True
    for block in blocks_of(text):
        waits = waits or block.kind is BlockKind.HEADING
        at = said.get(block.begin)
        if waits and at is not None:
            waits = False
            found.append(f'::: {{.moment video="{film}" t="{int(at)}"}}\n{block.text}\n:::')
        else:
            found.append(block.text)
    return "\n\n".join(found)


def listed(title: str, lines: Sequence[str]) -> str:
    """Return lines under a heading; nothing where there are none."""
    return "\n\n".join([f"## {escaped(title)}", "\n".join(f"- {line}" for line in lines)]) if lines else ""
