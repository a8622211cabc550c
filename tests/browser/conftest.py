"""A real browser on the built site. Without a Chromium its tests are not collected, unless they are required."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
REQUIRED = os.environ.get("EXPLAINER_REQUIRE_BROWSER") == "1"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

if CHROMIUM is None and not REQUIRED:
    collect_ignore = ["test_browser.py", "test_drawing.py", "test_lab.py", "test_versions.py"]


PATIENCE = 120_000  # milliseconds: other tests may keep both cores busy


@pytest.fixture(scope="session")
def browser():
    assert CHROMIUM, "EXPLAINER_REQUIRE_BROWSER=1, and there is no Chromium here"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, with a policy if there is one, and says nothing."""

    def __init__(self, *arguments, policy="", **named):
        self.policy = policy
        super().__init__(*arguments, **named)

    def end_headers(self):
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_):
        return


@contextmanager
def served(folder, policy=""):
    """Serve a folder, and say where."""
    handler = functools.partial(Quiet, directory=str(folder), policy=policy)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def serve():
    """What serves a folder."""
    return served


@pytest.fixture(scope="session")
def address(digits):
    """Where the built site is served."""
    with served(digits.site) as where:
        yield where


@pytest.fixture
def open_page(browser, address):
    """Open a page of the site in a fresh context; it fails the test for any error or request elsewhere."""
    contexts = []
    troubles = []

    def opened(path="", width=1280, scheme="light", javascript=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else troubles.append(r.url))
        page.on("response", lambda r: troubles.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        page.on("console", lambda m: troubles.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: troubles.append(str(e)))
        page.goto(address + path, wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def lab(open_page):
    """What opens the lab and waits until every instrument stands."""

    def opened(state="", **kind):
        page = open_page(f"lab/{state}", **kind)
        page.locator("html[data-lab=ready]").wait_for(state="attached")
        assert page.locator(".lab-trouble").all_inner_texts() == []
        return page

    return opened
