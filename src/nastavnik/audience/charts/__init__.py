"""Drawings of numbers, made on the server: see README.md of the app."""
