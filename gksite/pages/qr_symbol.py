"""QR codes (ISO/IEC 18004:2015) of addresses up to 106 bytes, in a fraction of a millisecond; longer ones are segno's.

A site of ten thousand pages prints hundreds of codes. segno takes 3 ms for one and 40 ms to load, which would be a third of the whole build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from operator import itemgetter

import msgspec

_BLOCKS = {1: (10, (16,)), 2: (16, (28,)), 3: (26, (44,)), 4: (18, (32, 32)), 5: (24, (43, 43)), 6: (16, (27, 27, 27, 27))}
"""Version → codewords of correction a block, and codewords of text in each block, at error correction level M (table 9)."""
_FINDER = (0b1111111, 0b1000001, 0b1011101, 0b1011101, 0b1011101, 0b1000001, 0b1111111)
_MASKS: tuple[Callable[[int, int], int], ...] = (
    lambda i, j: (i + j) % 2, lambda i, j: i % 2, lambda i, j: j % 3, lambda i, j: (i + j) % 3, lambda i, j: (i // 2 + j // 3) % 2,
    lambda i, j: i * j % 2 + i * j % 3, lambda i, j: (i * j % 2 + i * j % 3) % 2, lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
)
"""By row and column: 0 where a module is inverted (table 10)."""
_FORMATS = (0x5412, 0x5125, 0x5E7C, 0x5B4B, 0x45F9, 0x40CE, 0x4F97, 0x4AA0)
"""The format information of level M with each mask (table C.1)."""


class _Frame(msgspec.Struct, frozen=True):
    """All of a version that is the same for every text. Modules are numbered row by row; of an integer, the highest bit is the first."""

    size: int
    spots: tuple[int, ...]
    """For each module its bit in the text, or from `bits` on its place in `fixed`."""
    fixed: str
    masks: tuple[int, ...]
    """What each mask inverts, its format information included."""


def qr_rows(text: bytes) -> list[str]:
    """The rows of the symbol of a text, `1` for dark, at error correction level M (15 %), in the smallest version that holds it."""
    version = next((version for version, (_, blocks) in _BLOCKS.items() if len(text) + 2 <= sum(blocks)), 0)
    if not version:
        import segno

        symbol = segno.make_qr(text, error="m", boost_error=False)
        return ["".join(map(str, row)) for row in symbol.matrix]
    frame = _frame(version)
    codewords = bytes(_codewords(text, version))
    bits = f"{int.from_bytes(codewords):0{8 * len(codewords)}b}"
    modules = int("".join(itemgetter(*frame.spots)(bits + frame.fixed)), 2)
    best = min((modules ^ mask for mask in frame.masks), key=lambda one: _penalty(one, frame.size))
    drawn = f"{best:0{frame.size**2}b}"
    return [drawn[start : start + frame.size] for start in range(0, len(drawn), frame.size)]


def _codewords(text: bytes, version: int) -> Iterator[int]:
    """The codewords of a text in byte mode, its blocks interleaved, then those of their correction (7.4–7.6)."""
    count, sizes = _BLOCKS[version]
    head = ((0b0100 << 8 | len(text)) << 8 * len(text) | int.from_bytes(text)) << 4
    words = head.to_bytes(len(text) + 2) + b"\xec\x11" * sum(sizes)
    blocks = [words[place : place + sizes[0]] for place in range(0, sum(sizes), sizes[0])]
    for column in zip(*blocks, strict=True):
        yield from column
    for column in zip(*(_correction(block, count) for block in blocks), strict=True):
        yield from column


def _correction(block: bytes, count: int) -> bytes:
    """The remainder of a block divided by the generator polynomial (Reed-Solomon, 7.5.2)."""
    products, top, rest = _products(count), 8 * (count - 1), 0
    for word in block:
        factor = word ^ rest >> top
        rest = (rest & (1 << top) - 1) << 8 ^ products[factor]
    return rest.to_bytes(count)


@cache
def _products(count: int) -> tuple[int, ...]:
    """The generator polynomial of so many roots, less its first term, times each number of the field; coefficients as bytes."""
    polynomial = [1]
    root = 1
    for _ in range(count):
        polynomial = [above ^ _times(below, root) for above, below in zip([*polynomial, 0], [0, *polynomial], strict=True)]
        root = _times(root, 2)
    return tuple(int.from_bytes(bytes(_times(factor, one) for one in polynomial[1:])) for factor in range(256))


def _times(a: int, b: int) -> int:
    """The product in GF(256) with the polynomial x⁸ + x⁴ + x³ + x² + 1."""
    product = 0
    while b:
        product ^= a * (b & 1)
        a, b = a << 1 ^ (a >> 7) * 0x11D, b >> 1
    return product


@cache
def _frame(version: int) -> _Frame:
    """Finders, timing, alignment, the places of the format information and of every bit of text (6.3, 7.7, 7.9)."""
    size = 17 + 4 * version
    fixed: dict[tuple[int, int], int] = {}
    for k in range(size):
        fixed[6, k] = fixed[k, 6] = (k + 1) % 2
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        for i in range(-1, 8):
            for j in range(-1, 8):
                if 0 <= top + i < size and 0 <= left + j < size:
                    fixed[top + i, left + j] = _FINDER[i] >> j & 1 if 0 <= i < 7 and 0 <= j < 7 else 0
    for i in range(-2, 3) if version > 1 else ():
        for j in range(-2, 3):
            fixed[size - 7 + i, size - 7 + j] = int(max(abs(i), abs(j)) != 1)
    formats = [*((8, k) for k in (0, 1, 2, 3, 4, 5, 7, 8)), *((k, 8) for k in (7, 5, 4, 3, 2, 1, 0))]
    again = [*((size - 1 - k, 8) for k in range(7)), *((8, size - 8 + k) for k in range(8))]
    fixed |= dict.fromkeys((*formats, *again), 0) | {(size - 8, 8): 1}
    order = [spot for spot in _zigzag(size) if spot not in fixed]
    bits = 8 * sum(_BLOCKS[version][1]) + 8 * _BLOCKS[version][0] * len(_BLOCKS[version][1])
    # What is left over after the last codeword is light: it reads the first of the fixed modules here, a light one.
    places = {spot: min(number, bits) for number, spot in enumerate(order)}
    places |= {spot: bits + 1 + number for number, spot in enumerate(fixed)}
    every = [(i, j) for i in range(size) for j in range(size)]

    def inverted(mask: int, spot: tuple[int, int]) -> int:
        for way in (formats, again):
            if spot in way:
                return _FORMATS[mask] >> 14 - way.index(spot) & 1
        return int(spot not in fixed and not _MASKS[mask](*spot))

    return _Frame(
        size,
        tuple(places[spot] for spot in every),
        "0" + "".join(map(str, fixed.values())),
        tuple(int("".join(str(inverted(mask, spot)) for spot in every), 2) for mask in range(8)),
    )


def _zigzag(size: int) -> Iterator[tuple[int, int]]:
    """The modules in the order in which codewords fill them: two columns at a time from the right, up and down (7.7.3)."""
    up = True
    for right in (*range(size - 1, 6, -2), *range(5, 0, -2)):
        for i in range(size - 1, -1, -1) if up else range(size):
            yield i, right
            yield i, right - 1
        up = not up


@cache
def _neighbours(size: int) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """In rows, then in columns: how far the next module is in an integer, the modules that have one, those that have ten after them."""
    across, room = (sum(((1 << size - count) - 1) << size * row for row in range(size)) for count in (1, 10))
    return (1, across, room), (size, (1 << size * (size - 1)) - 1, (1 << size * (size - 10)) - 1)


def _penalty(modules: int, size: int) -> int:
    """How hard a symbol is to read (7.8.3): long runs, blocks, stretches like a finder (1:1:3:1:1 and four light), an uneven share of dark."""
    ways = _neighbours(size)
    level, upright = (~(modules ^ modules >> step) & inside for step, inside, _ in ways)
    points = 3 * (level & level >> size & upright).bit_count()
    for same, (step, _, room) in zip((level, upright), ways, strict=True):
        runs = same & same >> step & same >> 2 * step & same >> 3 * step
        points += runs.bit_count() + 2 * (runs & ~(runs << step)).bit_count()
        a, b, c, d, e, f, g, h, i, j, k = (modules >> step * count for count in range(11))
        points += 40 * (a & c & d & e & g & ~(b | f | h | i | j | k) & room).bit_count()
        points += 40 * (e & g & h & i & k & ~(a | b | c | d | f | j) & room).bit_count()
    share = 100 * modules.bit_count() / size**2
    return points + 10 * int(abs(share - 50) / 5)
