"""A digest of every file of the site, as `sha256sum --check SHA256SUMS` reads it."""

from __future__ import annotations

import hashlib
from pathlib import Path

NAME = "SHA256SUMS"
APART = (NAME, "timings.json")  # times differ from build to build, and nothing else does


def write(site: Path) -> None:
    """Write the digests of all files in that folder into one more, sorted by name."""
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    lines = [
        f"{hashlib.sha256(files[name].read_bytes()).hexdigest()}  {name}\n"
        for name in sorted(files)
        if name not in APART
    ]
    (site / NAME).write_text("".join(lines), "utf-8")
