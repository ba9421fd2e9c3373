"""From what was said to a text that can be edited: paragraphs with their seconds, fillers, typography, articles. Pure: no database."""
