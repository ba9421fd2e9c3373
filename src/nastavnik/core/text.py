"""Keys by which words are compared and ordered: SQLite knows neither Cyrillic case nor our order of names."""

import unicodedata


def search_key(text: str) -> str:
    """Return `text` as it is stored to be searched, compared and ordered: lower case, ё as е, single spaces."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("ё", "е")
    return " ".join(plain.split())
