"""Files that tell in their own notes who made them, as the programs of libraries write them."""

import io
import zipfile

from docx import Document
from PIL import Image

XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF \
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">\
<dc:creator>{word}</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def telling_pdf(word: str) -> bytes:
    """Return a page whose author stands in the document's notes, in its XMP, in the page's XMP, and beside a remark."""
    xmp = XMP.format(word=word).encode()
    stream = b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%b\nendstream" % (len(xmp), xmp)
    picture = telling_picture(word)
    draws = b"q 100 0 0 100 50 600 cm /Im0 Do Q"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Metadata 5 0 R /Annots [6 0 R] /Contents 8 0 R "
        b"/Resources << /XObject << /Im0 7 0 R >> >> /PieceInfo << /Draw << /Private << /Who %b >> >> >> >>"
        % _text(word),
        b"<< /Author %b /Creator %b >>" % (_text(word), _text(word)),
        stream,
        b"<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /T %b /Contents (remark) >>" % _text(word),
        b"<< /Type /XObject /Subtype /Image /Width 60 /Height 40 /BitsPerComponent 8 /ColorSpace /DeviceRGB "
        b"/Filter /DCTDecode /Length %d >>\nstream\n%b\nendstream" % (len(picture), picture),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(draws), draws),
    ]
    body, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    many = len(parts) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            many,
            rows,
            many,
            len(body),
        )
    )


def _text(word: str) -> bytes:
    """Return a word as PDF writes one that is not Latin."""
    return b"<FEFF%b>" % word.encode("utf-16-be").hex().upper().encode()


def telling_docx(word: str) -> bytes:
    """Return a letter that tells its author in its notes, in a template's path, in a picture, in an own part."""
    target = io.BytesIO()
    document = Document()
    document.add_paragraph("Письмо поддержки")
    document.add_picture(io.BytesIO(telling_picture(word)))
    document.core_properties.author = document.core_properties.last_modified_by = word
    document.save(target)
    with zipfile.ZipFile(target, "a") as package:
        template = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="file:///C:/Users/{word}/a.dotx" TargetMode="External"/></Relationships>'
        package.writestr("word/_rels/settings.xml.rels", template)
        package.writestr(
            "customXml/item9.xml", f"<CoverPageProperties><CompanyName>{word}</CompanyName></CoverPageProperties>"
        )
        package.writestr(
            "package/services/metadata/core-properties/1.psmdcp", f"<c><dc:creator>{word}</dc:creator></c>"
        )
        package.comment = word.encode()
    return target.getvalue()


def telling_picture(word: str) -> bytes:
    """Return a photograph with the name of its author."""
    exif, target = Image.Exif(), io.BytesIO()
    exif[0x013B] = exif[0x9286] = word
    Image.new("RGB", (60, 40), "red").save(target, "JPEG", exif=exif, comment=word.encode())
    return target.getvalue()
