"""The key of a drawing has all that the drawing really uses, seen while each of them is drawn."""

import dis
import sys
from types import CodeType

from explainer import keys, theme
from explainer.catalogue import FIGURES

PACKAGE = str(keys.PACKAGE)


def loaded(code):
    """The global names that a function's byte code loads, with those of the functions inside it."""
    names = {step.argval for step in dis.get_instructions(code) if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    return names.union(*(loaded(inner) for inner in code.co_consts if isinstance(inner, CodeType)))


def used(draw, arrays):
    """The functions of the package that are called while something is drawn, and the global names that they load."""
    codes = set()

    def note(frame, event, _):
        if event == "call" and frame.f_code.co_filename.startswith(PACKAGE):
            codes.add((frame.f_globals["__name__"], frame.f_code))

    before = sys.getprofile()
    with theme.settings(theme.LIGHT):
        sys.setprofile(note)
        try:
            draw(arrays, theme.LIGHT)
        finally:
            sys.setprofile(before)
    return {
        (module, name)
        for module, code in codes
        for name in {code.co_qualname.split(".")[0]} | loaded(code)
        if name in vars(sys.modules[module])
    }


def test_the_key_of_each_drawing_has_every_function_that_is_called_and_every_global_that_it_loads(digits):
    assert digits.built
    tree = keys.Tree()
    for figure, row in FIGURES.items():
        kept = digits.arrays(row.experiment)
        reached = tree.reached(row.draw.module, row.draw.name)
        names = {(key.rpartition(".")[0], name) for key in reached for name in key.rpartition(".")[2].split(",")}
        draw = row.draw.function()
        needed = used(draw, {name: kept[name] for name in row.arrays})
        assert (row.draw.module, row.draw.name) in names, figure
        missed = {(module, name) for module, name in needed - names if module not in reached}
        assert missed == set(), figure
        assert any(module == row.draw.module for module, _ in needed), figure  # something was seen at all
