"""Small by habit: files of at most 400 lines, functions of at most 50."""

import ast
from collections.abc import Iterator

from tests.architecture.house import ROOT, faults_in, python_files

MOST_FILE_LINES = 400
MOST_FUNCTION_LINES = 50
FILES = python_files("src", "tests", "tools", "bench")
FRONT_FILES = sorted(path for kind in ("ts", "mjs") for path in (ROOT / "frontend").rglob(f"*.{kind}"))


def lines_too_many(path) -> str:
    lines = path.read_text(encoding="utf-8").count("\n")
    return f"{lines} lines" if lines > MOST_FILE_LINES else ""


def functions_in(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Go through the functions of a file, wherever they stand; an expression holds none."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
        if not isinstance(child, ast.expr):
            yield from functions_in(child)


def long_functions(path) -> list[str]:
    functions = functions_in(ast.parse(path.read_text(encoding="utf-8")))
    sizes = [(node.name, node.end_lineno - node.lineno + 1) for node in functions]
    return [f"{name}: {lines} lines" for name, lines in sizes if lines > MOST_FUNCTION_LINES]


def test_files_are_small():
    assert faults_in(FILES, lines_too_many) == {}


def test_functions_are_small():
    assert faults_in(FILES, long_functions) == {}


def test_files_of_the_front_end_are_small():
    assert faults_in(FRONT_FILES, lines_too_many) == {}
