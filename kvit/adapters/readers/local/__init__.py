"""Pages read on this machine, by PDFium and Tesseract, in the limited child; nothing leaves it."""

from kvit.adapters.readers.local.reader import LocalReader

__all__ = ["LocalReader"]
