"""Proofs as their authors read them, and as the editor sees what came of them."""
