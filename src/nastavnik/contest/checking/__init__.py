"""Rules of the form, without a database: what is counted how, which fields are asked, what is missing."""
