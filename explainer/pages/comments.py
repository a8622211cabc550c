"""A griffe extension: what a comment says of a constant or a field stands in the reference as its docstring.

Units, shapes and the reasons of settings are comments, above or behind the value that they belong to.
"""

from __future__ import annotations

import ast
import re
from typing import Any

from griffe import Attribute, Docstring, Extension, ObjectNode, Visitor

_LINTER = re.compile(r"#?\s*(type: ignore|noqa|fmt:)\S*\s*")


class Comments(Extension):
    """Gives each constant and field without a docstring the words of its comment."""

    def on_attribute_instance(
        self, *, node: ast.AST | ObjectNode, attr: Attribute, agent: Any, **kwargs: object
    ) -> None:
        """Take the comment in the lines above and behind the value; ends of the comments of others are left alone."""
        del kwargs
        if attr.docstring or not isinstance(node, ast.Assign | ast.AnnAssign) or not isinstance(agent, Visitor):
            return
        said = comment(agent.code.splitlines(), node.lineno, node.end_lineno or node.lineno, node.end_col_offset or 0)
        if said:
            attr.docstring = Docstring(said, lineno=node.lineno, parent=attr)


def comment(lines: list[str], first: int, last: int, end: int) -> str:
    """Return what comments say of a statement from line `first` to `last`, from 1, that ends at byte `end` of its last.

    Those directly above it, at its own indent, and the one behind it; empty if there is none.
    """
    indent = len(lines[first - 1]) - len(lines[first - 1].lstrip())
    above: list[str] = []
    for line in reversed(lines[: first - 1]):
        if not line[indent:].startswith("#") or line[:indent].strip():
            break
        above.insert(0, line.strip().lstrip("#").strip())
    behind = lines[last - 1].encode()[end:].decode().strip()
    parts = [" ".join(above), behind if behind.startswith("#") else ""]
    said = [_LINTER.sub("", part).lstrip("# ").rstrip(". ") for part in parts]
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in said if part)
