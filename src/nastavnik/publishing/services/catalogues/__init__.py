"""Keeping right what the catalogues of others are told of."""

from nastavnik.publishing.services.catalogues.renewing import renew_catalogues

__all__ = ["renew_catalogues"]
