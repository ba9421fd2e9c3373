"""Forms of funds as data, and what a machine can say of an application to one. Nothing here asks the database."""
