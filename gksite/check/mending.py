"""Mend the mechanical findings in every source."""

from __future__ import annotations

from collections.abc import Callable

from gksite.check.rule_files import _texts_of, is_rule_file, rule_files_of
from gksite.check.source_text import read_source_text
from gksite.check.text_mending import Mended
from gksite.check.texts import check_source
from gksite.check.waivers import stands
from gksite.config.values import CONFIG_PATH, RuleSettings
from gksite.source.files import Sources


def mend_sources(sources: Sources, wanted: Callable[[str], bool]) -> list[Mended]:
    """Return the changes of `--fix`, and the findings that it leaves. Only findings of `wanted`
    codes that the site neither waives nor has switched off are mended."""
    from gksite.check.text_mending import mend_source

    files, _ = rule_files_of(sources)
    settings = _settings_of(sources)
    paths = _texts_of(sources, lambda path: not is_rule_file(path))
    mended = (
        mend_source(
            path,
            sources.texts[path],
            lambda finding: wanted(finding.code) and stands(finding, settings, files.waivers),
        )
        for path in paths
    )
    return [source for source in mended if source]


def mendable_places(sources: Sources, folder: str) -> int:
    """Return the number of places below a folder of the project that `--fix` mends."""
    files, _ = rule_files_of(sources)
    settings = _settings_of(sources)
    texts = _texts_of(sources, lambda path: path.startswith(folder) and not is_rule_file(path))
    return sum(
        int(dict(finding.arguments).get("mended", 0))
        for path, text in texts.items()
        for finding in check_source(read_source_text(path, text), {})
        if stands(finding, settings, files.waivers)
    )


def _settings_of(sources: Sources) -> RuleSettings:
    from gksite.config.file import parse_config

    texts = _texts_of(sources, lambda path: path == CONFIG_PATH)
    config = parse_config(texts[CONFIG_PATH])[0] if texts else None
    return config.rules if config else RuleSettings()
