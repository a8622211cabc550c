"""Draw the stale figures."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from explainer import keys
from explainer.build.plan import DRAWER, Plan
from explainer.build.pool import Job, run_all
from explainer.build.run import check_arrays
from explainer.catalogue import FIGURES
from explainer.errors import ExplainerError
from explainer.models import Report
from explainer.progress import Progress
from explainer.store import State, Store

USUAL = 0.5  # seconds for a drawing


def draw(todo: Plan, names: list[str], progress: Progress) -> list[str]:
    """Draw those of these figures that are stale, in both themes, and return their names."""
    to_draw = stale(todo, names, progress)
    run_all(planned(todo, to_draw), todo.settings.processes, progress)
    return to_draw


def stale(todo: Plan, names: list[str], progress: Progress) -> list[str]:
    """Return which of these figures have to be drawn."""
    states = {name: todo.store.state("drawings", name, todo.drawings[name]) for name in names}
    for name, state in states.items():
        if state is State.DAMAGED:
            progress.say(f"The kept drawing {name} is damaged and is made again")
    return [name for name, state in states.items() if state is not State.FRESH]


def planned(todo: Plan, names: list[str]) -> dict[str, Job]:
    """Return a job for each of these figures, which waits for its experiment."""
    drawer = Drawer(todo.store, todo.experiments, todo.drawings, todo.stamps)
    return {
        (title := f"Drawing {name}"): Job(title, partial(drawer, name), [FIGURES[name].experiment], expected=USUAL)
        for name in names
    }


@dataclass(frozen=True)
class Drawer:
    """Draws one figure into the store. It can be sent to another process."""

    store: Store
    experiments: Mapping[str, str]  # their keys
    drawings: Mapping[str, str]  # likewise
    stamps: Mapping[Path, keys.Stamp]

    def __call__(self, name: str, report: Report) -> float:
        """Draw it and return the seconds that it took; ExplainerError names it if it fails."""
        del report
        try:
            return self._draw(name)
        except (ExplainerError, OSError):
            raise
        except Exception as error:
            raise ExplainerError(f"The figure {name} failed with {type(error).__name__}: {error}") from error

    def _draw(self, name: str) -> float:
        import numpy as np

        from explainer import theme  # here, with matplotlib: a build that draws nothing does without

        started = time.perf_counter()
        row = FIGURES[name]
        kept = self.store.load(row.experiment, self.experiments[row.experiment]).arrays
        check_arrays(name, kept)
        arrays = {array: kept[array] for array in row.arrays}
        drawn = row.draw.function()

        def fill(folder: Path) -> None:
            figure = None
            for each in theme.THEMES:
                with theme.settings(each):
                    before, figure = figure, drawn(arrays, each)
                    theme.settle(figure, like=before)
                    (folder / f"{each.name}.svg").write_bytes(theme.to_svg(figure))
                    if each is theme.LIGHT:
                        (folder / "light.png").write_bytes(theme.to_png(figure))
            np.savez(folder / "data.npz", allow_pickle=False, **arrays)
            keys.unchanged(row.draw.module, self.stamps, DRAWER)

        with _uncollected():
            self.store.put("drawings", name, self.drawings[name], fill)
        return time.perf_counter() - started


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no waste meanwhile: a figure's objects are many and live as long as it does; it took a fifth."""
    usual = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if usual:
            gc.enable()
