"""The house stands: imports point down, the package is cheap to import, the public names are these."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import copilot_kit as ck

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "copilot_kit"

CORE = "errors shot looks reading remix rules profiles billing compiling dialogue.script transcript".split()
EDGE = "files named jobs library plots voices dialogue.play dialogue.loop previs render".split()
SURFACE = ["panels", "cli"]
HEAVY = set("pandas numpy matplotlib ipywidgets anywidget IPython jupyterlab anthropic openai PIL av".split())
OUTSIDE_OF_CORE = set(
    "os io pathlib sys time random secrets socket subprocess tempfile shutil threading asyncio urllib http "
    "logging sqlite3 uuid getpass glob".split()
)


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name inside it."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def layer(name: str) -> str:
    for title, members in (("core", CORE), ("edge", EDGE), ("surface", SURFACE)):
        if any(name == m or name.startswith((f"{m}.", f"{m}_")) for m in members):
            return title
    return "root"


def part(name: str) -> str:
    """The part of the house a module belongs to: library.store is library, voices.tape is voices."""
    return next((m for m in [*CORE, *EDGE, *SURFACE] if name == m or name.startswith((f"{m}.", f"{m}_"))), name)


def imports(name: str, path: Path) -> list[tuple[str, bool, int]]:
    """(module, at the top of the file, line) of each import; our own as dotted names inside the package."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    here = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    typing_only = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        for child in ast.walk(node)
    }
    inner = {
        id(c) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef) for c in ast.walk(f)
    }
    found = []
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        top = id(node) not in inner
        if isinstance(node, ast.Import):
            found += [(alias.name, top, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                base = here[: len(here) - node.level + 1]
                target = [*base, *(node.module or "").split(".")] if node.module else base
                for alias in node.names:
                    full = ".".join([*filter(None, target), alias.name])
                    found.append(
                        (
                            f"copilot_kit:{full if full in modules() else '.'.join(filter(None, target))}",
                            top,
                            node.lineno,
                        )
                    )
            else:
                found.append((node.module or "", top, node.lineno))
    return found


class TestArrows:
    @pytest.mark.parametrize("name", [n for n in modules() if n])
    def test_imports_point_down(self, name: str) -> None:
        assert layer(name) != "root" or name in ("dialogue",), f"{name}: say in this test which layer it belongs to"
        wrong = []
        for target, _, line in imports(name, modules()[name]):
            if not target.startswith("copilot_kit:"):
                continue
            other = target.removeprefix("copilot_kit:")
            up = {"core": ("edge", "surface"), "edge": ("surface",), "surface": (), "root": ()}[layer(name)]
            if layer(other) in up:
                wrong.append(f"line {line}: {layer(name)} {name} imports {layer(other)} {other}")
            if layer(name) == layer(other) == "edge" and part(name) != part(other) and part(other) != "files":
                allowed = part(name) in ("dialogue.play", "voices") and part(other) in (
                    "voices",
                    "library",
                    "dialogue.loop",
                )
                if not allowed:
                    wrong.append(
                        f"line {line}: edge {name} imports edge {other}; only play knows voices and the library"
                    )
        assert not wrong

    @pytest.mark.parametrize("name", [n for n in modules() if layer(n) == "core"])
    def test_core_touches_nothing_outside(self, name: str) -> None:
        used = {
            t.partition(".")[0]: line
            for t, _, line in imports(name, modules()[name])
            if not t.startswith("copilot_kit:")
        }
        outside = {m: line for m, line in used.items() if m in OUTSIDE_OF_CORE or m not in sys.stdlib_module_names}
        assert not outside, "core is the standard library without files, network, clock, environment and chance"
        calls = [n for n in ast.walk(ast.parse(modules()[name].read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
        assert not [c.lineno for c in calls if getattr(c.func, "id", "") in {"print", "open", "input"}]
        assert not [c.lineno for c in calls if getattr(c.func, "attr", "") in {"now", "today", "utcnow", "read_text"}]

    @pytest.mark.parametrize("name", sorted(modules()))
    def test_heavy_packages_wait_for_their_use(self, name: str) -> None:
        if name.partition(".")[0] == "plots":
            return  # a figure is its whole purpose; it is imported when a figure is asked for
        top = {t.partition(".")[0] for t, top, _ in imports(name, modules()[name]) if top}
        if name.startswith("previs."):
            top -= {"numpy", "PIL"}  # they paint and sound; previs itself loads them when an animatic is asked for
        assert not top & HEAVY


class TestImport:
    def test_importing_the_package_imports_nothing_heavy(self) -> None:
        code = f"import sys, copilot_kit; print(sorted({HEAVY!r} & set(sys.modules)), 'sqlite3' in sys.modules)"
        out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        assert out.strip() == "[] False"

    @pytest.mark.parametrize("name", ck.__all__)
    def test_every_public_name_is_there(self, name: str) -> None:
        assert getattr(ck, name) is not None

    def test_an_unknown_name_is_answered_with_the_known_ones(self) -> None:
        with pytest.raises(AttributeError, match="timeline"):
            ck.time_line  # noqa: B018

    def test_no_public_function_shares_its_name_with_a_module(self) -> None:
        assert not set(ck.__all__) & {n.partition(".")[0] for n in modules()}


class TestPackaging:
    """environment.yml and pyproject.toml ask for the same things."""

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    conda = yaml.safe_load((ROOT / "environment.yml").read_text())

    def test_conda_and_pip_ask_for_the_same_packages(self) -> None:
        ours = {canonicalize_name(r.name): r.specifier for r in map(Requirement, self.project["dependencies"])}
        theirs = {
            canonicalize_name(r.name): r.specifier
            for r in (Requirement(d) for d in self.conda["dependencies"] if isinstance(d, str))
            if r.name not in ("python", "pip")
        }
        assert theirs == ours

    def test_conda_and_pip_ask_for_the_same_python(self) -> None:
        python = next(d for d in self.conda["dependencies"] if isinstance(d, str) and d.startswith("python"))
        assert Requirement(python).specifier == Requirement(f"python{self.project['requires-python']}").specifier

    def test_conda_installs_the_project_itself(self) -> None:
        assert {"pip": ["-e ."]} in self.conda["dependencies"]
        assert "pip" in self.conda["dependencies"]
        assert self.conda["channels"] == ["conda-forge"]

    def test_the_version_is_one(self) -> None:
        assert self.project["version"] == ck.__version__
