"""Every kind of target of `config/target_kinds.py` has all that it needs elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from gksite.config.records import TargetRecord
from gksite.config.target_kinds import TARGET_KINDS, TargetKind
from gksite.config.values import Target

PROJECT = Path(__file__).parents[2]


def test_every_kind_has_a_row() -> None:
    missing = set(get_args(TargetKind)) ^ set(TARGET_KINDS)
    assert not missing, f"config/target_kinds.py: in TargetKind or TARGET_KINDS only: {missing}"


@pytest.mark.parametrize("kind", TARGET_KINDS)
def test_every_key_is_read_and_every_kind_described(kind: TargetKind) -> None:
    keys = TARGET_KINDS[kind].keys
    store = TARGET_KINDS[kind].store
    module = PROJECT / f"gksite/publishing/targets/{store}.py"
    assert not store or module.is_file(), f"publishing/targets/{store}.py"
    assert not keys - set(TargetRecord.model_fields), "config/records.py: TargetRecord lacks them"
    assert not keys - set(Target.__struct_fields__), "config/values.py: Target lacks them"
    assert f"`{kind}`" in (PROJECT / "docs/publishing.md").read_text("utf-8"), "docs/publishing.md"
