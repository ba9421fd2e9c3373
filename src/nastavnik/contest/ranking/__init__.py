"""The formula of a contest, what stands beside it, and minutes that anybody can compute anew. Pure: see docs/architecture/ranking.md."""
