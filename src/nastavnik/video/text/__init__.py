"""Formats of subtitles and transcripts, and words in them. Pure: no database, no files, no clock.

phrases     `TimedText`: a text with its seconds
reading     bytes of whatever file into phrases: finds the encoding and the format, or refuses with a reason
writing     phrases into any of the formats
clock       times as each format writes them
vtt, srt, ass, ttml, plain, docx    the formats
office      the text of documents of word processors
rolling     captions that repeat the line before, made plain
placing     phrases brought to the length of a film
wording     the words' own times, carried along when their text is changed, split and joined
differences what differs between two texts, in bounded time
merging     two people's changes of one text joined
glossary    words put right as a school writes them
paragraphs  phrases gathered for reading
spans       moments as addresses have them
refinding   a quotation found again in words that have changed
"""
