"""What the own page counts: passes, reports, sums, and what is forgotten of them."""
