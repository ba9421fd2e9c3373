"""Programs of others that judge what we make: LibreOffice opens documents, epubcheck reads books by the rules of EPUB.

Where one of them is missing, the tests that ask it are left out; `tools/run_tests.py` says so loudly, and CI refuses it.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
JAVA = shutil.which("java")
# of the package: a program of Java, which not every machine starts by its name
EPUBCHECK = Path("/usr/share/java/epubcheck.jar")
LONGEST_SECONDS = 120

needs_office = pytest.mark.skipif(OFFICE is None, reason="no LibreOffice on this machine")
needs_epubcheck = pytest.mark.skipif(JAVA is None or not EPUBCHECK.exists(), reason="no epubcheck on this machine")


def opened_in_office(file: Path) -> Path:
    """Return a document as the office shows it: the PDF beside it. Fails when the office cannot open it."""
    assert OFFICE is not None
    profile = f"-env:UserInstallation={file.parent.as_uri()}/office"
    command = [OFFICE, "--headless", profile, "--convert-to", "pdf", "--outdir", str(file.parent), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=LONGEST_SECONDS)
    return file.with_suffix(".pdf")


def faults_of_epub(file: Path) -> list[str]:
    """Return what epubcheck finds wrong with a book, warnings too."""
    assert JAVA is not None
    command = [JAVA, "-XX:TieredStopAtLevel=1", "-jar", str(EPUBCHECK), str(file), "--json", "-", "--quiet"]
    told = subprocess.run(command, check=False, capture_output=True, timeout=LONGEST_SECONDS).stdout
    messages = json.loads(told)["messages"]
    return [f"{one['severity']} {one['ID']}: {one['message']}" for one in messages]
