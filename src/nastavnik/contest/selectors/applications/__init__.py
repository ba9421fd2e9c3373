"""Reads of applications: for their authors, for the register, and as everybody else reads them."""
