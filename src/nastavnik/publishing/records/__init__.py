"""What a library knows a book by: imprint, bibliographic record, references, MARC and Dublin Core. Pure: no database.

Words of the standards are Russian whatever language somebody reads in: they are part of the paper. What is said to people about
them (`checks`) is translated.
"""
