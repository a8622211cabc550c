"""A build beside an edition: equal to the last bit where kernels are pinned, within tolerances where they cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from explainer import editions
from explainer.editions import Edition, Number
from explainer.editions.tolerances import allowed

FEW = 3  # names in a line


class Outcome(Enum):
    """What a comparison came to."""

    NO_EDITION = "there is no edition to compare with"
    OTHER_SETTINGS = "other settings"
    AGREES = "agrees"
    DIFFERS = "differs"
    WITHIN = "within tolerance"
    OUTSIDE = "outside the tolerance"


BAD = (Outcome.DIFFERS, Outcome.OUTSIDE)


@dataclass(frozen=True)
class Difference:
    """What a build and an edition do not have alike, each as a text; empty where one has none of that name."""

    kind: str  # number, figure, model, arrays or setting
    name: str
    edition: str
    build: str
    by: str = ""


@dataclass(frozen=True)
class Comparison:
    """A build, the edition of its data set if there is one, and how they differ."""

    outcome: Outcome
    build: Edition
    edition: Edition | None = None
    differences: list[Difference] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """The outcome in words, to go on with “This build …”. It is the same on every machine that agrees."""
        images = self.build.dataset["name"]
        number = f"edition {self.edition.number}" if self.edition else ""
        numbers = f"{len(self.build.numbers):,} numbers"
        said = {
            Outcome.NO_EDITION: f"has no edition to compare with: there is none on these images ({images})",
            Outcome.OTHER_SETTINGS: f"is not compared with {number}, for its settings differ",
            Outcome.AGREES: f"agrees with {number} in all {numbers} and {len(self.build.figures):,} figures",
            Outcome.DIFFERS: f"differs from {number} in {self._counted()}",
            Outcome.WITHIN: f"is within tolerance of {number} in all {numbers}",
            Outcome.OUTSIDE: f"is outside the tolerance of {number} in {self._counted()}",
        }
        return said[self.outcome]

    @property
    def line(self) -> str:
        """The verdict with the first names of what differs, and why no more was asked of this machine."""
        names = [each.name for each in self.differences]
        more = f" and {len(names) - FEW} more" if names[FEW:] else ""
        listed = f": {', '.join(names[:FEW])}{more}" if names else ""
        return f"{self.verdict}{listed}{f'; {self.reason}' if self.reason else ''}"

    @property
    def reason(self) -> str:
        """Why this build cannot be asked for the same bits, if it was asked for numbers within tolerance only."""
        if self.outcome not in (Outcome.WITHIN, Outcome.OUTSIDE):
            return ""
        return f"the same bits cannot be asked of it: {'; '.join(self.build.machine['departures'])}"

    def _counted(self) -> str:
        kinds = [each.kind for each in self.differences]
        said = [f"{kinds.count(kind):,} {kind}{'s' * (kinds.count(kind) > 1)}" for kind in dict.fromkeys(kinds)]
        return ", ".join(said)


def of(manifest: Path) -> Comparison:
    """Return how a build compares with the committed edition of its data set."""
    build = editions.built(manifest)
    return compare(build, editions.committed(build.dataset["name"]))


def compare(build: Edition, edition: Edition | None) -> Comparison:
    """Return how a build and the edition of its data set differ, by what can be asked of the build's machine."""
    if edition is None or edition.dataset != build.dataset:
        return Comparison(Outcome.NO_EDITION, build)
    if settings := list(_settings(build.settings, edition.settings)):
        return Comparison(Outcome.OTHER_SETTINGS, build, edition, settings)
    if build.machine["departures"]:
        numbers = list(_numbers(build, edition, within=True))
        return Comparison(Outcome.OUTSIDE if numbers else Outcome.WITHIN, build, edition, numbers)
    differences = [
        *_numbers(build, edition, within=False),
        *_figures(build.figures, edition.figures),
        *_digests("model", build.models, edition.models),
        *_digests("experiment", build.experiments, edition.experiments),
    ]
    return Comparison(Outcome.DIFFERS if differences else Outcome.AGREES, build, edition, differences)


def _numbers(build: Edition, edition: Edition, *, within: bool) -> Iterator[Difference]:
    for name in sorted({*build.numbers, *edition.numbers}):
        now, then = build.numbers.get(name), edition.numbers.get(name)
        if now == then:
            continue
        if now is None or then is None or now[1:] != then[1:]:
            yield Difference("number", name, _said(then), _said(now))
        elif not (within and abs(now[0] - then[0]) <= allowed(now)):
            yield Difference("number", name, _said(then), _said(now), f"{now[0] - then[0]:+.2g}")


def _figures(build: Mapping[str, Mapping[str, str]], edition: Mapping[str, Mapping[str, str]]) -> Iterator[Difference]:
    for name in sorted({*build, *edition}):
        now, then = build.get(name, {}), edition.get(name, {})
        parts = [part for part in sorted({*now, *then}) if now.get(part) != then.get(part)]
        if parts:
            yield Difference("figure", name, "there" if then else "", "there" if now else "", ", ".join(parts))


def _digests(kind: str, build: Mapping[str, str], edition: Mapping[str, str]) -> Iterator[Difference]:
    for name in sorted({*build, *edition}):
        now, then = build.get(name, ""), edition.get(name, "")
        if now != then:
            yield Difference(kind, name, then[:12], now[:12])


def _settings(build: Mapping[str, Any], edition: Mapping[str, Any]) -> Iterator[Difference]:
    now, then = dict(_flat(build)), dict(_flat(edition))
    for name in sorted({*now, *then}):
        if now.get(name) != then.get(name):
            yield Difference("setting", name, str(then.get(name, "")), str(now.get(name, "")))


def _flat(settings: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _said(number: Number | None) -> str:
    return f"{number[0]:.8g} ({number[1]})" if number else ""
