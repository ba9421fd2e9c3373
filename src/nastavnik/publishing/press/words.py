"""Words that the press itself puts into a book, in the language that is active."""

from django.utils.translation import gettext, pgettext


def words_of_book() -> dict[str, str]:
    """Return all words of ours that templates and writers need; no more than these come from us."""
    return {
        "contents": gettext("Contents"),
        "people": gettext("Index of people"),
        "subjects": gettext("Index of subjects"),
        "figure": gettext("Fig. %(number)s."),
        "table": gettext("Table %(number)s."),
        "a_table": gettext("Table"),
        "see_figure": gettext("fig. %(number)s"),
        "see_table": gettext("table %(number)s"),
        "picture": gettext("Picture without a description"),
        "video": gettext("Video"),
        "qr": gettext("Square code of the moment of the video"),
        "imprint": gettext("Imprint"),
        "notes": pgettext("book", "Notes"),
        "cover": gettext("Cover"),
        "to_text": gettext("Back to the text"),
    }
