"""Small by habit: files of at most 400 lines, functions of at most 50."""

import ast

import pytest

from tests.architecture.house import ROOT, python_files

MOST_FILE_LINES = 400
MOST_FUNCTION_LINES = 50
FILES = python_files("src", "tests", "tools", "bench")
FRONT_FILES = sorted(path for kind in ("ts", "mjs") for path in (ROOT / "frontend").rglob(f"*.{kind}"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_are_small(path):
    source = path.read_text(encoding="utf-8")
    functions = (
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    long_functions = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in functions
        if node.end_lineno - node.lineno + 1 > MOST_FUNCTION_LINES
    ]

    assert long_functions == []
    assert source.count("\n") <= MOST_FILE_LINES


@pytest.mark.parametrize("path", FRONT_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_of_the_front_end_are_small(path):
    assert path.read_text(encoding="utf-8").count("\n") <= MOST_FILE_LINES
