"""What pyproject.toml has no words for: the wheel carries the files of the site, and archives are the same bytes again.

Times are those of SOURCE_DATE_EPOCH where it is set, as `make release` sets it; modes are those of any checkout.
"""

import gzip
import os
import tarfile
import zipfile
from pathlib import Path
from time import gmtime

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

HERE = Path(__file__).resolve().parent
SITE = (  # what `mkdocs build` reads beside the package
    "CITATION.cff",
    "LICENSE",
    "constraints.txt",
    "docs",
    "editions",
    "hooks",
    "mkdocs.yml",
    "overrides",
    "package-lock.json",
    "package.json",
    "recipes",
    "redirects.yml",
)
LEFT_OUT = ("__pycache__",)
OLDEST = 315532800  # the first time that a zip can hold: 1 January 1980


def _seconds() -> int:
    return int(os.environ.get("SOURCE_DATE_EPOCH", OLDEST))


def _files(place: Path) -> list[Path]:
    """Return a file, or all files below a folder, hidden ones apart."""
    found = sorted(place.rglob("*")) if place.is_dir() else [place]
    return [path for path in found if path.is_file() and not any(map(_hidden, path.relative_to(HERE).parts))]


def _hidden(part: str) -> bool:
    return part.startswith(".") or part in LEFT_OUT


class BuildPy(build_py):
    """Puts the files of the site into the package as site.zip, from which `new-site` unpacks them."""

    def run(self) -> None:
        """Build the package, then its archive; an editable installation reads the files where they are."""
        super().run()
        if self.editable_mode:
            return
        with zipfile.ZipFile(self._archive, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in (file for name in SITE for file in _files(HERE / name)):
                when = gmtime(max(_seconds(), OLDEST))[:6]
                entry = zipfile.ZipInfo(path.relative_to(HERE).as_posix(), when)
                entry.external_attr = 0o100644 << 16
                archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """Say what has been written."""
        return [*super().get_outputs(include_bytecode), *([] if self.editable_mode else [self._archive])]

    @property
    def _archive(self) -> str:
        return str(Path(self.build_lib, "explainer", "site.zip"))


class Sdist(sdist):
    """Writes an archive in which no clock, user or umask shows."""

    def make_archive(self, base_name: str, *_: object, base_dir: str, **__: object) -> str:
        """Archive the release tree, sorted by name."""
        name = f"{base_name}.tar.gz"
        with (
            open(name, "wb") as out,
            gzip.GzipFile("", "wb", fileobj=out, mtime=_seconds()) as packed,
            tarfile.open(mode="w", fileobj=packed, format=tarfile.PAX_FORMAT) as archive,
        ):
            for path in sorted(Path(base_dir).rglob("*")):
                archive.add(path, path.as_posix(), recursive=False, filter=_plain)
        return name


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = _seconds()
    entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
    return entry


setup(cmdclass={"build_py": BuildPy, "sdist": Sdist})
