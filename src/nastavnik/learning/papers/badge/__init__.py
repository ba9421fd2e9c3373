"""Open Badges 3.0: a certificate as a credential that other programs verify (docs/decisions/2026-11-26-badges.md)."""
