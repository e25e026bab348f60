"""The file itself: the same content gives the same bytes."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can say
DOCUMENT = "word/document.xml"
_BODY = b"<w:body/>"
# Leftovers of python-docx's template: a picture of an empty page, another program's name, unused parts.
_OLD_STYLES = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"
_UNUSED = {RT.THUMBNAIL, RT.EXTENDED_PROPERTIES, RT.CUSTOM_XML, RT.NUMBERING, RT.FONT_TABLE, _OLD_STYLES}


def describe(document: Document, *, title: str, author: str, created_at: datetime) -> None:
    """Set the core properties; nothing in them comes from the machine."""
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, author, author
    properties.created = properties.modified = created_at
    properties.comments, properties.language, properties.revision = "", "zh-CN", 1


def drop_unused_parts(document: Document) -> None:
    for holder in (document.part.package, document.part):
        for key, relation in list(holder.rels.items()):
            if relation.reltype in _UNUSED:
                del holder.rels[key]


def pack(document: Document, body: str, target: BinaryIO) -> None:
    """Write the document, whose own body is empty, with `body` in its place, under a fixed time."""
    first = BytesIO()
    document.save(first)
    with ZipFile(first) as source, ZipFile(target, "w", ZIP_DEFLATED) as packed:
        for name in source.namelist():
            content = source.read(name)
            if name == DOCUMENT:
                content = content.replace(_BODY, b"<w:body>" + body.encode() + b"</w:body>", 1)
            entry = ZipInfo(name, _FIXED_TIME)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            packed.writestr(entry, content)
