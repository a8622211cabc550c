"""How to cite a page or a figure, in the forms that people and programs read. CITATION.cff says of what and by whom."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from explainer.errors import ExplainerError
from explainer.pages import notebooks
from explainer.pages.manifest import Manifest
from explainer.rows import place_of
from explainer.settings import ROOT

FILE = ROOT / "CITATION.cff"
FORMS = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}  # the files of each page, by how their names end
SHORT = 12  # digits of a commit that tell it from all others
LICENCES = "https://spdx.org/licenses/{}.html"


@dataclass(frozen=True)
class Author:
    """A person by two names, or a group by its own alone."""

    family: str
    given: str = ""

    @property
    def csl(self) -> dict[str, str]:
        """As CSL has it."""
        return {"family": self.family, "given": self.given} if self.given else {"literal": self.family}

    @property
    def person(self) -> Person:
        """As BibTeX has it: braces keep the name of a group whole."""
        return Person(first=self.given, last=self.family) if self.given else Person(last=f"{{{self.family}}}")

    @property
    def inverted(self) -> str:
        """Family, Given."""
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def initialled(self) -> str:
        """Family, G. H."""
        initials = " ".join(f"{name[0]}." for name in self.given.split())
        return f"{self.family}, {initials}" if initials else self.family


@dataclass(frozen=True)
class Metadata:
    """What CITATION.cff says of the whole site."""

    title: str
    authors: tuple[Author, ...]
    version: str
    license: str
    abstract: str
    keywords: tuple[str, ...]
    released: date

    @classmethod
    def load(cls, path: Path = FILE) -> Metadata:
        """Read the file; ExplainerError says in one line why it cannot be read."""
        try:
            said = yaml.safe_load(path.read_text("utf-8"))
            return cls(
                title=said["title"],
                authors=tuple(_author(each) for each in said["authors"]),
                version=str(said["version"]),
                license=said["license"],
                abstract=" ".join(said["abstract"].split()),
                keywords=tuple(said["keywords"]),
                released=date.fromisoformat(str(said["date-released"])),
            )
        except KeyError as error:
            raise ExplainerError(f"{path.name} does not say {error}.") from error
        except (OSError, ValueError, TypeError, AttributeError, yaml.YAMLError) as error:
            raise ExplainerError(f"{path.name} cannot be read: {' '.join(str(error).split())}") from error

    @property
    def seconds(self) -> str:
        """When the version was released, as SOURCE_DATE_EPOCH has it: midnight in UTC."""
        return f"{datetime(self.released.year, self.released.month, self.released.day, tzinfo=UTC).timestamp():.0f}"


def _author(said: Mapping[str, str]) -> Author:
    return Author(said["family-names"], said["given-names"]) if "family-names" in said else Author(said["name"])


@dataclass(frozen=True)
class Work:
    """A page of the site, or a figure on one: `key` names it among all others, `url` is its permalink or empty."""

    site: Metadata
    key: str
    title: str
    url: str
    published: date
    commit: str  # empty where the site was not built from a checkout
    anchor: str = ""  # of a figure, on its page

    @property
    def edition(self) -> str:
        """Version and commit."""
        return f"Version {self.site.version}" + (f", commit {self.commit[:SHORT]}" if self.commit else "")

    @cached_property
    def bibtex(self) -> str:
        """An entry for BibTeX."""
        fields = {
            "title": f"{{{self.title}}}",
            "howpublished": f"{{{self.site.title}}}",
            "year": f"{self.published:%Y}",
            "month": f"{self.published:%m}",
            "note": self.edition,
            **({"url": self.url} if self.url else {}),
        }
        entry = Entry("misc", fields, {"author": [author.person for author in self.site.authors]})
        written: str = Writer().to_string(BibliographyData({self.key: entry}))  # by name it would look for plug-ins
        return written.strip().replace("\\#", "#")  # in an address it stands for itself

    @cached_property
    def apa(self) -> str:
        """A line in the style of the American Psychological Association, 7th edition."""
        *others, last = [author.initialled for author in self.site.authors]
        names = f"{', '.join(others)}, & {last}" if others else last
        when = f"{self.published:%Y, %B} {self.published.day}"
        dot = "" if self.title.endswith("?") else "."
        parts = [
            f"{names.removesuffix('.')}. ({when}). {self.title}{dot} In {self.site.title} ({self.edition}).",
            self.url,
        ]
        return " ".join(filter(None, parts))

    @cached_property
    def ris(self) -> str:
        """A record for reference managers."""
        lines = [
            ("TY", "ELEC"),
            ("ID", self.key),
            ("TI", self.title),
            ("T2", self.site.title),
            *(("AU", author.inverted) for author in self.site.authors),
            ("PY", f"{self.published:%Y}"),
            ("DA", f"{self.published:%Y/%m/%d}"),
            ("ET", self.edition),
            *([("UR", self.url)] if self.url else []),
            ("ER", ""),
        ]
        return "\n".join(f"{tag}  - {value}" for tag, value in lines)

    @cached_property
    def csl(self) -> dict[str, Any]:
        """An item of CSL-JSON."""
        return {
            "id": self.key,
            "type": "webpage",
            "title": self.title,
            "container-title": self.site.title,
            "author": [author.csl for author in self.site.authors],
            "issued": {"date-parts": [[self.published.year, self.published.month, self.published.day]]},
            "version": self.site.version,
            **({"note": f"commit {self.commit[:SHORT]}"} if self.commit else {}),
            **({"URL": self.url} if self.url else {}),
        }


def works(site: Metadata, manifest: Manifest, home: str, published: date) -> dict[str, list[Work]]:
    """Return what can be cited of each page, notebooks included: the page itself, then its figures.

    home: the site's address, or empty.
    """
    commit = manifest.results["provenance"]["commit"] or ""
    found: dict[str, list[Work]] = {}
    for page, title in (manifest.pages | notebooks.titles(manifest.notebooks)).items():
        place = place_of(page)
        key, url = f"explainer-{_name(page).replace('/', '-')}", f"{home}{place}" if home else ""
        found[page] = [Work(site, key, title, url, published, commit)]
        found[page] += [
            Work(
                site,
                key=f"{key}-{name}",
                title=f"{title}, Figure {row['number']}",
                url=url and f"{url}#fig-{name}",
                published=published,
                commit=commit,
                anchor=f"fig-{name}",
            )
            for name, row in manifest.figures.items()
            if row["page"] == page
        ]
    return found


def address(page: str, form: str) -> str:
    """Return where on the site the file of a page in one of `FORMS` is."""
    return f"citations/{_name(page)}.{form}"


def _name(page: str) -> str:
    return place_of(page).rstrip("/") or "index"


def file(works: Iterable[Work], form: str) -> str:
    """Return the text of a file with all these works in one of `FORMS`."""
    if form == "json":
        return json.dumps([work.csl for work in works], indent=1, ensure_ascii=False) + "\n"
    return "\n\n".join(work.bibtex if form == "bib" else work.ris for work in works) + "\n"


def meta(work: Work) -> dict[str, list[str]]:
    """Return the `citation_…` tags of a page, by which scholarly search engines and reference managers know it."""
    return {
        "citation_title": [work.title],
        "citation_author": [author.inverted for author in work.site.authors],
        "citation_publication_date": [f"{work.published:%Y/%m/%d}"],
        "citation_inbook_title": [work.site.title],
        "citation_language": ["en"],
        "citation_public_url": [work.url] if work.url else [],
    }


def linked_data(work: Work, home: str, dataset: str) -> str:
    """Return JSON-LD for a page: an article of the site, based on a data set of numbers and on software.

    home: the address of the site's first page, or empty; dataset: the name of the images that it was trained on.
    """
    authors = [
        {"@type": "Person", "familyName": author.family, "givenName": author.given}
        if author.given
        else {"@type": "Organization", "name": author.family}
        for author in work.site.authors
    ]
    common: dict[str, Any] = {
        "author": authors,
        "version": work.site.version,
        "license": LICENCES.format(work.site.license),
        "datePublished": work.published.isoformat(),
    }
    numbers = {
        "@type": "Dataset",
        "name": f"{work.site.title} Every number and figure",
        "description": f"What one build of the site computed on {dataset}: every number with its unit and page, every "
        "figure with its files and digests, and what all of it was made with.",
        **common,
        **_at(home and f"{home}results.json"),
    }
    software = {
        "@type": "SoftwareSourceCode",
        "name": "explainer",
        "description": work.site.abstract,
        "programmingLanguage": "Python",
        **common,
        **_at(home),
    }
    article = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": work.title,
        "inLanguage": "en",
        "keywords": list(work.site.keywords),
        **common,
        **_at(work.url),
        "isPartOf": {"@type": "WebSite", "name": work.site.title, **_at(home)},
        "isBasedOn": [numbers, software],
    }
    return json.dumps(article, ensure_ascii=False, indent=1).replace("</", "<\\/")  # it stands inside a script element


def _at(url: str) -> dict[str, str]:
    return {"url": url} if url else {}


def day(seconds: str) -> date:
    """Return the day of a time in seconds since 1970, in UTC."""
    return datetime.fromtimestamp(int(seconds), UTC).date()
