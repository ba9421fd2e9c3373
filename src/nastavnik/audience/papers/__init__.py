"""Reports as files: XLSX, DOCX, PDF, pictures, news, and the kept rows of a frozen one. Nothing here knows rows of the database."""
