"""Files as answers: the bytes as they are kept, never shown in the browser's place."""

from typing import BinaryIO, Literal
from urllib.parse import quote

from django.http import FileResponse, HttpResponse
from pydantic import BaseModel, Field

XML = "application/xml"
PDF = "application/pdf"


class Formats(BaseModel):
    """Which electronic format."""

    format: Literal["ubl", "cii"] = Field("ubl", description="UBL 2.1 by EN 16931, as issued, or the same in CII.")


def answer(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """The file for saving; its name may hold any letters (RFC 6266)."""
    shown = HttpResponse(content, content_type=media_type)
    shown.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    shown.headers["Content-Security-Policy"] = "sandbox"
    return shown


def streamed(opened: BinaryIO, *, name: str, media_type: str) -> FileResponse:
    """The same for a file that is too large to be held; it is closed once it is sent."""
    return FileResponse(
        opened,
        as_attachment=True,
        filename=name,
        content_type=media_type,
        headers={"Content-Security-Policy": "sandbox"},
    )
