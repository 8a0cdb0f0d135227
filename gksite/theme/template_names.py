"""Report the names in a site's own templates and strings that contexts do not have: those that are
gone, with what replaced them, and those that never were."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import get_type_hints

import jinja2
import msgspec
from jinja2 import nodes

from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.pages.context_changes import (
    ASSETS,
    CHANGED_BY_NAME,
    CONTEXTS,
    GONE_BY_NAME,
    STRINGS,
    TEMPLATES,
)
from gksite.pages.kinds.plan_print import PlanPrint
from gksite.pages.page_kinds import PAGE_KINDS, USED_STRINGS
from gksite.pages.parts import Page, Site
from gksite.pages.wording import Words
from gksite.source.theme_files import ThemeFiles
from gksite.source.yaml import Mapping as YamlMapping
from gksite.source.yaml import parse_yaml
from gksite.theme.render import FRAME, in_chinese
from gksite.theme.template_expressions import Access
from gksite.theme.template_problems import (
    changed_name,
    contexts_of,
    gone_name,
    nearest_template,
    printed_whole,
    title,
    unknown_name,
)
from gksite.theme.template_reading import Reading
from gksite.theme.theme import Theme, build_theme, theme_strings
from gksite.theme.value_types import (
    TEXT,
    Module,
    Table,
    ValueType,
    lacks,
)

_STATED = re.compile(r"\s*\{#[-+]?\s*gksite\s+contexts\b:?\s*(.*?)\s*[-+]?#\}")
"""The comment by which a template says for which contexts it was made."""

_VARIABLES = ("page", "site", "root", "s")
"""The names that every template sees, besides the rendered parts of `FRAME`."""

_DEEPEST = 150
"""Levels of nodes in a template that is read."""

_OF_JINJA = frozenset(("loop", "self", "super", "caller", "varargs", "kwargs"))


def page_contexts() -> dict[str, type[Page]]:
    """Return the context class of each template of a page, by the name of the template."""
    contexts: list[type[Page]] = [get_type_hints(kind.context)["return"] for kind in PAGE_KINDS]
    contexts.append(PlanPrint)
    return {context.template: context for context in contexts}


def checked_theme(
    files: ThemeFiles, own: Collection[str], language: str
) -> tuple[Theme | None, list[Diagnostic]]:
    """Return the theme for an interface language, and report every fault that shows without
    rendering a page; names are looked up in the files at the paths `own` alone."""
    theme, problems = build_theme(files, language)
    return theme, sorted({*problems, *check_own_files(files, own, language)})


def check_own_files(files: ThemeFiles, own: Collection[str], language: str) -> list[Diagnostic]:
    """Report the names in the files at the paths `own` that gksite does not know, or no longer."""
    problems = list(_check_strings(files, own, language))
    names = {name for name, (_, path) in files.templates.items() if path in own}
    if names:
        strings = theme_strings(files, language)[0]
        # Strings that contexts need and the theme lacks are reported in its file.
        known = frozenset((*strings, *USED_STRINGS)) if strings else frozenset()
        problems += _Check(files, names, known).problems()
    return sorted(set(problems))


def check_page_templates(
    files: ThemeFiles, theme: str, templates: Iterable[str]
) -> list[Diagnostic]:
    """Report the templates of pages that a theme lacks."""
    return [
        problem("template-missing", Location(f"themes/{theme}/templates/{name}"), name=name)
        for name in sorted(set(templates) - files.templates.keys())
    ]


class _Check:
    """The check of some of a theme's templates."""

    def __init__(self, files: ThemeFiles, own: set[str], strings: frozenset[str]) -> None:
        self._files = files
        self._own = own
        reached = Theme(files.templates, Words({}), files.assets).reached
        # Pages that use none of them say nothing about them.
        contexts = {
            page: context for page, context in page_contexts().items() if own & reached(page)
        }
        self._environment = jinja2.Environment(trim_blocks=True, lstrip_blocks=True)
        self._faults: list[tuple[str, Diagnostic]] = []
        """Faults that show in a template alone, with its name: they matter where it is used."""
        self._lines: dict[str, list[str]] = {}
        """The lines of each template of which a place was asked."""
        used = {*own, *(name for page in contexts for name in reached(page))}
        self._trees = {name: self._parsed(name) for name in files.templates if name in used}
        self._stated = {name: self._contexts_of(name) for name in sorted(own)}
        texts = Table(TEXT, STRINGS, strings)
        tables: dict[tuple[type, str], Table] = {
            (Site, "assets"): Table(TEXT, ASSETS, frozenset(files.assets)),
            (Site, "strings"): texts,
        }
        trees = {name: self._trees.get(name) for name in files.templates}
        self._reading = Reading(trees, tables)
        self._known: dict[str, ValueType] = {
            "site": frozenset((Site,)),
            "root": TEXT,
            "s": frozenset((texts,)),
            **dict.fromkeys(FRAME, TEXT),
        }
        for template, context in contexts.items():
            self._read(template, context)
        for template in own.intersection(FRAME.values()) - self._reading.reached:
            self._read(template, *page_contexts().values())

    def _read(self, template: str, *contexts: type[Page]) -> None:
        if template not in self._files.templates:
            return
        try:
            self._reading.read_page(template, {**self._known, "page": frozenset(contexts)})
        except RecursionError:
            self._reading.give_up()

    def problems(self) -> Iterator[Diagnostic]:
        """Yield all problems."""
        used = self._own if self._reading.is_open else self._own & self._reading.reached
        for template, fault in self._faults:
            if template in used:
                yield fault
        for access in self._reading.accesses.values():
            if access.template in self._own:
                yield from self._of_access(access)
        for printed in self._reading.printed.values():
            if printed.template in self._own and printed.forms and not printed.is_open:
                where = self._place(printed.template, printed.line, printed.name)
                whole = printed_whole(printed.name, printed.forms, where)
                yield from () if whole is None else (whole,)
        yield from self._of_variables()
        for template, line, _, name, arguments in self._reading.wrong_calls:
            if template in self._own:
                where = self._place(template, line, name)
                yield problem("template-arguments", where, macro=name, arguments=arguments)
        for template, line, name in self._reading.missing:
            if template in self._own:
                where = self._place(template, line, name)
                near = nearest_template(name, self._files.templates)
                yield self._gone(TEMPLATES, name, template, where) or problem(
                    "template-missing", where, name=name, near=near
                )
        for template, line, name, top in self._reading.unfilled:
            if template in self._own:
                where = self._place(template, line, name)
                near = nearest(name, self._reading.block_names(top))
                yield self._gone(top, f"block {name}", template, where) or problem(
                    "template-block-unused", where, name=name, top=top, near=near
                )
        yield from self._of_unused()
        yield from self._of_lacking()

    def _parsed(self, name: str) -> nodes.Template | None:
        text, path = self._files.templates[name]
        try:
            tree = self._environment.parse(text, name, path)
        except jinja2.TemplateSyntaxError as error:
            if name in self._own:
                self._note_syntax(name, error.lineno, error.message or "template syntax error")
            return None
        except RecursionError:
            return None
        if _is_deep(tree):
            return None
        if name in self._own:
            self._check_words(tree, name)
        return tree

    def _check_words(self, tree: nodes.Template, template: str) -> None:
        """Note filters and tests that there are not, unless the template asks for them."""
        words = list(tree.find_all((nodes.Filter, nodes.Test)))
        asked = {word.name for word in words if isinstance(word, nodes.Test)}
        for kind, node_type, known in (
            ("filter", nodes.Filter, self._environment.filters),
            ("test", nodes.Test, self._environment.tests),
        ):
            for node in words:
                if type(node) is node_type and node.name not in known and kind not in asked:
                    self._note_syntax(template, node.lineno, f"No {kind} named '{node.name}'.")

    def _note_syntax(self, template: str, line: int, detail: str) -> None:
        where = Location(self._files.templates[template][1], line, 1)
        detail_zh = in_chinese(detail)
        fault = problem("template-syntax", where, detail=detail, detail_zh=detail_zh)
        self._faults.append((template, fault))

    def _contexts_of(self, name: str) -> int:
        """Return the number of the contexts that a template says it was made for, 0 where it says
        nothing."""
        text, path = self._files.templates[name]
        if not (stated := _STATED.match(text)):
            return 0
        where = Location(path, text.count("\n", 0, stated.start(1)) + 1, 1)
        number = int(stated[1]) if re.fullmatch(r"[1-9][0-9]{0,5}", stated[1]) else 0
        if not number or number > CONTEXTS:
            code = "template-contexts-newer" if number else "template-contexts-unread"
            fault = problem(code, where, stated=stated[1], present=CONTEXTS)
            self._faults.append((name, fault))
        return number

    def _of_access(self, access: Access) -> Iterator[Diagnostic]:
        """Yield what is to say of a name that a template takes from a value."""
        forms = sorted(access.forms, key=title)
        if any(not lacks(form, access.name, access.is_key) for form in forms):
            for context in contexts_of(forms):
                changed = CHANGED_BY_NAME.get((context, access.name))
                stated = self._stated[access.template]
                if changed and stated < changed.since and context not in self._own:
                    where = self._place(access.template, access.line, access.name)
                    yield changed_name(changed, where)
            return
        where = self._place(access.template, access.line, access.name)
        for context in contexts_of(forms):
            if gone := self._gone(context, access.name, access.template, where, access.may_miss):
                yield gone
                return
        if not (access.is_open or access.may_miss or self._reading.is_open) and forms:
            yield unknown_name(access, forms, where)

    def _gone(
        self, context: str, name: str, template: str, where: Location, may_miss: bool = False
    ) -> Diagnostic | None:
        """Return what is to say of a name that is gone, or None where it is not.

        A template that can do without the name gets a warning, until it says that it was made for
        contexts without it.
        """
        row = GONE_BY_NAME.get((context, name))
        if row is None or (may_miss and self._stated[template] >= row.since):
            return None
        return msgspec.structs.replace(gone_name(row, where), level="warning" if may_miss else "")

    def _of_variables(self) -> Iterator[Diagnostic]:
        """Yield the variables that nothing sets, neither gksite nor any template."""
        known = {*_VARIABLES, *FRAME, *_OF_JINJA, *self._environment.globals}
        for tree in self._trees.values():
            if tree is None:
                return
            known.update(_set_names(tree))
        for template, line, name in self._reading.free:
            if template in self._own and name not in known:
                where = self._place(template, line, name)
                near = nearest(name, _VARIABLES)
                yield problem("template-variable-unknown", where, name=name, near=near)

    def _of_unused(self) -> Iterator[Diagnostic]:
        """Yield the templates that no page uses."""
        pages = page_contexts()
        for name in sorted(self._own - self._reading.reached - {*pages, *FRAME.values()}):
            where = Location(self._files.templates[name][1])
            near = nearest_template(name, pages)
            gone = self._gone(TEMPLATES, name, name, where, True)
            if gone or not self._reading.is_open:
                yield gone or problem("template-unused", where, near=near)

    def _of_lacking(self) -> Iterator[Diagnostic]:
        """Yield the macros and blocks that templates of others use and these lack."""
        macros: dict[tuple[str, str], set[str]] = {}
        for access in self._reading.accesses.values():
            for form in access.forms if not (access.is_open or access.may_miss) else ():
                if isinstance(form, Module) and access.name not in form.names:
                    macros.setdefault((form.template, access.name), set()).add(access.template)
        for template, _, home, name, _ in self._reading.wrong_calls:
            macros.setdefault((home, name), set()).add(template)
        blocks: dict[tuple[str, str], set[str]] = {}
        for template, _, name, top in self._reading.unfilled:
            blocks.setdefault((top, name), set()).add(template)
        for (template, name), users in macros.items():
            if template in self._own and (others := sorted(users - self._own)):
                where = Location(self._files.templates[template][1])
                yield problem("template-macro-missing", where, name=name, user=others[0])
        for (template, name), users in blocks.items():
            # A template that was made for these contexts leaves the block out on purpose.
            is_known = template in self._own and self._stated[template] >= CONTEXTS
            if template in self._own and not is_known and (others := sorted(users - self._own)):
                where = Location(self._files.templates[template][1])
                values = {"name": name, "user": others[0], "present": CONTEXTS}
                yield problem("template-block-missing", where, **values)

    def _place(self, template: str, line: int, name: str) -> Location:
        """Return the first place of a name in a line of a template."""
        if template not in self._lines:
            self._lines[template] = re.split(r"\r\n|\r|\n", self._files.templates[template][0])
        lines = self._lines[template]
        shown = lines[line - 1] if 0 < line <= len(lines) else ""
        return Location(self._files.templates[template][1], line, _column(shown, name))


def _column(line: str, name: str) -> int:
    """Return the column of a name that stands in a line as a whole word, 1 where it does not.

    A regular expression for each name of a theme would be compiled anew each time.
    """
    start = line.find(name)
    while start >= 0:
        beside = f"{line[start - 1 : start]}{line[start + len(name) :][:1]}"
        if not any(character.isalnum() or character == "_" for character in beside):
            return start + 1
        start = line.find(name, start + 1)
    return 1


def _check_strings(files: ThemeFiles, own: Collection[str], language: str) -> Iterator[Diagnostic]:
    """Yield the strings of a site's own theme that nothing uses any more."""
    path = files.strings_path.get(language, "")
    if path not in own:
        return
    node, _ = parse_yaml(files.strings[language], path)
    places = node.keys if isinstance(node, YamlMapping) else {}
    templates = "".join(text for text, _ in files.templates.values())
    for key, place in places.items():
        row = GONE_BY_NAME.get((STRINGS, key))
        if row and key not in templates:
            code = "string-replaced" if row.replacement else "string-gone"
            yield problem(
                code, Location(path, *place), key=key, since=row.since, replacement=row.replacement
            )


def _is_deep(tree: nodes.Template) -> bool:
    """Whether a template is nested so deep that it is not read: rendering it fails."""
    level: list[nodes.Node] = [tree]
    for _ in range(_DEEPEST):
        level = [child for node in level for child in node.iter_child_nodes()]
        if not level:
            return False
    return True


def _set_names(tree: nodes.Template) -> Iterator[str]:
    """Yield the names that a template sets, and those that it gives to what it imports."""
    for node in tree.find_all((nodes.Name, nodes.Macro, nodes.Import, nodes.FromImport)):
        match node:
            case nodes.Name():
                if node.ctx != "load":
                    yield node.name
            case nodes.Macro():
                yield node.name
            case nodes.Import():
                yield node.target
            case nodes.FromImport():
                for pair in node.names:
                    yield pair[1] if isinstance(pair, tuple) else pair
