"""The public surface of apps, as a contract of import-linter: `PYTHONPATH=src:tools lint-imports`."""

from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class AppSurface(Contract):
    """Other apps may import only the public files of an app; `open_apps` may be imported anywhere."""

    container = fields.StringField()
    public = fields.SetField(subfield=fields.StringField())
    open_apps = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001 -- the signature of import-linter
        """Collect imports that reach past an app's public files."""
        leaks = [
            f"{importer} must not import {imported}"
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._is_leak(importer, imported)
        ]
        return ContractCheck(kept=not leaks, metadata={"leaks": leaks})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each leak."""
        for leak in check.metadata["leaks"]:
            output.print_error(leak)

    def _is_leak(self, importer: str, imported: str) -> bool:
        depth = str(self.container).count(".") + 1
        here, there = importer.split("."), imported.split(".")
        if len(here) <= depth or here[depth] in {"config", "cli"} or len(there) <= depth + 1:
            return False
        is_own = there[depth] == here[depth] or there[depth] in cast("set[str]", self.open_apps)
        return not is_own and there[depth + 1] not in cast("set[str]", self.public)
