import re
from pathlib import Path

from nastavnik.video import services
from nastavnik.video.selectors.verbs import FILM_VERBS

ABOUT_FILMS = re.compile(r'verb="([^"]+)", subject=(?:\w+\.)?video\b|record\(edition, "([^"]+)"')


def test_verbs_of_the_journal_about_films_are_all_told_in_words():
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(services.__file__).parent.rglob("*.py"))

    written = {one or other for one, other in ABOUT_FILMS.findall(sources)}

    assert len(written) > 25
    assert written - set(FILM_VERBS) == set()
