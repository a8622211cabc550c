"""Wheel and sdist of what is committed: the same commit gives the same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from importlib.metadata import version
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from explainer.errors import ExplainerError

UMASK = 0o022  # of those who build: what they write into a wheel keeps its mode


def build(root: Path) -> list[Path]:
    """Build wheel and sdist of a checkout's newest commit into its dist/, and return them.

    Raises ExplainerError if they cannot be built or are not in order.
    """
    out = (root / "dist").resolve()
    shutil.rmtree(out, ignore_errors=True)
    seconds = git(root, "log", "-1", "--format=%ct").strip()
    with tempfile.TemporaryDirectory() as place:  # so that nothing that lies about in the checkout gets in
        committed = subprocess.run(["git", "archive", "HEAD"], cwd=root, capture_output=True, check=True).stdout
        with tarfile.open(fileobj=BytesIO(committed)) as tree:
            extract(tree, Path(place))
        isolation = ["--no-isolation"] if _prepared(root) else []
        _run(["build", "--outdir", str(out), *isolation, "."], Path(place), SOURCE_DATE_EPOCH=seconds)
    made = sorted(out.iterdir())
    if find_spec("twine"):
        _run(["twine", "check", "--strict", *map(str, made)], root)
    return made


def extract(tree: tarfile.TarFile, place: Path) -> None:
    """Unpack an archive of ours into a folder, with the modes of a usual checkout: a wheel keeps the modes of files."""
    if hasattr(tarfile, "data_filter"):  # from Python 3.11.4 on
        tree.extractall(place, filter="data")
    else:
        tree.extractall(place)
    for path in place.rglob("*"):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def git(root: Path, *arguments: str) -> str:
    """Return what git says of a checkout; ExplainerError if it says that something is wrong."""
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True)
    if done.returncode:
        raise ExplainerError(f"git {arguments[0]} failed: {done.stderr.strip()}. A release is made in a checkout.")
    return done.stdout


def _prepared(root: Path) -> bool:
    """Return whether this environment has what builds the package, as pyproject.toml pins it."""
    (wanted,) = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    name, _, pinned = wanted.partition("==")
    return find_spec(name) is not None and version(name) == pinned


def _run(module: list[str], place: Path, **environment: str) -> None:
    command = [sys.executable, "-m", *module]
    env = {**os.environ, **environment}
    done = subprocess.run(command, cwd=place, env=env, umask=UMASK, capture_output=True, text=True)
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines()
        raise ExplainerError(f"{module[0]} failed: {said[-1] if said else 'it gave no reason'}")
