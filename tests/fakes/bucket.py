"""A bucket in memory: what the services need of an S3 store, and no folder behind it."""

from io import BytesIO

from django.core.files.base import File
from django.core.files.storage import Storage


class Bucket(Storage):
    """Keeps files by their full names; knows no paths."""

    contents: dict[str, bytes] = {}

    def _open(self, name, mode="rb"):
        return File(BytesIO(self.contents[name]), name)

    def _save(self, name, content):
        self.contents[name] = content.read()
        return name

    def exists(self, name):
        return name in self.contents

    def delete(self, name):
        self.contents.pop(name, None)

    def listdir(self, path):
        inside = [name.removeprefix(f"{path}/") for name in self.contents if name.startswith(f"{path}/")]
        folders = {name.split("/")[0] for name in inside if "/" in name}
        return sorted(folders), sorted(name for name in inside if "/" not in name)
