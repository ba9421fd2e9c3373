"""Articles of a collection: making, writing, taking fillers out, their way and their authors. Callers import from here."""

from nastavnik.publishing.services.articles.authors import AuthorFacts, add_author, edit_author, remove_author
from nastavnik.publishing.services.articles.making import (
    Wanted,
    make_from_answer,
    make_from_file,
    make_from_lesson,
    make_from_project,
    write_anew,
)
from nastavnik.publishing.services.articles.pictures import add_picture
from nastavnik.publishing.services.articles.saving import (
    Saved,
    leave_aside,
    restore_revision,
    save_article,
    take_out,
    take_out_all,
    tidy_text,
)
from nastavnik.publishing.services.articles.way import move_article, remove_article, restore_article, save_facts

__all__ = [
    "AuthorFacts",
    "Saved",
    "Wanted",
    "add_author",
    "add_picture",
    "edit_author",
    "leave_aside",
    "make_from_answer",
    "make_from_file",
    "make_from_lesson",
    "make_from_project",
    "move_article",
    "remove_article",
    "remove_author",
    "restore_article",
    "restore_revision",
    "save_article",
    "save_facts",
    "take_out",
    "take_out_all",
    "tidy_text",
    "write_anew",
]
