"""Papers of contests, set by Typst from templates of our own; each is told all its words as values."""
