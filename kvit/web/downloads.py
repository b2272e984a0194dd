"""Files for saving: what came from outside is never shown in our place."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from kvit.archive import files
from kvit.archive.models import File


def answer(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """The file for saving; its name may hold any letters (RFC 6266)."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["Content-Security-Policy"] = "sandbox"
    return response


def kept(file: File) -> HttpResponse:
    """A file of the archive, under the name it came with."""
    return answer(files.read(file), name=file.name, media_type=file.media_type)
