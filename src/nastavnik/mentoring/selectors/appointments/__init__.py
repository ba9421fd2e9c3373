"""Reads of slots and appointments."""
