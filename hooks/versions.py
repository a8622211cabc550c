"""MkDocs events: this site as one version among others, as mike lays them side by side.

mike names the version in MIKE_DOCS_VERSION and adds it to the address of the site, so that whoever cites a page cites
that version of it. Search engines are led to the same page of the latest release.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

LATEST, UNRELEASED = "latest", "dev"  # as .github/workflows/publish.yml names them


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Switch on the choice of versions, where there are any to choose from."""
    if version := os.environ.get("MIKE_DOCS_VERSION"):
        config.extra["version"] = {"provider": "mike", "default": LATEST}
        config.extra["unreleased"] = version == UNRELEASED
        if config.site_url:
            config.site_url = f"{config.site_url.rstrip('/')}/"  # mike leaves the slash out
    return config


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Name the address that search engines should show."""
    del nav
    if config.extra.get("version") and config.site_url:
        page.canonical_url = urljoin(config.site_url, f"../{LATEST}/{page.url}")
    return context
