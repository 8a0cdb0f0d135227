"""The types of the fields of a record: each reads a value as written, or reports it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, LiteralString
from unicodedata import combining

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from gksite.schema.keys import FORMAT, RELEASES, TASK_STATUSES, Release, TaskStatus
from gksite.source.characters import IDEOGRAPHS, hidden_characters, is_printable

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|年(\d{1,2})月(\d{1,2})日)")
_DAY_OF_YEAR = re.compile(r"[0-9]{1,2}\s*(?:月\s*[0-9]{1,2}\s*[日号]?|[-/.][0-9]{1,2})")
_PARTIAL_DATE = re.compile(r"\d{4}(?:-(\d{2})(?:-\d{2})?)?", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years that a date may lie in: any other is a slip, and days are reckoned beyond the ends of a
date's range."""
_RESERVED_NAMES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10)),
}
_UNSAFE = re.compile(rf"[^\w\-.{IDEOGRAPHS}]")


def unsafe_id_reason(text: str) -> tuple[str, str] | None:
    """Return the reason why `text` cannot be part of an address, in Chinese and English; None if it
    can.

    Names must be portable: no separators, no `..`, none of the device names that Windows reserves,
    no dot at either end, at most 200 bytes in UTF-8 (file systems allow 255 for the name with its
    extension).
    """
    if not text.strip():
        return "是空的", "it is empty"
    if len(text.encode("utf-8", "replace")) > 200:
        return "超过 200 字节", "longer than 200 bytes"
    if text.startswith(".") or text.endswith("."):
        return "以点号开头或结尾", "begins or ends with a dot"
    if unsafe := _UNSAFE.search(text):
        shown = _shown(unsafe.group())
        return f"含有{shown[0]}", f"holds {shown[1]}"
    if text.split(".")[0].lower() in _RESERVED_NAMES:
        return "是 Windows 的保留名", "Windows reserves this name"
    return None


def _shown(character: str) -> tuple[str, str]:
    """Return a character in Chinese and English; an invisible one by its number."""
    if character.isspace():
        return "空格", "a blank"
    number = f"U+{ord(character):04X}"
    seen = f"“{character}”" if is_printable(character) and not combining(character) else number
    return seen, seen


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "text")
    if not value.strip():
        raise PydanticCustomError("empty-value", "empty")
    return value.strip()


def _name(value: object) -> str:
    text = _text(value)
    for at, _ in hidden_characters(text, is_name=True):
        raise PydanticCustomError(
            "character-in-name", "name", {"number": f"U+{ord(text[at]):04X}", "before": text[:at]}
        )
    return text


def _id(value: object) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "text")
    if reason := unsafe_id_reason(value):
        raise PydanticCustomError(
            "unsafe-id", "id", {"id": value, "reason_zh": reason[0], "reason": reason[1]}
        )
    return value


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        raise PydanticCustomError("list_type", "list")
    return [_name(item) for item in value]


def _date(value: object) -> date:
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "text")
    match = _DATE.fullmatch(value.strip())
    try:
        if match:
            year, *rest = (int(part) for part in match.groups() if part)
            day = date(year, rest[0], rest[1])
    except ValueError:
        match = None
    if not match:
        code: LiteralString = (
            "date-without-year" if lacks_year(value.strip()) else "impossible-date"
        )
        raise PydanticCustomError(code, "date", {"value": value})
    _check_year(day.year, value)
    return day


def _check_year(year: int, value: str) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PydanticCustomError(
            "date-out-of-range", "date", {"value": value, "first": FIRST_YEAR, "last": LAST_YEAR}
        )


def lacks_year(text: str) -> bool:
    """Whether a text is a month and a day alone: `7月1日`, `7-1`."""
    return bool(_DAY_OF_YEAR.fullmatch(text))


def _partial_date(value: object) -> str:
    if isinstance(value, str) and (match := _PARTIAL_DATE.fullmatch(value)):
        if len(value) == 10:
            _date(value)
        if not match.group(1) or 1 <= int(match.group(1)) <= 12:
            _check_year(int(value[:4]), value)
            return value
    raise PydanticCustomError("impossible-date", "date", {"value": str(value)})


def _yes_no(value: object) -> bool:
    if value in ("true", "yes", "是"):
        return True
    if value in ("false", "no", "否"):
        return False
    raise PydanticCustomError(
        "wrong-value", "boolean", {"value": str(value), "known": "true, false, 是, 否"}
    )


def _number(value: object) -> float:
    try:
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", value):
            return float(value)
    except ValueError:
        pass
    raise PydanticCustomError("float_type", "number")


def _year(value: object) -> int:
    if (
        isinstance(value, str)
        and re.fullmatch("[0-9]{4}", value)
        and FIRST_YEAR <= int(value) <= LAST_YEAR
    ):
        return int(value)
    raise PydanticCustomError(
        "wrong-value", "year", {"value": str(value), "known": f"{FIRST_YEAR}–{LAST_YEAR}"}
    )


def _integer(value: object) -> int:
    if isinstance(value, str) and re.fullmatch("-?[0-9]{1,9}", value):
        return int(value)
    raise PydanticCustomError("int_type", "integer")


def _moment(value: object) -> str:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        if moment and moment.utcoffset() is not None and FIRST_YEAR <= moment.year <= LAST_YEAR:
            return str(value)
    except ValueError:
        pass
    raise PydanticCustomError(
        "wrong-value", "moment", {"value": str(value), "known": "2025-07-01T09:00:00+08:00"}
    )


def _sha256(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value):
        return value
    raise PydanticCustomError(
        "wrong-value", "digest", {"value": str(value), "known": "64 × 0–9 a–f"}
    )


def _format(value: object) -> int:
    if isinstance(value, str) and re.fullmatch("[1-9][0-9]{0,8}", value):
        if int(value) <= FORMAT:
            return int(value)
        raise PydanticCustomError("newer-format", "format", {"format": value, "known": FORMAT})
    raise PydanticCustomError("wrong-value", "format", {"value": str(value), "known": str(FORMAT)})


# Editors read `7` as a number and `no` as a truth value; gksite keeps every value as it was
# written.
_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_DATE_PATTERN = r"^\d{4}(-\d{1,2}-\d{1,2}|年\d{1,2}月\d{1,2}日)$"

Text = Annotated[str, BeforeValidator(_text), WithJsonSchema(_SCALAR)]
Name = Annotated[str, BeforeValidator(_name), WithJsonSchema(_SCALAR)]
"""A text that is compared with others, and so has no hidden characters."""
Id = Annotated[str, BeforeValidator(_id), WithJsonSchema({"type": ["string", "integer"]})]
Texts = Annotated[
    list[str],
    BeforeValidator(_texts),
    WithJsonSchema({"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}),
]
Date = Annotated[
    date, BeforeValidator(_date), WithJsonSchema({"type": "string", "pattern": _DATE_PATTERN})
]
PartialDate = Annotated[
    str,
    BeforeValidator(_partial_date),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}){0,2}$"}),
]
YesNo = Annotated[
    bool, BeforeValidator(_yes_no), WithJsonSchema({"enum": [True, False, "yes", "no", "是", "否"]})
]
Moment = Annotated[str, BeforeValidator(_moment)]
"""A day and time with its offset, as ISO 8601."""
Sha256 = Annotated[str, BeforeValidator(_sha256)]
Number = Annotated[float, BeforeValidator(_number)]
Integer = Annotated[int, BeforeValidator(_integer)]
Year = Annotated[int, BeforeValidator(_year)]
Format = Annotated[int, BeforeValidator(_format), WithJsonSchema({"enum": [FORMAT, str(FORMAT)]})]
"""Which form of sources a site is written in."""


def one_of(words: Mapping[str, str], former: Collection[str] = ()) -> BeforeValidator:
    """Return the reader of a fixed value: either spelling becomes the English one. `former` are
    statuses that format 1 allowed."""

    def read(value: object) -> object:
        if not isinstance(value, str):
            raise PydanticCustomError("string_type", "text")
        if value in former:
            raise PydanticCustomError("status-of-format-1", "status", {"value": value})
        if value not in words and value not in words.values():
            known = ", ".join(f"{english}/{chinese}" for chinese, english in words.items())
            raise PydanticCustomError("wrong-value", "one of", {"value": value, "known": known})
        return words.get(value, value)

    return BeforeValidator(read)


TaskStatusRule = Annotated[
    TaskStatus,
    one_of(TASK_STATUSES),
    WithJsonSchema({"enum": [*TASK_STATUSES, *TASK_STATUSES.values()]}),
]


ReleaseRule = Annotated[
    Release,
    one_of(RELEASES),
    WithJsonSchema({"enum": [*RELEASES, *RELEASES.values()]}),
]


class Record(BaseModel):
    """A mapping in a source file; a key that it does not list is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    others: ClassVar[type[Record] | None] = None
    """The record of any other key's value, where other keys are names that the source chooses."""

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, value: Any) -> Any:
        """Leave out this record's keys without a value; any other key is an error."""
        if not isinstance(value, dict) or None not in value.values():
            return value
        known = known_keys(cls)
        return {key: item for key, item in value.items() if item is not None or key not in known}


def known_keys(record: type[Any]) -> list[str]:
    """Return the English keys of a record class, in the order of its definition."""
    return [field.alias or name for name, field in record.model_fields.items()]
