"""One database of `bench.search`, in a process of its own: `python -m bench._search_child FOLDER`."""

import os
import sys
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command

if __name__ == "__main__":
    os.environ |= {"LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "nastavnik.config.settings"}
    django.setup()
    call_command("migrate", verbosity=0)
    import_module("bench._search_world").run(Path(sys.argv[1]))
