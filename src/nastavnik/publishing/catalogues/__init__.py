"""How library programs and e-readers are answered: OAI-PMH 2.0, OPDS 1.2 and 2.0. Pure: no database.

What an answer says of things comes as `records.work.Work`s and `shelf.Volume`s; where the rows come from is `selectors.catalogues`.
"""
