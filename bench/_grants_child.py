"""One database of `bench.grants`, in a process of its own: `python -m bench._grants_child APPLICATIONS`."""

import os
import sys
from importlib import import_module

from django.core.management import call_command

if __name__ == "__main__":
    os.environ |= {"LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "nastavnik.config.settings"}
    import_module("nastavnik.config.wsgi")  # as a server's process begins
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    import_module("bench._grants_pages").run(int(sys.argv[1]))
