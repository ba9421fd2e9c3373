from tests.search.factories import CueFactory

from nastavnik.cli import search
from nastavnik.search.models import Passage


def test_rebuild_reads_everything_and_tells_how_much(film, transcript, capsys):
    CueFactory(transcript=transcript, text="Смета.")

    search.rebuild()

    assert Passage.objects.filter(kind="cue").count() == 1
    assert capsys.readouterr().out.startswith("2 films, lessons and handouts")
