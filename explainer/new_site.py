"""Lay down the files of the site in a folder, for whoever has the installed package and no checkout."""

from __future__ import annotations

import zipfile
from pathlib import Path

from explainer.errors import ExplainerError
from explainer.keys import PACKAGE

ARCHIVE = PACKAGE / "site.zip"  # written by setup.py: only an installed package has it


def write(folder: Path, archive: Path = ARCHIVE) -> Path:
    """Write pages, hooks and settings of the site into a folder, and return it.

    Raises ExplainerError if the folder holds anything, or if this is a checkout.
    """
    if not archive.is_file():
        raise ExplainerError("This is a checkout: the files of the site are here already. Run: make site")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ExplainerError(f"{folder} is not an empty folder: name a new one.")
    with zipfile.ZipFile(archive) as files:
        files.extractall(folder)
    return folder
