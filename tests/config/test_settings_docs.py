"""The operator's page of settings says what `config/env.py` reads: every variable, its default, an example that works."""

import ast
import re

import pytest
from tests.architecture.house import PACKAGE, ROOT

from nastavnik.config.env import read_env

PAGE = (ROOT / "docs" / "operate" / "settings.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([A-Z_]+)` \| (.+?) \| `(.+?)` \| (.+) \|$", re.MULTILINE)
DOCUMENTED = {name: (default, example) for name, default, example, _meaning in ROW.findall(PAGE)}


def defaults_in_code() -> dict[str, str | None]:
    """Return the default of every variable that `read_env` reads; None where it is computed."""
    tree = ast.parse((PACKAGE / "config" / "env.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    read = [call.args for call in calls if call.func.attr == "read" and len(call.args) == 3]
    return {
        name.value: default.value if isinstance(default, ast.Constant) else None
        for name, _parse, default in read
        if isinstance(name, ast.Constant)
    }


def test_every_variable_is_documented_and_no_other():
    assert sorted(DOCUMENTED) == sorted(defaults_in_code())
    assert len(ROW.findall(PAGE)) == len(DOCUMENTED)


@pytest.mark.parametrize(("name", "default"), defaults_in_code().items(), ids=str)
def test_documented_default_is_the_one_in_the_code(name, default):
    documented = DOCUMENTED[name][0]

    if default:
        assert documented == f"`{default}`"
    elif default == "":
        assert documented.startswith("none")
    else:
        assert not documented.startswith("none")


@pytest.mark.parametrize("name", DOCUMENTED)
def test_documented_example_is_understood(name, tmp_path):
    usual = {"NASTAVNIK_DATA": str(tmp_path), "SECRET_KEY": "of-a-test"}
    example = DOCUMENTED[name][1]

    assert read_env(usual | {name: example}) != read_env(usual)
