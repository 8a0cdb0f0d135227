"""`gksite review sign --pages`: sign the site's own texts that wait: free pages, topics, glossary,
notes on units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import unified_diff
from pathlib import Path

from gksite.build.public_texts import SiteTexts, site_texts, text_signatures
from gksite.build.published_set import working_set
from gksite.build.reading import Reading
from gksite.cli.options import EXIT_CLEAN, EXIT_PROBLEMS, EXIT_USAGE, Shared, print_problems
from gksite.cli.review_report import check_step
from gksite.config.values import Config
from gksite.content.review import reviewed_text, separate_from
from gksite.content.site_texts import (
    SITE_REVIEW_PATH,
    TextsSignature,
    same_person,
    signed_by_step,
    signed_digests,
    text_digest,
)
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.importer.writing.progress_file import append_entries
from gksite.output.source_files import LockedSources
from gksite.source.files import read_sources
from gksite.source.program import read_program
from gksite.source.stored_versions import VersionStore, kept_text
from gksite.source.yaml_text import Value


def sign_texts(shared: Shared, entry: Mapping[str, str], locked: LockedSources) -> int:
    """Sign the texts that wait for a step, with the sources locked; show what changed in each
    before. `entry` has the step, the signer, the day, and what the signer says."""
    sources, unread = read_sources(shared.project)
    published = working_set(sources)
    if published.config is None:
        print_problems(shared, [*unread, *published.problems], "text")
        return EXIT_USAGE
    steps, step = published.config.review_pages, entry["step"]
    if not steps:
        raise shared.usage(
            "config.yaml 里没有要求网页先审签（review 的 pages）",
            "config.yaml does not ask for signatures of free texts (pages in review)",
        )
    check_step(shared, step, steps)
    reading = Reading(sources, {}, read_program())
    texts = site_texts(sources, reading)
    signatures, problems = text_signatures(reading)
    if problems:
        print_problems(shared, problems, "text")
        return EXIT_PROBLEMS
    before = signed_digests(signatures, steps)
    not_by = {one: _unlike(texts, signed_by_step(signatures, one)) for one in steps}
    # What a step has approved it may still send back, as long as that waits for others.
    is_returned = "result" in entry
    waiting = [n for n in _unlike(texts, before) if is_returned or n in not_by[step]]
    if not waiting:
        shared.say("没有等签的网页", "no free text waits for a signature")
        return EXIT_CLEAN
    earlier = () if is_returned else steps[: steps.index(step)]
    first = [one for one in earlier if {*not_by[one]} & {*waiting}]
    if first:
        shared.say(f"先要有：{'、'.join(first)}", f"first needed: {'、'.join(first)}")
        return EXIT_PROBLEMS
    if problems := _by_one_person(published.config, texts, waiting, signatures, entry):
        print_problems(shared, problems, "text")
        return EXIT_PROBLEMS
    for line in _shown(texts, waiting, before, VersionStore(shared.project)):
        shared.put(line)
    signature: dict[str, Value] = {**entry, "steps": list(steps)}
    return _write(shared, texts, waiting, signature, locked, sources.texts.get(SITE_REVIEW_PATH))


def _by_one_person(
    config: Config,
    texts: SiteTexts,
    waiting: Iterable[str],
    signatures: Sequence[TextsSignature],
    entry: Mapping[str, str],
) -> list[Diagnostic]:
    """Report that the signer has signed a step that is for another person, of these texts."""
    if "result" in entry:
        return []
    digests = {(name, text_digest(texts.texts[name])) for name in waiting}
    others = separate_from(entry["step"], config.separate_steps)
    found = same_person(signatures, digests, others, entry["by"])
    facts = {"step": entry["step"], "by": entry["by"], "other": "、".join(found)}
    where = Location(SITE_REVIEW_PATH)
    return [problem("light-gate-same-person", where, **facts)] if found else []


def _unlike(texts: SiteTexts, signed: Mapping[str, str]) -> list[str]:
    """Return the names of the texts that are not as they are signed."""
    return [name for name, data in texts.texts.items() if signed.get(name) != text_digest(data)]


def _shown(
    texts: SiteTexts, names: list[str], before: Mapping[str, str], store: VersionStore
) -> Iterator[str]:
    """Yield what changed in each text since it was signed last, line by line."""
    for name in names:
        old = (store.text(before[name]) or b"") if name in before else b""
        now = reviewed_text(texts.texts[name])
        a, b = (data.decode("utf-8", "replace").splitlines() for data in (old, now))
        yield from unified_diff(a, b, before.get(name, "")[:8] or "—", name, lineterm="")


def _write(
    shared: Shared,
    texts: SiteTexts,
    names: list[str],
    entry: Mapping[str, Value],
    locked: LockedSources,
    review: bytes | None,
) -> int:
    """Write the copies of the texts and the signature of them."""
    written: dict[Path, bytes] = {}
    read: dict[Path, bytes] = {}
    signed: list[Value] = []
    for name in names:
        data = texts.texts[name]
        place = shared.project / kept_text(text_digest(data))
        written[place] = reviewed_text(data)
        if place.is_file():
            read[place] = place.read_bytes()
        signed.append({"path": name, "digest": text_digest(data)})
    place = shared.project / SITE_REVIEW_PATH
    if review is not None:
        read[place] = review
    own: dict[str, Value] = {**entry, "texts": signed}
    written[place], problems = append_entries(review or b"", [own], SITE_REVIEW_PATH)
    if problems:
        print_problems(shared, problems, "text")
        return EXIT_PROBLEMS
    locked.write(written, read)
    returned, count = "result" in entry, len(names)
    shared.say(
        f"已{'退回' if returned else '签署'} {count} 份网页文本：{entry['step']}",
        f"free texts {'sent back' if returned else 'signed'}: {count} ({entry['step']})",
    )
    return EXIT_CLEAN
