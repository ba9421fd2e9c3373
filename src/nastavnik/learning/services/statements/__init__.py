"""Statements of xAPI for a school's record store: written from what is in the rows, sent in the background."""
