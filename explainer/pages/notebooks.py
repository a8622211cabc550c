"""The notebooks that a build has run: where each is on the site, and all of them with what they need."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from explainer.pages import notebook
from explainer.pages.manifest import Manifest

FOLDER = "notebooks"  # on the site
TOGETHER = "explainer-notebooks"
ALL = f"{FOLDER}/{TOGETHER}.zip"
TERMS = "LICENSES.txt"  # in the zip
OF_MNIST = (
    "MNIST. According to Keras (https://keras.io/api/datasets/mnist/), Yann LeCun and Corinna Cortes hold the\n"
    "    copyright, and give it under CC BY-SA 3.0: https://creativecommons.org/licenses/by-sa/3.0/"
)
OF_SCANS = (
    "Alpaydin's and Kaynak's scans, given by the UCI repository under CC BY 4.0:\n"
    "    https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits\n"
    "    https://creativecommons.org/licenses/by/4.0/"
)
AN_HOUR = 3600  # seconds: whoever writes is done long before
KEPT = 6  # versions: an author and a build may go on beside each other
# Of what runs in this process, and not of what has been edited since.
_CODE = [path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("*.py"))]
_WHEN = (1980, 1, 1, 0, 0, 0)  # of every file in the zip: the same bytes every time


def page_of(name: str) -> str:
    """Return the page of the notebook of that name, as MkDocs knows it."""
    return f"{FOLDER}/{name}/index.ipynb"


def download_of(name: str) -> str:
    """Return the address of the file to download."""
    return f"{FOLDER}/{name}.ipynb"


def files(manifest: Manifest, home: str, cache: Path) -> dict[str, Path]:
    """Return what to publish by address, written afresh if anything of it has changed. home: the site's, or empty."""
    made_of = [_CODE, home, manifest.notebooks, manifest.pages, _needed(manifest)]
    key = hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:16]
    folder = cache / "companions" / key
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".part-", dir=folder.parent, ignore_cleanup_errors=True) as part:
            _write(Path(part) / key, manifest, home)
            try:
                (Path(part) / key).rename(folder)
            except OSError:
                if not folder.is_dir():  # else another MkDocs was here meanwhile
                    raise
        versions = sorted(folder.parent.glob("[!.]*"), key=lambda path: path.stat().st_mtime)
        for old in (*versions[:-KEPT], *_left(folder.parent)):
            shutil.rmtree(old, ignore_errors=True)
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in found}


def _left(folder: Path) -> Iterator[Path]:
    """Yield what a MkDocs that was killed has left behind."""
    for part in folder.glob(".part-*"):
        if time.time() - part.stat().st_mtime > AN_HOUR:
            yield part


def _needed(manifest: Manifest) -> dict[str, str]:
    """Return the files that notebooks read, by their names in the zip."""
    models = {model for row in manifest.notebooks.values() for model in row["models"]}
    found = {f"models/{model}.safetensors": manifest.files[f"models/{model}.safetensors"] for model in sorted(models)}
    return found | {"sample.npz": manifest.files[f"{FOLDER}/sample.npz"]}


def _write(folder: Path, manifest: Manifest, home: str) -> None:
    for name, row in manifest.notebooks.items():
        executed = json.loads(Path(row["file"]).read_text("utf-8"))
        page, pictures = notebook.as_page(executed, name, manifest)
        beside = folder / FOLDER / name
        beside.mkdir(parents=True)
        for file, picture in pictures.items():
            (beside / file).write_text(picture, "utf-8")
        (folder / page_of(name)).write_text(_text(page), "utf-8")
        (folder / download_of(name)).write_text(_text(notebook.as_download(executed, manifest, home)), "utf-8")
    inside = {f"{name}.ipynb": str(folder / download_of(name)) for name in manifest.notebooks} | _needed(manifest)
    with zipfile.ZipFile(folder / ALL, "w") as packed:
        contents = {file: Path(path).read_bytes() for file, path in inside.items()}
        for file, content in sorted((contents | {TERMS: _terms(manifest, home).encode()}).items()):
            entry = zipfile.ZipInfo(f"{TOGETHER}/{file}", _WHEN)
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content, zipfile.ZIP_DEFLATED)


def _terms(manifest: Manifest, home: str) -> str:
    """Return on what terms all of this may be used. It is said at length where the images are explained."""
    digits = manifest.results["dataset"]["name"] == "digits"
    where = f"{home}data/#which-digits-these-are" if home else "“Which digits these are”, on the page of the images"
    return f"""\
The code and the models
    Copyright (c) 2026 The explainer authors. MIT License: https://opensource.org/license/mit

The images, in sample.npz and in the notebooks
    {OF_SCANS if digits else OF_MNIST}

More of this: {where}
"""


def _text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def linked(manifest: Manifest, name: str) -> str:
    """Return the line by which a chapter leads to its notebook."""
    row = manifest.notebooks[name]
    return (
        f"**Run it yourself**: [{row['title']}]({page_of(name)}), a notebook "
        f"([.ipynb]({download_of(name)})).\n{{ .run-it }}"
    )


def table(manifest: Manifest) -> str:
    """Return a table of all notebooks with their chapters."""
    rows = [
        f"| [{row['title']}]({page_of(name)}) | [{manifest.pages[row['page']]}]({row['page']}) | "
        f"[{name}.ipynb]({download_of(name)}) |"
        for name, row in manifest.notebooks.items()
    ]
    return "\n".join(["| notebook | goes with | file |", "|---|---|---|", *rows])


def titles(notebooks: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the title of each page of a notebook."""
    return {page_of(name): row["title"] for name, row in notebooks.items()}
