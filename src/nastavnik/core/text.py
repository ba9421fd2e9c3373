"""Keys by which words are compared and ordered: SQLite knows neither Cyrillic case nor our order of names; words that can be kept."""

import re
import unicodedata

# PostgreSQL keeps no text with the first, no file holds halves of a letter
UNKEPT = re.compile("[\x00\ud800-\udfff]")


def search_key(text: str) -> str:
    """Return `text` as it is stored to be searched, compared and ordered: lower case, ё as е, single spaces."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("ё", "е")
    return " ".join(plain.split())


def without_unkept(text: str) -> str:
    """Return a text without what no database and no file keeps: characters of nothing, halves of letters."""
    return UNKEPT.sub("", text)
