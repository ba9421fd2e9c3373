"""Papers of mentorships as DOCX and PDF: what stands in them is told by `Paper`, how they look by the two writers. Pure."""

from nastavnik.mentoring.papers.paper import Format, Paper, Section, Sheet
from nastavnik.mentoring.papers.pdf import pdf_of
from nastavnik.mentoring.papers.word import docx_of

__all__ = ["Format", "Paper", "Section", "Sheet", "docx_of", "pdf_of"]
