"""Tables that people of the desk put together for themselves, out of rows and columns that are described here."""
