"""Collections, lessons and projects in the catalogues of others: everybody may ask, and is told only what everybody may see."""

from tests.architecture.access.words import NOBODY, PUBLIC, Row, get

RECORD = "publishing:record"

WORLD_ROWS: tuple[Row, ...] = (
    get("publishing:oai", PUBLIC),
    get("publishing:opds", PUBLIC),
    get("publishing:opds_books", PUBLIC),
    get("publishing:opds_search", PUBLIC),
    get("publishing:opds2", PUBLIC),
    get("publishing:opds2_books", PUBLIC),
    get(RECORD, PUBLIC, "record_of_book", "public_book_token", "record_ending"),
    get(
        RECORD, NOBODY, "record_of_book", "book", "record_ending", why="what is not published has no record for anybody"
    ),
)
THINGS = {"record_of_book": "collection", "record_ending": "mrc"}
