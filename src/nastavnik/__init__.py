"""Nastavnik: an online school for library networks."""

import os

__version__ = "0.1.0"

# openpyxl reads strangers' XML by defusedxml only where it does not find lxml, which other packages bring along; it looks
# when it is imported.
os.environ["OPENPYXL_LXML"] = "False"
