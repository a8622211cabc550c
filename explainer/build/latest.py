"""The manifest of the latest build: where it was made of the very same things, it is that of this build too."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from explainer import keys, pins, tables
from explainer.build import images, lab, models, write
from explainer.build.plan import KINDS, Plan
from explainer.catalogue import PAGES
from explainer.store import RECORD, State


def manifest(todo: Plan) -> Path | None:
    """Return the kept manifest, if it and all that it was made of are there and sound."""
    key = tables.read(_file(todo), made_by=_inputs(todo)).get("key", "")
    sound = all(state is State.FRESH for kind in KINDS for state in todo.states(kind).values())
    sound = sound and models.sound(todo) and images.sound(todo) and lab.sound(todo)
    if not sound or todo.store.state("builds", todo.source.name, key) is not State.FRESH:
        return None
    return write.publish(todo, todo.store.path("builds", todo.source.name, key))


def remember(todo: Plan, place: Path) -> None:
    """Keep in mind which manifest came of what is there."""
    tables.write(_file(todo), {"key": place.parent.name}, made_by=_inputs(todo))


def _file(todo: Plan) -> Path:
    return todo.settings.cache / f"latest-{todo.source.name}.json"


def _inputs(todo: Plan) -> str:
    """Return all that a manifest says or depends on; the records of things have the digests of their files."""
    records = {
        f"{kind}/{name}": hashlib.sha256((todo.store.path(kind, name, key) / RECORD).read_bytes()).hexdigest()
        for kind in KINDS
        for name, key in getattr(todo, kind).items()
        if (todo.store.path(kind, name, key) / RECORD).is_file()
    }
    parts = {
        "records": records,
        "keys": [getattr(todo, kind) for kind in KINDS],
        "words": repr(PAGES),
        "code": todo.tree.source("explainer.build.write"),
        "source": [todo.source.name, todo.source.sha256, todo.source.fallback],
        "provenance": write.provenance(todo.settings, device=keys.device()),
        "processor": pins.processor(),
        "cache": str(todo.settings.cache),
    }
    return json.dumps(parts, sort_keys=True)
