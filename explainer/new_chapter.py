"""Write the folder and the page of a new chapter: the walk of CONTRIBUTING.md, taken for you."""

from __future__ import annotations

import keyword
import re
from pathlib import Path

from explainer.catalogue import EXPERIMENTS, FIGURES
from explainer.errors import ExplainerError
from explainer.settings import ROOT

RESERVED = ("source", "assets", "figures", "search")  # folders of the site
FILES = {
    "__init__.py": "",
    "experiment.py": '''"""What the chapter {title} computes."""

from __future__ import annotations

import numpy as np

from explainer.data import Dataset
from explainer.models import Report
from explainer.results import Inputs, Result


def run(dataset: Dataset, settings: None, inputs: Inputs, report: Report) -> Result:
    """Replace this: average the training images, and say how much ink they hold."""
    del settings, inputs, report
    mean = dataset.train.images.mean(axis=0, dtype=np.float64)
    return Result(
        arrays={{"mean": mean}},  # (28, 28), ink
        numbers={{"{room}.mean_ink": (float(mean.mean()), "fraction")}},
    )
''',
    "figures.py": '''"""Drawings for the chapter {title}."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure

from explainer.drawing import canvas, picture
from explainer.theme import Array, Theme


def mean(arrays: Mapping[str, Array], theme: Theme) -> Figure:
    """Replace this: draw the mean image."""
    figure = canvas(height=3.0, width=3.0)
    picture(figure.subplots(), arrays["mean"], theme.greys, 0, 1)
    return figure
''',
    "claims.py": '''"""What the chapter {title} says, as predicates."""

from __future__ import annotations

from explainer.claims import Facts, Verdict, about, holds


@about("data")
def {room}_mostly_background(facts: Facts) -> Verdict:
    """The average pixel holds {{{room}.mean_ink}} of full ink."""
    ink = facts.data.train.images.mean()
    shown = facts.numbers["{room}.mean_ink"]
    return holds(abs(ink - shown) < 1e-4 and ink < 0.5, ink=float(ink), shown=shown)
''',
    "page.py": '''"""What the page of the chapter {title} shows."""

from explainer.rows import Drawings, Experiment, Figure, Page

figures = Drawings("explainer.chapters.{room}.figures")

PAGE = Page(
    "{name}.md",
    "{title}",
    experiments={{"{room}": Experiment("Computing {title}")}},
    figures={{
        "{name}-mean": Figure(
            "{room}",
            ("mean",),
            figures.mean,
            caption="The mean of all training images.",
            alt="A blurred patch of ink in the middle of the image, darkest where strokes cross.",
        ),
    }},
)
''',
}
DOCUMENT = """# {title}

Which question does this chapter answer?
{{ .question }}

You need [the images](data.md).
{{ .needs }}

<!-- figure: {name}-mean -->

The average pixel holds <!-- number: {room}.mean_ink --> of full ink. <!-- claim: {room}_mostly_background -->
"""


def write(name: str, root: Path = ROOT) -> list[Path]:
    """Write the room and the page of the chapter, enter it in the catalogue, and return the files.

    name: as in its address, small letters joined by hyphens. Raises ExplainerError if it is not, or if it is taken.
    """
    room, title = name.replace("-", "_"), name.replace("-", " ").capitalize()
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name):
        raise ExplainerError(f"A chapter cannot be called {name!r}: use small letters, joined by hyphens.")
    folder, page = root / "explainer" / "chapters" / room, root / "docs" / f"{name}.md"
    for taken in (folder, page):
        if taken.exists():
            raise ExplainerError(f"There is a chapter {name} already: {taken}.")
    taken_names = {*EXPERIMENTS, *FIGURES, *RESERVED}
    if keyword.iskeyword(room) or {room, f"{name}-mean"} & taken_names:
        raise ExplainerError(f"A chapter cannot be called {name!r}: that name has another meaning here.")
    catalogue = root / "explainer" / "catalogue.py"
    before, last, after = catalogue.read_text("utf-8").partition('    "claims",\n')
    if not last:
        raise ExplainerError(f"{catalogue} has no line for the chapter claims, before which a new one is entered.")
    folder.mkdir(parents=True)
    written = []
    for file, text in FILES.items():
        written.append(folder / file)
        written[-1].write_text(text.format(name=name, room=room, title=title), "utf-8")
    page.write_text(DOCUMENT.format(name=name, room=room, title=title), "utf-8")
    catalogue.write_text(f'{before}    "{room}",\n{last}{after}', "utf-8")
    return [*written, page, catalogue]
