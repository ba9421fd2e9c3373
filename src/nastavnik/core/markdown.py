"""Text that people write: Markdown in, clean HTML out."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

ALLOWED_TAGS = {
    *("p", "br", "hr", "strong", "em", "del", "blockquote", "code", "pre"),
    *("ul", "ol", "li", "h2", "h3", "h4", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
ALLOWED_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}

MOST_TEXTS = 256  # that are remembered as HTML; the same few stand on every page

_parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])


@lru_cache(maxsize=MOST_TEXTS)
def render_markdown(text: str) -> SafeString:
    """Render `text` as HTML with only the tags above; addresses are http(s) or mailto, and open without a referrer."""
    html = nh3.clean(
        _parser.render(text),
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(html)  # noqa: S308 -- nh3 has just cleaned it
