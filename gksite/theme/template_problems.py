"""The problems of names in templates, as values: what is wrong with a name, and what to write
instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from gksite.diagnostics import Diagnostic, Location, nearest, problem
from gksite.pages.context_changes import ASSETS, CONTEXTS, STRINGS, Changed, Gone
from gksite.pages.parts import Page
from gksite.theme.template_expressions import Access
from gksite.theme.value_types import Form, Items, Method, Module, Table, lacks, names_of


def nearest_template(name: str, known: Collection[str]) -> str:
    """Return the template that a name may mean, or an empty string."""
    near = nearest(name.removesuffix(".html"), sorted(k.removesuffix(".html") for k in known))
    return f"{near}.html" if near else ""


def gone_name(row: Gone, where: Location) -> Diagnostic:
    """Return what is to say of a name that is gone."""
    code = "template-name-replaced" if row.replacement else "template-name-gone"
    is_key = row.context in (STRINGS, ASSETS) and row.replacement
    values: Mapping[str, object] = {
        "context": row.context,
        "name": row.name,
        "since": row.since,
        "replacement": f'{row.context}["{row.replacement}"]' if is_key else row.replacement,
    }
    return problem(code, where, **values)


def unknown_name(access: Access, forms: list[Form], where: Location) -> Diagnostic:
    """Return what is to say of a name that no form of a value has."""
    tables = [form for form in forms if isinstance(form, Table)]
    name, context = access.name, _shared_title(forms)
    if any(not lacks(table, name) for table in tables):
        near = f'{context}["{name}"]'
    else:
        near = nearest(name, sorted({name for form in forms for name in _names(form)}))
    if access.is_key and any(table.name == STRINGS for table in tables):
        return problem("template-string-missing", where, key=name, near=near)
    return problem("template-name-unknown", where, context=context, name=name, near=near)


def changed_name(row: Changed, where: Location) -> Diagnostic:
    """Return what is to say of a name that means something else."""
    return problem(
        "template-name-changed",
        where,
        context=row.context,
        name=row.name,
        since=row.since,
        present=CONTEXTS,
        detail=row.en,
        detail_zh=row.zh,
    )


def contexts_of(forms: list[Form]) -> list[str]:
    """Return the words by which the tables name the contexts that a value may be."""
    words: dict[str, None] = {}
    for form in forms:
        kinds = form.__mro__ if isinstance(form, type) else ()
        words.update(dict.fromkeys([kind.__name__ for kind in kinds] or [title(form)]))
    return list(words)


def _names(form: Form) -> Collection[str]:
    """Return the names that a value of this form has."""
    if isinstance(form, Table):
        return form.keys
    if isinstance(form, Module):
        return form.names
    is_context = isinstance(form, type) and issubclass(form, msgspec.Struct)
    return names_of(form) if is_context and isinstance(form, type) else ()


def title(form: Form) -> str:
    """Return the name of a form for messages."""
    if isinstance(form, Module):
        return form.template
    if isinstance(form, Table):
        return form.name or "dict"
    if isinstance(form, Items):
        return "list"
    if isinstance(form, Method):
        return form.owner
    return form.__name__ if isinstance(form, type) else "str"


def _shared_title(forms: list[Form]) -> str:
    """Return the name of what several forms have in common: `Page` for contexts of pages."""
    if len(forms) > 1 and all(isinstance(form, type) and issubclass(form, Page) for form in forms):
        return Page.__name__
    return ", ".join(dict.fromkeys(map(title, forms)))


def printed_whole(name: str, forms: Collection[Form], where: Location) -> Diagnostic | None:
    """Return what is to say of a value that is printed, or None where it is a text or a number."""
    if all(isinstance(form, Method) for form in forms):
        owner = ", ".join(sorted({form.owner for form in forms if isinstance(form, Method)}))
        return problem("template-name-unknown", where, context=owner, name=name, near="")
    whole = (Items, Table, Module, Method)
    if any(
        not isinstance(form, whole)
        and not (isinstance(form, type) and issubclass(form, msgspec.Struct))
        for form in forms
    ):
        return None
    context = _shared_title(sorted(forms, key=title))
    return problem("template-prints-context", where, context=context)
