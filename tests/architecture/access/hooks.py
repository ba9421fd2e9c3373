"""What other servers ask. Whoever they are: the stream key in what they ask is the right."""

from tests.architecture.access.words import PUBLIC, Row, post

ROWS: tuple[Row, ...] = (post("live:publish_hook", PUBLIC, is_shared=True),)
