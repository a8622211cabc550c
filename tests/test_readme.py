"""The README's tree is the tree, and the walk of CONTRIBUTING.md can be walked."""

import ast
import re

from explainer import keys
from explainer.catalogue import CHAPTERS
from explainer.settings import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def test_every_folder_has_its_line():
    named = set(re.findall(r"^ {4,}([\w/]+)/ +\S", README, re.M))
    inside = [ROOT / "explainer", *(p for p in (ROOT / "explainer").iterdir() if p.is_dir())]
    folders = {p.name for place in inside for p in place.iterdir() if (p / "__init__.py").is_file()}
    assert folders <= named | {"experiments"}
    assert set(CHAPTERS) <= named
    existing = {p.name for p in ROOT.rglob("*") if p.is_dir() and ".venv" not in p.parts}
    assert named <= existing


def test_every_file_says_what_it_is_for():
    for file in keys.files():
        text = file.read_text("utf-8")
        if file.name == "notebook.py" and "chapters" in file.parts:
            assert text.startswith("# %% [markdown]\n# # "), file
        elif text:
            assert ast.get_docstring(ast.parse(text)), file


def test_its_commands_are_the_makefiles():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for command in re.findall(r"^make (\w+)", README, re.M):
        assert f"\n{command}:" in makefile
