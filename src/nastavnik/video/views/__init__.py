"""The pages of films: watching, the desk, bringing films in."""
