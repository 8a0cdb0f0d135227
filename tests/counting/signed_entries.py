"""The entries of a progress.yaml that are public, for the slow counter. Written from
`docs/format.md`, «Reports that wait», and shares no code with gksite."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import yaml

KEYS = {
    "任务": "task", "日期": "date", "状态": "status", "情况": "note", "佐证": "evidence",
    "数值": "readings", "填报单位": "unit", "录入日期": "recorded", "原因": "why", "签署": "by",
    "对应目标": "target", "更正报送": "corrects", "撤回报送": "retracts", "标题": "title",
    "链接": "url", "环节": "step", "结论": "result", "意见": "opinion", "报送": "reports",
    "条目": "entries", "审查环节": "steps", "已不在": "gone", "审查": "review",
}  # fmt: skip
"""Keys in Chinese of progress.yaml, of review.yaml and of the gate in config.yaml."""


def values_of(node: yaml.Node | None) -> Any:
    """Return what a node says, texts as they are written; nothing written is None."""
    if node is None:
        return None
    if isinstance(node, yaml.ScalarNode):
        is_nothing = node.style is None and node.value in ("", "~", "null")
        return None if is_nothing else node.value
    if isinstance(node, yaml.SequenceNode):
        return [values_of(item) for item in node.value]
    return {key.value: values_of(value) for key, value in node.value}


def read(path: Path) -> Any:
    """Return what a YAML file says; None where there is no such file."""
    return values_of(yaml.compose(path.read_text("utf-8"))) if path.exists() else None


def english(value: Any, key: str = "") -> Any:
    """Return a value with its keys in English; «those below `readings` as they are»."""
    if isinstance(value, list):
        return [english(item) for item in value]
    if isinstance(value, dict) and key != "readings":
        named = {str(KEYS.get(name, name)): inner for name, inner in value.items()}
        return {name: english(inner, name) for name, inner in named.items()}
    return value


def digest_of(entry: Any) -> str:
    """«The SHA-256 of JSON without blanks in UTF-8: the name of the file and the values as they are
    written, keys in English and sorted, a key without a value `null`.»"""
    text = json.dumps(
        ["progress.yaml", english(entry)], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def is_returned(signature: Any) -> bool:
    """Whether a signature sends back what it is about."""
    return signature.get("result") in ("returned", "退回")


def times_signed(review: list[Any], step: str, digest: str) -> int:
    """«A step has signed an entry as often as its batches that approve hold it; a batch that sends
    it back takes all of that away», and so does one of any step that no longer found it."""
    times = 0
    for signature in review:
        batch = signature.get("reports")
        if batch is None:
            continue
        times = 0 if digest in (batch.get("gone") or []) else times
        held = list(batch.get("entries") or [])
        if signature["step"] == step:
            if is_returned(signature):
                times = 0 if digest in held else times
            else:
                times += held.count(digest)
    return times


def times_public(review: list[Any], steps: list[str], digest: str) -> int:
    """«It is signed whole by the steps of config.yaml, or by those that were in force at one of its
    batches; unless a step of config.yaml sent it back last.»"""
    own = [one for one in review if digest in ((one.get("reports") or {}).get("entries") or [])]
    for step in steps:
        last = [one for one in own if one["step"] == step][-1:]
        if last and is_returned(last[0]):
            return 0
    in_force = [steps, *(one["reports"]["steps"] for one in own if one["reports"].get("steps"))]
    return max(min(times_signed(review, step, digest) for step in every) for every in in_force)


def public_entries(entries: list[Any], review: list[Any], steps: list[str]) -> list[int]:
    """Return the indexes of the entries that are public. «Of equal entries the first ones in the
    file are public, as many as are signed whole.»"""
    public = []
    before: list[str] = []
    for index, entry in enumerate(entries):
        digest = digest_of(entry)
        if before.count(digest) < times_public(review, steps, digest):
            public.append(index)
        before.append(digest)
    return public


def public_of(project: Path, folder: Path) -> list[int] | None:
    """Return the indexes of the public entries of a plan; None where config.yaml asks for no
    signatures of reports."""
    gate = english(read(project / "config.yaml")).get("review") or {}
    steps = gate.get("reports") or []
    if not steps:
        return None
    review = english(read(folder / "review.yaml") or [])
    entries = read(folder / "progress.yaml") or []
    return public_entries(entries, review, steps if isinstance(steps, list) else [steps])
