"""Reads a QR code back, from its modules or from a picture of a page: what a phone would see.

Without error correction, which a clean picture does not need: ISO/IEC 18004, byte mode.
"""

from collections.abc import Iterator

import segno
from segno import consts

Matrix = list[list[int]]


def read(matrix: Matrix) -> str:
    """The text in the modules (1 is dark)."""
    size = len(matrix)
    version = (size - 17) // 4
    level, mask = form_of(matrix)
    words = [bits_value(bits) for bits in chunks(unmasked(matrix, version, mask=mask), 8)]
    blocks = arranged(words, version, level=level)
    bits = [bit for word in blocks for bit in map(int, f"{word:08b}")]
    text = b""
    at = 0
    while at + 4 <= len(bits):
        mode = bits_value(bits[at : at + 4])
        at += 4
        if mode == 7:  # the character set is named: 26 is UTF-8
            at += 8
            continue
        if mode != 4:
            break
        width = 8 if version < 10 else 16
        count = bits_value(bits[at : at + width])
        at += width
        text += bytes(bits_value(bits[at + 8 * i : at + 8 * i + 8]) for i in range(count))
        at += 8 * count
    return text.decode()


def form_of(matrix: Matrix) -> tuple[int, int]:
    """Error level and mask, from the fifteen bits by the first corner."""
    places = [*((8, column) for column in (0, 1, 2, 3, 4, 5, 7, 8)), *((row, 8) for row in (7, 5, 4, 3, 2, 1, 0))]
    value = bits_value([matrix[row][column] for row, column in places]) ^ 0b101010000010010
    return value >> 13, (value >> 10) & 7


def unmasked(matrix: Matrix, version: int, *, mask: int) -> Iterator[int]:
    """The modules that carry text, in zigzag from the right, the mask taken off."""
    size = len(matrix)
    fixed = reserved(size, version)
    masks = (
        lambda r, c: (r + c) % 2,
        lambda r, c: r % 2,
        lambda r, c: c % 3,
        lambda r, c: (r + c) % 3,
        lambda r, c: (r // 2 + c // 3) % 2,
        lambda r, c: r * c % 2 + r * c % 3,
        lambda r, c: (r * c % 2 + r * c % 3) % 2,
        lambda r, c: ((r + c) % 2 + r * c % 3) % 2,
    )
    upward, right = True, size - 1
    while right > 0:
        right -= right == 6
        for row in range(size - 1, -1, -1) if upward else range(size):
            for column in (right, right - 1):
                if not fixed[row][column]:
                    yield matrix[row][column] ^ (masks[mask](row, column) == 0)
        upward, right = not upward, right - 2


def reserved(size: int, version: int) -> list[list[bool]]:
    """The modules that carry no text: corners, timing, alignment, form and version."""
    fixed = [[row == 6 or column == 6 for column in range(size)] for row in range(size)]
    for row in range(size):
        for column in range(size):
            corner = (row < 9 and column < 9) or (row < 9 and column >= size - 8) or (row >= size - 8 and column < 9)
            versions = version > 6 and ((row < 6 and column >= size - 11) or (row >= size - 11 and column < 6))
            fixed[row][column] |= corner or versions
    centres = consts.ALIGNMENT_POS[version - 2] if version > 1 else ()
    for row in centres:
        for column in centres:
            if (row, column) not in {(6, 6), (6, size - 7), (size - 7, 6)}:
                for r in range(row - 2, row + 3):
                    for c in range(column - 2, column + 3):
                        fixed[r][c] = True
    return fixed


def arranged(words: list[int], version: int, *, level: int) -> list[int]:
    """The words in their order: they were dealt out to blocks in turn."""
    names = {0: consts.ERROR_LEVEL_M, 1: consts.ERROR_LEVEL_L, 2: consts.ERROR_LEVEL_H, 3: consts.ERROR_LEVEL_Q}
    lengths = [block.num_data for block in consts.ECC[version][names[level]] for _ in range(block.num_blocks)]
    blocks: list[list[int]] = [[] for _ in lengths]
    dealt = iter(words)
    for turn in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if turn < length:
                block.append(next(dealt))
    return [word for block in blocks for word in block]


def bits_value(bits: list[int]) -> int:
    value = 0
    for bit in bits:
        value = value << 1 | bit
    return value


def chunks(bits: Iterator[int], count: int) -> Iterator[list[int]]:
    kept: list[int] = []
    for bit in bits:
        kept.append(bit)
        if len(kept) == count:
            yield kept
            kept = []


def matrix_of(code: segno.QRCode) -> Matrix:
    return [list(row) for row in code.matrix]


def seen(width: int, height: int, dots: bytes, *, left: int, top: int, right: int, bottom: int) -> Matrix:
    """The modules of the one code within these bounds of a grey picture: its dark edges tell where it is."""
    rows = [y for y in range(top, bottom) if any(dots[y * width + x] < 100 for x in range(left, right))]
    first, last = rows[0], rows[-1] + 1
    columns = [x for x in range(left, right) if any(dots[y * width + x] < 100 for y in range(first, last))]
    start, end = columns[0], columns[-1] + 1
    run = next(x for x in range(start, end) if dots[(first + 2) * width + x] > 150) - start  # the corner is 7 modules
    size = round((end - start) / (run / 7))
    size = 17 + 4 * round((size - 17) / 4)
    step = (end - start) / size
    return [
        [int(dots[int(first + (r + 0.5) * step) * width + int(start + (c + 0.5) * step)] < 128) for c in range(size)]
        for r in range(size)
    ]
