"""Small files of every kind, real and pretended."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ODT_MARK = "application/vnd.oasis.opendocument.text"


def make_zip(members: dict[str, str | bytes], packing: int = ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def make_docx(**more: str | bytes) -> bytes:
    return make_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>", **more})


def make_odt() -> bytes:
    return make_zip({"mimetype": ODT_MARK, "content.xml": "<office:document-content/>"})
