"""What has to agree before a version is released: package, citation, changelog, editions, tag and addresses."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import yaml

from explainer import addresses, editions
from explainer.archives import git
from explainer.editions import comparison
from explainer.editions.comparison import Outcome
from explainer.errors import ExplainerError

HEADING = re.compile(r"^## (?P<version>\S+) \((?P<date>[^)]*)\)$", re.MULTILINE)
EDITION = re.compile(r"^- \*\*Edition (\d+)\*\*", re.MULTILINE)
ADDRESSES = Path("editions", "addresses.txt")
FEW = 3  # addresses in a line


@dataclass(frozen=True)
class Release:
    """What the files of a checkout say of the release that it would be."""

    version: str  # of pyproject.toml: the others have to agree
    citation: dict[str, Any]
    zenodo: dict[str, Any]
    changelog: str
    editions: dict[str, dict[str, Any]]

    @classmethod
    def read(cls, root: Path) -> Release:
        """Read them; ExplainerError names the first that cannot be read."""
        name = ""
        try:
            name = "pyproject.toml"
            package = tomllib.loads((root / name).read_text("utf-8"))["project"]["version"]
            name = "CITATION.cff"
            citation = dict(yaml.safe_load((root / name).read_text("utf-8")))
            name = ".zenodo.json"
            zenodo = dict(json.loads((root / name).read_text("utf-8")))
            name = "CHANGELOG.md"
            changelog = (root / name).read_text("utf-8")
            editions = {}
            for path in sorted((root / "editions").glob("*.json")):
                name = f"editions/{path.name}"
                editions[name] = dict(json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
            raise ExplainerError(f"{name} cannot be read: {' '.join(str(error).split())}") from error
        return cls(package, citation, zenodo, changelog, editions)

    @property
    def tag(self) -> str:
        """The tag of this version."""
        return f"v{self.version}"


def problems(root: Path, site: Path, manifest: Path, tag: str | None = None) -> list[str]:
    """Return a line for each thing that does not agree with the version of pyproject.toml; none if it can be released.

    root: the checkout; site: the site that was built of it; manifest: that of the build which the site is of, in the
    cache; tag: the one that is released, if it has been pushed.
    """
    release = Release.read(root)
    return [
        *_versions(release),
        *_changelog(release),
        *_repository(release, root, tag),
        *_site(root, site, manifest),
        *_addresses(root, site),
    ]


def _versions(release: Release) -> Iterator[str]:
    try:
        installed = version("explainer")
    except PackageNotFoundError:
        installed = "missing"
    said = {
        "CITATION.cff": str(release.citation.get("version")),
        ".zenodo.json": str(release.zenodo.get("version", release.version)),  # it need not say one
        "The installed package": installed,
    }
    for name, each in said.items():
        if each != release.version:
            yield f"{name} is of version {each}, pyproject.toml of {release.version}"


def _changelog(release: Release) -> Iterator[str]:
    newest = HEADING.search(release.changelog)
    if newest is None or newest["version"] != release.version:
        found = newest["version"] if newest else "none"
        yield f"The newest version in CHANGELOG.md is {found}, in pyproject.toml {release.version}"
        return
    try:
        released = str(release.citation.get("date-released"))  # YAML reads a date, and a text where it is in quotes
        if date.fromisoformat(newest["date"]).isoformat() != released:
            yield f"CITATION.cff was released {released}, CHANGELOG.md on {newest['date']}"
    except ValueError:
        yield f"CHANGELOG.md has no date for {release.version}: it says {newest['date']}"
    yield from _editions(release)


def _editions(release: Release) -> Iterator[str]:
    """An edition that nothing has changed since stays that of the version that it was made with."""
    heads = [*HEADING.finditer(release.changelog)]
    ends = [*(head.start() for head in heads[1:]), len(release.changelog)]
    told = {
        head["version"]: [int(number) for number in EDITION.findall(release.changelog, head.end(), end)]
        for head, end in zip(heads, ends, strict=True)
    }
    for name, edition in release.editions.items():
        number, of = edition.get("number"), edition.get("version")
        if number not in told.get(of, []):
            yield f"{name} is edition {number} of version {of}, under which CHANGELOG.md does not name it"
    newest = max((number for numbers in told.values() for number in numbers), default=0)
    if newest > (made := max((each.get("number", 0) for each in release.editions.values()), default=0)):
        yield f"CHANGELOG.md tells of edition {newest}, and the newest in editions/ is {made}"


def _repository(release: Release, root: Path, tag: str | None) -> Iterator[str]:
    if tag not in (None, release.tag):
        yield f"The tag is {tag}, and of version {release.version} it would be {release.tag}"
    for line in git(root, "status", "--porcelain").splitlines():
        yield f"{line[3:]} is not committed"
    here = git(root, "tag", "--points-at", "HEAD").split()
    if release.tag not in here and git(root, "tag", "--list", release.tag).strip():
        yield f"{release.tag} is another commit: a new release needs a new version"
    for other in here:
        if re.match(r"v\d", other) and other != release.tag:
            yield f"This commit is tagged {other}, and is of version {release.version}"


def _site(root: Path, site: Path, manifest: Path) -> Iterator[str]:
    try:
        results = json.loads((site / "results.json").read_text("utf-8"))
        commit, dataset = results["provenance"]["commit"], results["dataset"]["name"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ExplainerError(f"There is no built site in {site}: {error}. Run: make site") from error
    if commit != (here := git(root, "rev-parse", "HEAD").strip()):
        yield f"The site was built of {commit}, not of {here}: make site"
    if dataset != "mnist":
        yield f"The site was built on {dataset}, not on mnist"
        return
    made = editions.built(manifest)
    if json.loads(manifest.read_text("utf-8")).get("results") != results:
        yield f"The newest build in {manifest.parent} is not that of {site}: make site"
        return
    compared = comparison.compare(made, editions.committed(dataset, root / editions.FOLDER.name))
    if compared.outcome in (*comparison.BAD, Outcome.OTHER_SETTINGS, Outcome.NO_EDITION):
        yield f"The site {compared.line}: make edition"


def _addresses(root: Path, site: Path) -> Iterator[str]:
    there, kept = addresses.of(site), addresses.kept(root / ADDRESSES)
    for what, remedy, found in (
        ("gone from the site", "redirects.yml can lead to where they went", kept - there),
        (f"not in {ADDRESSES}", "python -m explainer release --addresses", there - kept),
    ):
        if found:
            some = ", ".join(sorted(found)[:FEW]) + (f" and {len(found) - FEW} more" if len(found) > FEW else "")
            yield f"{len(found)} addresses are {what}: {some}; {remedy}"
