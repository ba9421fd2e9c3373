"""The operator's page of settings says what `config/env.py` reads: every variable, its default, an example that works."""

import ast
import re

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


def is_told(documented: str, default: str | None) -> bool:
    """Tell whether what the page says of a default is what the code has; one that is computed is told in words."""
    return documented == f"`{default}`" if default else documented.startswith("none") == (default == "")


def test_documented_defaults_are_those_in_the_code():
    defaults = defaults_in_code()

    assert {name: DOCUMENTED[name][0] for name in defaults if not is_told(DOCUMENTED[name][0], defaults[name])} == {}


def test_documented_examples_are_understood(tmp_path):
    usual = {"NASTAVNIK_DATA": str(tmp_path), "SECRET_KEY": "of-a-test"}
    as_usual = read_env(usual)

    assert [name for name, (_, example) in DOCUMENTED.items() if read_env(usual | {name: example}) == as_usual] == []
