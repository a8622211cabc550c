"""Write down what a build made: results.json and claims.json for readers, manifest.json for the pages."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from explainer import keys, pins, publication
from explainer.build import arrays, cards, edition, images, lab, models, tables
from explainer.build.judge import Judged
from explainer.build.notebooks import NAME, models_of, titled
from explainer.build.plan import SAMPLE, Plan
from explainer.catalogue import EXPERIMENTS, FIGURES, PAGES
from explainer.claims import with_numbers
from explainer.errors import ExplainerError
from explainer.results import Result
from explainer.rows import UNITS, place_of
from explainer.settings import ROOT, Settings

SCHEMA = 1
KEPT = ("manifest.json", "results.json", "timings.json")
PX_PER_PT = 4 / 3  # CSS
MARKER = re.compile(r"<!-- *number: ([\w.]+) *-->")
OTHER = re.compile(r" *<!-- *(?:claim|unclaimed): [^>]*-->")
FILES = {  # the name a figure's file has on the site, and its name in the store
    "svg": ("{}.light.svg", "light.svg"),
    "dark": ("{}.dark.svg", "dark.svg"),
    "png": ("{}.png", "light.png"),
    "data": ("{}.npz", "data.npz"),
}
PUBLIC = ("svg", "dark", "png", "data", "csv", "alt", "sha256")  # what results.json says of a figure


def write(todo: Plan, judged: Mapping[str, Judged]) -> Path:
    """Write the files of this build and return its manifest.

    They are kept under a digest of what they say, so that two builds of one cache never read each other's; copies of
    the latest lie in the cache itself.
    """
    results = {name: todo.store.load(name, key) for name, key in todo.experiments.items()}
    numbers = _numbers(results)
    texts = {name: row["text"] for name, row in numbers.items()}
    figures, files = _figures(todo, texts)
    sheets = {
        row["csv"]: tables.text(table, results[FIGURES[name].experiment].arrays)
        for name, row in figures.items()
        if (table := FIGURES[name].table)
    }
    weights = models.keep(todo, results)
    claims = _claims(judged, texts)
    dataset = {
        "name": todo.source.name,
        **{split: int(numbers[f"data.{split}_images"]["value"]) for split in ("train", "validation", "test")},
        "sha256": todo.source.sha256,
        "fallback": todo.source.fallback,
    }
    public: dict[str, Any] = {
        "schema": SCHEMA,
        "dataset": dataset,
        "numbers": {
            name: {"value": row["value"], "unit": row["unit"], "page": place_of(row["page"])}
            for name, row in numbers.items()
        },
        "figures": {
            name: {
                "page": f"{place_of(figure['page'])}#fig-{name}",
                **{field: figure[field] for field in PUBLIC if field in figure},
            }
            for name, figure in figures.items()
        },
        "provenance": provenance(todo.settings, device=str(results["cnn"].arrays["device"])),
    }
    manifest = {
        "results": public,
        "pages": {page.file: page.title for page in PAGES.values()},
        "numbers": {name: {field: row[field] for field in ("text", "page", "value")} for name, row in numbers.items()},
        "figures": figures,
        "claims": claims,
        "notebooks": _notebooks(todo),
        "models": cards.made(weights, results, todo.settings, dataset, lambda said: _with_texts(said, texts)),
        "arrays": arrays.listed(todo),
        "files": files,
        "edition": edition.made(todo, public["provenance"], results).content(),  # not published: it names the processor
    }
    files[f"notebooks/{publication.SAMPLE}"] = str(
        todo.store.path("samples", SAMPLE, todo.samples[SAMPLE]) / publication.SAMPLE
    )
    seconds = {name: todo.store.seconds("experiments", name, key) for name, key in todo.experiments.items()}
    key = keys.digest(manifest)[:16]
    folder = todo.store.path("builds", todo.source.name, key)
    files |= {name: str(folder / name) for name in ("results.json", "timings.json")}
    files |= {uri: str(folder / Path(uri).name) for uri in sheets}
    files |= {f"{models.FOLDER}/{name}.safetensors": str(file) for name, file in weights.items()}
    files |= arrays.files(todo)
    files |= images.keep(todo)
    files |= lab.keep(todo, results)

    def fill(part: Path) -> None:
        for name, content in (("results", public), ("timings", {"experiments": seconds}), ("manifest", manifest)):
            text = json.dumps(content, indent=1, sort_keys=name != "manifest", ensure_ascii=False)  # pages are in order
            (part / f"{name}.json").write_text(text + "\n", "utf-8")
        for uri, sheet in sheets.items():
            (part / Path(uri).name).write_text(sheet, "utf-8")

    todo.store.put("builds", todo.source.name, key, fill)
    return publish(todo, folder)


def publish(todo: Plan, folder: Path) -> Path:
    """Copy the files of a build into the cache itself and return its manifest."""
    for name in KEPT:
        part = todo.settings.cache / f"{name}.part"  # one name will do: the lock is held
        part.write_bytes((folder / name).read_bytes())
        part.replace(todo.settings.cache / name)
    return folder / "manifest.json"


def _numbers(results: Mapping[str, Result]) -> dict[str, dict[str, Any]]:
    """Return every number by name, in the order of the pages; ExplainerError if two experiments give one name."""
    found: dict[str, dict[str, Any]] = {}
    order = {page.file: place for place, page in enumerate(PAGES.values())}
    for name in sorted(results, key=lambda n: order[EXPERIMENTS[n].page]):
        for number, (value, unit) in results[name].numbers.items():
            if number in found:
                raise ExplainerError(f"Two experiments give the number {number}; one of them is {name}.")
            found[number] = {"value": value, "unit": unit, "text": UNITS[unit](value), "page": EXPERIMENTS[name].page}
    return found


def _figures(todo: Plan, texts: Mapping[str, str]) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """Return what the pages need to know of each figure, and the files to publish by address."""
    figures: dict[str, dict[str, Any]] = {}
    files: dict[str, str] = {}
    order = [page.file for page in PAGES.values()]
    places = dict.fromkeys(order, 0)
    for name, row in FIGURES.items():
        folder = todo.store.path("drawings", name, todo.drawings[name])
        places[row.page] += 1
        uris = {kind: f"figures/{there.format(name)}" for kind, (there, _) in FILES.items()}
        files |= {uris[kind]: str(folder / kept) for kind, (_, kept) in FILES.items()}
        svg = (folder / "light.svg").read_bytes()
        figures[name] = {
            "number": f"{order.index(row.page)}.{places[row.page]}",
            "page": row.page,
            "caption": row.caption,
            "alt": _with_texts(row.alt, texts),
            "said": row.alt,  # with its markers
            "source": arrays.source(row.experiment),
            **_size(svg, name),
            "sha256": hashlib.sha256(svg).hexdigest(),
            **uris,
            **({"csv": f"figures/{name}.csv"} if row.table else {}),
        }
    return figures, files


def _with_texts(alt: str, texts: Mapping[str, str]) -> str:
    """Return an alternative text with its numbers, and without its claims; the check of markers names what is left."""
    return OTHER.sub("", MARKER.sub(lambda marker: texts.get(marker[1], marker[0]), alt))


def _claims(judged: Mapping[str, Judged], texts: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return every claim by name with its page; ExplainerError if two chapters make one of the same name."""
    found: dict[str, dict[str, Any]] = {}
    for chapter, claims in judged.items():
        for name, claim in claims.items():
            if name in found:
                raise ExplainerError(f"Two claims have the name {name}: of {found[name]['page']} and of {chapter}.")
            said = with_numbers(claim["sentence"], texts)
            found[name] = {**claim, "template": claim["sentence"], "sentence": said, "page": PAGES[chapter].file}
    return found


def _notebooks(todo: Plan) -> dict[str, dict[str, Any]]:
    """Return every notebook by the name of its page, in the order of the pages; its file is in the store."""
    found = {}
    for chapter, key in todo.notebooks.items():
        page = PAGES[chapter].file
        place = todo.store.path("notebooks", chapter, key) / NAME
        found[page.removesuffix(".md")] = {
            "page": page,
            "title": titled(chapter),
            "models": models_of(chapter),
            "file": str(place),
        }
    return found


def _size(svg: bytes, name: str) -> dict[str, int]:
    """Return the size of a drawing in CSS pixels, so that a page keeps its place before it is loaded."""
    found = re.search(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if found is None:
        raise ExplainerError(f"The drawing {name} has no size.")
    return {"width": round(float(found[1]) * PX_PER_PT), "height": round(float(found[2]) * PX_PER_PT)}


def provenance(settings: Settings, device: str) -> dict[str, Any]:
    """Return what a build was made with and of: versions, settings, the commit, the device."""
    chosen = {
        field.name: dataclasses.asdict(getattr(settings, field.name))
        for field in dataclasses.fields(settings)
        if field.name in {row.settings for row in EXPERIMENTS.values()}
    }
    return {
        "version": keys.versions("explainer")["explainer"],
        "commit": commit(),
        "settings": chosen,
        "seed": settings.cnn.seed,
        "python": ".".join(map(str, sys.version_info[:3])),
        "packages": keys.versions("matplotlib", "mkdocs", "mkdocs-material", "numpy", "scikit-learn", "torch"),
        "threads": 1,  # of each experiment, however many run at once
        "device": device,
        "pins": pins.in_force(),
    }


def commit(root: Path = ROOT) -> str | None:
    """Return the commit of the tree that is built, marked if the tree has changes; None outside a checkout of its own.

    A tarball that lies inside another repository is no checkout of this one.
    """
    if not (root / ".git").exists():
        return None
    describe = ["git", "describe", "--always", "--abbrev=40", "--dirty=+changes", "--exclude=*"]
    try:
        done = subprocess.run(describe, cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
