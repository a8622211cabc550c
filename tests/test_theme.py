"""Figures in two themes, laid out once."""

import pytest

from explainer import theme
from explainer.drawing import bar, canvas, picture


def drawn(each, rows=2, words=""):
    figure = canvas(height=3.0)
    for ax in figure.subplots(rows, 3).flat:
        shown = picture(ax, [[0, 1], [1, 0]], each.greys, 0, 1)
        ax.set_title("one title")
    bar(figure, shown, "ink")
    if words:
        figure.supxlabel(words)
    return figure


@pytest.mark.parametrize("words", ["", "a label of the whole"])
def test_a_figure_laid_out_like_another_looks_as_if_it_had_been_laid_out_itself(words):
    light, dark = theme.THEMES
    with theme.settings(light):
        first = drawn(light, words=words)
        theme.settle(first)
    with theme.settings(dark):
        itself, like = drawn(dark, words=words), drawn(dark, words=words)
        theme.settle(like, first)
        assert theme.to_svg(like) == theme.to_svg(itself)
        assert theme.to_svg(drawn(dark, rows=1, words=words)) != theme.to_svg(like)
