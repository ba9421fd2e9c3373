"""Writes of contests."""
