"""Which version of a plan is public, as docs/format.md says, sharing no code with gksite."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

KEYS = {
    "环节": "step",
    "结论": "result",
    "内容校验值": "digest",
    "版本": "version",
    "审查环节": "steps",
    "启用前发布": "adopted",
    "迁移": "migrated",
    "迁移前": "from",
    "迁移后": "to",
}
USUAL_STEPS = ["拟稿", "科室审核", "保密审查", "签发"]


def public_texts(project: Path, plan: str, config: Any) -> Path | None:
    """Return the folder of the texts of a plan that are public; None where nothing was signed
    whole."""
    folder = project / "content/plans" / plan
    review = config.get("review") or config.get("审查")
    if not review or review.get("required", "yes") in ("no", "否", "false"):
        return folder
    steps = review.get("steps", USUAL_STEPS)
    digest = whole_version(_entries(folder / "review.yaml"), steps)
    if not digest:
        return None
    version = project / "reviews" / plan / digest[:16]
    # A version of the time before they were all kept may have no folder: then nothing was edited.
    return version if version.is_dir() else folder


def whole_version(entries: list[Any], steps: list[str]) -> str:
    """Return the digest of the last version that is adopted, or that each of its steps approved
    last; "" where there is none."""
    latest: dict[tuple[str, str], bool] = {}
    new_name = {e["migrated"]["from"]: e["migrated"]["to"] for e in entries if "migrated" in e}
    for entry in entries:
        if "step" in entry and "digest" in entry:  # else of reports
            approves = entry.get("result", "approved") in ("approved", "同意")
            latest[new_name.get(entry["digest"], entry["digest"]), entry["step"]] = approves
    stated = [entry["version"] for entry in entries if "version" in entry]
    for version in reversed(stated):
        asked = version.get("steps", [])
        is_signed = asked and all(latest.get((version["digest"], step)) for step in asked)
        if "adopted" in version or is_signed:
            return str(version["digest"])
    known = {version["digest"] for version in stated}
    for digest in reversed(list(dict.fromkeys(one for one, _ in latest))):
        if digest not in known and all(latest.get((digest, step)) for step in steps):
            return digest
    return ""


def _entries(path: Path) -> list[Any]:
    if not path.exists():
        return []
    return [*map(_in_english, yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader) or [])]


def _in_english(value: Any) -> Any:
    if isinstance(value, dict):
        return {KEYS.get(key, key): _in_english(inner) for key, inner in value.items()}
    return value
