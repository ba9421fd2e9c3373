"""The formula of a contest: pure, knowing nothing of rows. See docs/architecture/ranking.md."""
