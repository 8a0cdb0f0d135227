"""The Python interface: what README shows works, every public name is typed and explained."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

import pytest
from sample_copy import PROJECT, copy_sample

import gksite
from gksite import api, pipeline
from gksite.build.pipeline import build

FUNCTIONS = [name for name in api.__all__ if inspect.isfunction(getattr(api, name))]


@pytest.mark.parametrize("name", api.__all__)
def test_a_public_name_is_explained(name: str) -> None:
    assert inspect.getdoc(getattr(api, name))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_speaks_only_of_public_and_standard_types(name: str) -> None:
    """Else a caller would need a module that may change at any time."""
    hints = get_type_hints(getattr(api, name))
    assert "return" in hints
    own = set(re.findall(r"gksite\.[\w.]+", str(list(hints.values()))))
    assert own <= {f"{getattr(api, one).__module__}.{one}" for one in api.__all__}


def test_the_package_itself_imports_nothing() -> None:
    code = "import sys; before = set(sys.modules); import gksite; print(set(sys.modules) - before)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "{'gksite'}"
    assert gksite.__version__


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_example_of_the_readme_works(readme: str, tmp_path: Path) -> None:
    """The block of Python that imports gksite.api, run in a copy of the sample named mysite."""
    copy_sample(tmp_path / "mysite")
    text = (PROJECT / readme).read_text("utf-8")
    [example] = re.findall(r"```python\n(from gksite\.api import .*?)```", text, re.DOTALL)
    out = subprocess.run(
        [sys.executable, "-c", example],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert out.stderr == ""
    model, problems = api.read_site(tmp_path / "mysite")
    assert model is not None
    assert problems == ()
    *tasks, report = out.stdout.splitlines()
    assert tasks == [f"{task.id} {task.title} {task.deadline.raw}" for task in model.tasks.values()]
    assert re.fullmatch(r"\d+ \(\)", report)
    assert (tmp_path / "mysite/public/index.html").is_file()


def test_a_problem_is_a_value_and_not_an_exception(tmp_path: Path) -> None:
    model, problems = api.read_site(tmp_path)
    assert model is None
    assert [problem.code for problem in problems] == ["not-a-project"]
    assert [problem.code for problem in api.build_site(tmp_path).problems] == ["not-a-project"]
    assert [problem.code for problem in api.check_site(tmp_path).problems] == ["not-a-project"]
    assert not (tmp_path / "public").exists()


def test_the_former_address_of_the_pipeline_still_answers() -> None:
    """Programs of before the wings import it; see CHANGELOG.md."""
    assert pipeline.build is build
