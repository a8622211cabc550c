"""`make bench`: how fast training and ascent are beside the tutorial's own way, as ratios of one run.

Beside a value stands what it could be at most, if all of the arithmetic that our side needs went on at the speed of one
large matrix product; a dash where arithmetic is not what takes the time. Both sides compute with the pinned kernels.

The two sides of every ratio take turns, so that a machine that drifts slows both. The tutorial's training is measured
over some of its 10,000 steps and scaled; `--full` runs all of them.
"""

from __future__ import annotations

import explainer  # isort: skip  # noqa: F401  # first of all, for it pins the kernels of what is loaded after it

import argparse
import json
import os
import sys

import ascent
import clock
import lab
import scaling
import serving
import training

from explainer.data.sources import find
from explainer.settings import ROOT, SMALL_CNN, CnnSettings, from_environment


def main() -> None:
    """Measure, print a table, write build/bench.json."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="run all 10,000 steps of the tutorial's training")
    parser.add_argument("--rounds", type=int, default=10, help="turns, and trainings from different seeds (default 10)")
    asked = parser.parse_args()
    source = find(from_environment().data)
    dataset = source.load()
    site = SMALL_CNN if source.name == "digits" else CnnSettings()
    clock.one_thread()
    results: dict[str, object] = {"dataset": source.name, "threads": os.cpu_count(), "rounds": asked.rounds}
    parts = (
        ("ascent", lambda: ascent.measure(asked.rounds)),
        ("scaling", lambda: scaling.measure(dataset, site)),
        ("serving", lambda: serving.measure(asked.rounds)),
        ("lab", lambda: lab.measure(asked.rounds)),
        ("training", lambda: training.measure(dataset, site, asked.rounds, full=asked.full)),
    )
    for name, measure in parts:
        print(f"Measuring {name} …", file=sys.stderr, flush=True)
        results |= measure()
    out = ROOT / "build" / "bench.json"
    out.parent.mkdir(exist_ok=True)
    limits = {name: each.limit for name, each in results.items() if isinstance(each, clock.Beside)}
    values = {name: each.value if isinstance(each, clock.Beside) else each for name, each in results.items()}
    out.write_text(json.dumps(values | {"limits": limits}, indent=1) + "\n", "utf-8")
    print(f"{'':<34} {'measured':>10} {'limit':>10}")
    for name, value in values.items():
        limit = f"{limits[name]:.4g}" if name in limits else "–"
        print(f"{name:<34} {f'{value:.4g}' if isinstance(value, float) else str(value):>10} {limit:>10}")
    print(f"\nWritten: {out.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
