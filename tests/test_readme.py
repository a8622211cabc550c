"""The README's tree is the tree."""

import re

from explainer.settings import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def test_every_file_has_its_line():
    named = re.findall(r"^ {4,}([\w./-]+\.\w+) +\S", README, re.M)
    files = [*(ROOT / "explainer").rglob("*.py"), *(ROOT / "docs").glob("*.md"), *(ROOT / "hooks").glob("*.py")]
    # Packages whose __init__ says no more than its folder's line are named by the folder.
    present = {p.name for p in files if p.name != "__init__.py"}
    assert present <= set(named)
    python = {name for name in named if name.endswith((".py", ".md"))}
    assert python <= present | {"__init__.py", "CHANGELOG.md"}


def test_its_commands_are_the_makefiles():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for command in re.findall(r"^make (\w+)", README, re.M):
        assert f"\n{command}:" in makefile
