"""Pages as an office scanner gives them: crooked, a little blurred, noisy, and pressed as JPEG at 200 dpi."""

import random

import cv2
import numpy
import pypdfium2

DPI = 200


def scanned(pdf: bytes, *, seed: int, crooked: float = 1.2, quality: int = 55) -> list[bytes]:
    """Every page of the PDF as a picture; the same seed gives the same ones."""
    draw = random.Random(seed)
    noise = numpy.random.default_rng(seed)
    document = pypdfium2.PdfDocument(pdf)
    return [_scan(page, draw, noise, crooked=crooked, quality=quality) for page in document]


def _scan(
    page: pypdfium2.PdfPage, draw: random.Random, noise: numpy.random.Generator, *, crooked: float, quality: int
) -> bytes:
    grey = page.render(scale=DPI / 72, grayscale=True).to_numpy().squeeze()
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), draw.uniform(-crooked, crooked), 1)
    grey = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=255)
    grey = cv2.GaussianBlur(grey, (0, 0), 0.7)
    rough = numpy.clip(grey.astype(numpy.float32) + noise.normal(0, 8, grey.shape), 0, 255).astype(numpy.uint8)
    return bytes(cv2.imencode(".jpg", rough, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])
