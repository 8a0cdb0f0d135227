"""A key that is not written means the same to the record, whose default the JSON Schema states, and
to the value."""

from __future__ import annotations

import msgspec

from gksite.config.file import parse_config
from gksite.config.values import Config


def test_record_and_value_have_the_same_defaults() -> None:
    config, problems = parse_config("site: {name: 要点}\n")
    assert config and not problems
    assert config.archive.creator == "要点"
    archive = msgspec.structs.replace(config.archive, creator="")
    assert msgspec.structs.replace(config, archive=archive) == Config(name="要点")
