"""Parts of addresses that are not words of ours."""

from django.urls import register_converter

PICTURE = "<picture_key:key>"


class PictureKey:
    """The name by which a text has a picture. Ours are plain; whatever a row holds, its page is shown and its picture is found."""

    regex = r"(?s:.+)"

    def to_python(self, value: str) -> str:
        """Return the name as it stands in the row."""
        return value

    def to_url(self, value: str) -> str:
        """Return the name as it stands in the address; Django quotes it."""
        return value


register_converter(PictureKey, "picture_key")
