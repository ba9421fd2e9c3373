"""`python -m nastavnik.cli`: the same as `nastavnik`, for the processes that the supervisor starts."""

from nastavnik.cli import main

main()
