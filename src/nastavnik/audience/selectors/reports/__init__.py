"""Reports as they are told: live ones and frozen ones, in the same words."""
