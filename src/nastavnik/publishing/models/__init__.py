"""Rows of the collection."""

from nastavnik.publishing.models.addresses import FormerAddress
from nastavnik.publishing.models.catalogue import CatalogueEntry
from nastavnik.publishing.models.collections import (
    Article,
    ArticleAuthor,
    ArticlePicture,
    ArticleRevision,
    Collection,
    CollectionPart,
)
from nastavnik.publishing.models.proofs import PressedArticle, PressedFile, PressRun, ProofLink, ProofRemark

__all__ = [
    "Article",
    "ArticleAuthor",
    "ArticlePicture",
    "ArticleRevision",
    "CatalogueEntry",
    "Collection",
    "CollectionPart",
    "FormerAddress",
    "PressRun",
    "PressedArticle",
    "PressedFile",
    "ProofLink",
    "ProofRemark",
]
