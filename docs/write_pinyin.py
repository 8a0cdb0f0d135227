"""Write gksite/model/pinyin_table.py from the data of pypinyin: `python docs/write_pinyin.py`,
where pypinyin 0.55.0 is installed."""

from __future__ import annotations

from importlib.metadata import files
from pathlib import Path

TABLE = Path(__file__).parent.parent / "gksite/model/pinyin_table.py"
LONGEST = 3
"""Longer phrases are sayings, which no name holds."""

HEAD = '''\
"""The readings of Chinese characters in toneless pinyin, and of words that are read otherwise.

Written by docs/write_pinyin.py from the data of pypinyin 0.55.0
(https://github.com/mozillazg/python-pinyin): the first reading of each character of the Basic
Multilingual Plane, and every word of two or three characters that is not read by these. Its
licence:

{licence}
"""

CHARACTERS = """\\
'''


def main() -> None:
    """Write the table."""
    from pypinyin import lazy_pinyin
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    readings: dict[str, str] = {}
    for code in sorted(code for code in PINYIN_DICT if code < 0x10000):
        readings[chr(code)] = lazy_pinyin(chr(code))[0]
    by_syllable: dict[str, list[str]] = {}
    for character, syllable in readings.items():
        by_syllable.setdefault(syllable, []).append(character)
    words: dict[str, list[str]] = {}
    for word in sorted(PHRASES_DICT):
        syllables = lazy_pinyin(word)
        usual = [readings.get(character) for character in word]
        if len(word) <= LONGEST and len(syllables) == len(word) and syllables != usual:
            words.setdefault(" ".join(syllables), []).append(word)
    lines = [
        f"{syllable} {''.join(own[start : start + 90])}"
        for syllable, own in sorted(by_syllable.items())
        for start in range(0, len(own), 90)
    ]
    [licence] = [file for file in files("pypinyin") or () if file.name.startswith("LICENSE")]
    text = HEAD.format(licence=licence.read_text().strip()) + "\n".join(lines)
    text += '\n"""\n"""A line a syllable: the syllable, then the characters that are read so."""\n'
    text += '\nWORDS = """\\\n'
    text += "\n".join(
        f"{'、'.join(own[start : start + 15])} {syllables}"
        for syllables, own in sorted(words.items())
        for start in range(0, len(own), 15)
    )
    text += '\n"""\n"""A line a reading: the words, then their syllables."""\n'
    TABLE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
