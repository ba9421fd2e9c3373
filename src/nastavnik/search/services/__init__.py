"""Every write of the search. Apps above hand their texts to `index_answer` and take them back by `forget_answer`."""

from nastavnik.search.services.answers import forget_answer, index_answer
from nastavnik.search.services.misses import note_miss
from nastavnik.search.services.pace import SearchedTooOften, may_suggest, note_search
from nastavnik.search.services.passages import NewPassage, Source, replace_passages
from nastavnik.search.services.sources import index_handout, index_lesson, index_lesson_with_all, index_video
from nastavnik.search.services.sweeps import index_missed, rebuild

__all__ = [
    "NewPassage",
    "SearchedTooOften",
    "Source",
    "forget_answer",
    "index_answer",
    "index_handout",
    "index_lesson",
    "index_lesson_with_all",
    "index_missed",
    "index_video",
    "may_suggest",
    "note_miss",
    "note_search",
    "rebuild",
    "replace_passages",
]
