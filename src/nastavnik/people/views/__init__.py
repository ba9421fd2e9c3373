"""Pages of the people: coming in, one's own pages, the methodist's desk."""
