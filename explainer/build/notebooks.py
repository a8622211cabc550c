"""Run the stale notebooks: a chapter's notebook.py, cell by cell, on the models that this build has trained.

They run in a process of the build, which has the libraries at hand; a kernel of its own for each would take longer to
start than the cells to run. What they print and show is what Jupyter would have in the same place, if a cell prints
first and shows one thing at its end; a test compares them. A cell that fails or warns stops the build.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explainer import keys, publication
from explainer.build import models
from explainer.build.plan import LOOK, NOTEBOOKS, SAMPLE, Plan, notebook_of
from explainer.build.pool import Job
from explainer.build.run import one_thread
from explainer.catalogue import PAGES
from explainer.data import handed
from explainer.errors import ExplainerError
from explainer.models import Report
from explainer.progress import Progress
from explainer.store import State, Store

if TYPE_CHECKING:
    from nbformat import NotebookNode

USUAL = 1.0  # seconds for a notebook
SAMPLING = "Taking a sample of the images"
NAME = "notebook.ipynb"  # in the store
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def stale(todo: Plan, progress: Progress) -> list[str]:
    """Return the chapters whose notebooks have to be run."""
    states = todo.states("notebooks")
    for chapter, state in states.items():
        if state is State.DAMAGED:
            progress.say(f"The kept notebook of {chapter} is damaged and is made again")
    return [chapter for chapter, state in states.items() if state is not State.FRESH]


def planned(todo: Plan, chapters: list[str], data: Path) -> dict[str, Job]:
    """Return a job for each of these notebooks, which waits for the models that it reads, and one for the images."""
    runner = Runner(todo.store, todo.experiments, todo.samples[SAMPLE], todo.notebooks, todo.stamps)
    found = {
        (title := f"Running the notebook of {chapter}"): Job(
            title, partial(runner, chapter), (*models_of(chapter), SAMPLING), expected=USUAL
        )
        for chapter in chapters
    }
    if unsampled(todo):
        sampler = Sampler(todo.store, todo.samples[SAMPLE], todo.stamps, data)
        found[SAMPLING] = Job(SAMPLING, sampler, expected=USUAL)
    return found


def unsampled(todo: Plan) -> bool:
    """Return whether the images that are published have to be taken from the data set."""
    return todo.states("samples")[SAMPLE] is not State.FRESH


@dataclass(frozen=True)
class Sampler:
    """Keeps the images that are published with the models. It can be sent to another process."""

    store: Store
    key: str
    stamps: Mapping[Path, keys.Stamp]
    data: Path

    def __call__(self, report: Report) -> float:
        """Write them and return the seconds that it took."""
        import numpy as np

        del report
        started = time.perf_counter()
        arrays = publication.sample(handed.read(self.data))

        def fill(folder: Path) -> None:
            np.savez_compressed(folder / publication.SAMPLE, allow_pickle=False, **arrays)
            keys.unchanged(publication.__name__, self.stamps, NOTEBOOKS)

        self.store.put("samples", SAMPLE, self.key, fill)
        return time.perf_counter() - started


def models_of(chapter: str) -> tuple[str, ...]:
    """Return the experiments whose models a chapter's notebook reads."""
    row = PAGES[chapter].notebook
    assert row is not None
    return row.models


@dataclass(frozen=True)
class Runner:
    """Runs the notebook of one chapter and keeps it with its outputs. It can be sent to another process."""

    store: Store
    experiments: Mapping[str, str]  # their keys
    sample: str  # the key of the images
    notebooks: Mapping[str, str]  # the keys of all of them
    stamps: Mapping[Path, keys.Stamp]

    def __call__(self, chapter: str, report: Report) -> float:
        """Run it and return the seconds that it took; ExplainerError names the cell that fails."""
        started = time.perf_counter()
        module = notebook_of(chapter)
        with tempfile.TemporaryDirectory() as folder:
            self._publish(chapter, Path(folder))
            with _variables({publication.FOLDER: folder, publication.THEMES: "both"}), one_thread():
                made = executed(_source(module), chapter, report)

        def fill(folder: Path) -> None:
            (folder / NAME).write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")
            keys.unchanged(module, self.stamps, [*NOTEBOOKS, *keys.closure(LOOK)])

        seconds = time.perf_counter() - started
        self.store.put("notebooks", chapter, self.notebooks[chapter], fill, seconds)
        return seconds

    def _publish(self, chapter: str, folder: Path) -> None:
        """Write what the notebook reads: it finds here what others find on the site."""
        models.write(
            {name: self.store.load(name, self.experiments[name]).arrays for name in models_of(chapter)}, folder
        )
        (folder / "models").mkdir(exist_ok=True)
        images = self.store.path("samples", SAMPLE, self.sample) / publication.SAMPLE
        shutil.copyfile(images, folder / publication.SAMPLE)


def titled(chapter: str) -> str:
    """Return the title of a chapter's notebook: its first heading. ExplainerError if it does not begin with one."""
    lines = _source(notebook_of(chapter)).splitlines()
    if lines[:1] != ["# %% [markdown]"] or not lines[1].startswith("# # "):
        raise ExplainerError(f"The notebook of {chapter} does not begin with its title.")
    return lines[1].removeprefix("# # ")


def _source(module: str) -> str:
    path = keys.file_of(module)
    assert path is not None
    return path.read_text("utf-8")


@contextmanager
def _variables(given: Mapping[str, str]) -> Iterator[None]:
    """Set variables of the environment for a while."""
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def unexecuted(text: str) -> NotebookNode:
    """Return the notebook that a text in the percent format is, without outputs: the same bytes every time."""
    import jupytext
    from nbformat import v4

    read = jupytext.reads(text, fmt="py:percent")
    cells = []
    for place, cell in enumerate(read.cells, start=1):
        make = v4.new_markdown_cell if cell.cell_type == "markdown" else v4.new_code_cell
        cells.append(make(cell.source, id=f"cell-{place}"))
    made: NotebookNode = v4.new_notebook(
        cells=cells, metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}}
    )
    return made


def executed(text: str, name: str, report: Report) -> NotebookNode:
    """Return the same with its outputs; ExplainerError names the cell that fails, and says with what."""
    notebook = unexecuted(text)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    with _shell() as shell:
        for count, cell in enumerate(code, start=1):
            cell.execution_count = count
            cell.outputs = _outputs(shell, cell.source, count, f"The notebook of {name}, cell {cell.id}")
            report(count, len(code))
    return notebook


@contextmanager
def _shell() -> Iterator[Any]:
    """Give an IPython of its own, which reads and writes nothing of its user's."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    with tempfile.TemporaryDirectory() as folder, _variables({"IPYTHONDIR": folder}):
        try:
            yield InteractiveShell.instance(config=config)  # the one that `display` and what captures it know
        finally:
            InteractiveShell.clear_instance()


def _outputs(shell: Any, source: str, count: int, where: str) -> list[NotebookNode]:
    """Run a cell and return what it prints, and what it shows."""
    from IPython.core.displayhook import CapturingDisplayHook
    from IPython.core.displaypub import CapturingDisplayPublisher
    from nbformat import v4

    shell.display_pub = CapturingDisplayPublisher()
    shown = shell.display_pub.outputs
    shell.display_trap.hook = CapturingDisplayHook(shell=shell, outputs=shown)
    with redirect_stdout(StringIO()) as printed, redirect_stderr(StringIO()) as complaints:
        outcome = shell.run_cell(source)
    error = outcome.error_before_exec or outcome.error_in_exec
    if isinstance(error, Exception):
        raise ExplainerError(f"{where}: {type(error).__name__}: {error}")
    if error is not None:
        raise error  # an interrupt, which IPython takes for a mistake of the cell
    if complaints.getvalue():
        raise ExplainerError(f"{where} warns: {complaints.getvalue().strip().splitlines()[-1]}")
    said = printed.getvalue()
    return [
        *([v4.new_output("stream", name="stdout", text=said)] if said else []),
        *(
            v4.new_output("execute_result", data=each["data"], metadata=each["metadata"] or {}, execution_count=count)
            for each in shown
        ),
    ]
