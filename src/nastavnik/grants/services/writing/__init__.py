"""Writing an application to a fund: sections, files, versions that are kept and brought back. Callers import from here."""

from nastavnik.grants.services.writing.files import add_file, forget_files, remove_file
from nastavnik.grants.services.writing.milestones import keep_milestone, name_version, restore_milestone
from nastavnik.grants.services.writing.revisions import leave_aside, restore_revision
from nastavnik.grants.services.writing.saving import Saved, save_section

__all__ = [
    "Saved",
    "add_file",
    "forget_files",
    "keep_milestone",
    "leave_aside",
    "name_version",
    "remove_file",
    "restore_milestone",
    "restore_revision",
    "save_section",
]
