"""What happened in publishing, for the apps above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CollectionPublished:
    """Everybody may read a collection from now on."""

    collection_id: int


@dataclass(frozen=True, slots=True)
class CollectionHidden:
    """A collection that everybody could read is only the desk's again, or was removed."""

    collection_id: int
