"""How long a reader of the lab waits: for the page, for a stroke, for a step of gradient ascent. In Chromium.

`lab.stroke_milliseconds` goes by from when the page is told of a movement of the pen until both models' answers and the
evidence stand there; a browser tells of movements once for each frame of the screen.
`lab.…_step_milliseconds` is one step of gradient ascent, both models' judgements apart. Medians.
"""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from explainer.settings import ROOT

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WATCH = """() => {
  window.waits = [];
  let moved = 0;
  addEventListener("pointermove", () => (moved = performance.now()), true);
  const seen = () => {
    if (moved) window.waits.push(performance.now() - moved);
    moved = 0;
  };
  const panel = document.querySelector("[aria-label='The evidence']");
  new MutationObserver(seen).observe(panel, { subtree: true, childList: true, characterData: true });
}"""
STEPS = """async ([layer, unit]) => {
  const at = (name) => new URL(`../assets/lab/${name}`, location.href).href;
  const { fetchTensors } = await import(at("tensors.js"));
  const { Network } = await import(at("models.js"));
  const { Ascent, noise } = await import(at("ascent-step.js"));
  const switches = { l2: true, tv: true, jitter: true, fourier: false, prior: false };
  const network = new Network(await fetchTensors(at("data/network.safetensors")));
  const ascent = new Ascent(network, { layer, unit, start: noise(0), seed: 0, switches }, null);
  return Array.from({ length: 60 }, () => {
    const begun = performance.now();
    ascent.step();
    return performance.now() - begun;
  });
}"""


def measure(rounds: int) -> dict[str, float]:
    """Open the page so many times, and draw; nothing, with a line that says why, where there is no Chromium."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        browser = None
    if browser is None:
        print("The lab is not measured: it needs Chromium and the packages of `make test`.", file=sys.stderr)
        return {}
    ready, strokes = [], []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", site],
            cwd=ROOT,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            check=True,
        )
        running = playwright.chromium.launch(executable_path=browser, args=FLAGS)
        with served(site) as address:
            for _ in range(rounds):
                page = running.new_page()
                began = time.perf_counter()
                page.goto(f"{address}lab/", wait_until="commit")
                page.locator("html[data-lab=ready]").wait_for(state="attached")
                ready.append(time.perf_counter() - began)
                page.evaluate(WATCH)
                scribble(page)
                strokes += page.evaluate("window.waits")
                steps = {unit: page.evaluate(STEPS, list(unit)) for unit in (("conv2", 5), ("logits", 3))}
                page.close()
        running.close()
    return {
        "lab.ready_seconds": float(np.median(ready)),
        "lab.stroke_milliseconds": float(np.median(strokes)),
        **{f"lab.{layer}_step_milliseconds": float(np.median(taken)) for (layer, _), taken in steps.items()},
    }


def scribble(page: object) -> None:
    """Draw a spiral with the mouse."""
    board = page.get_by_label("Drawing board")  # type: ignore[attr-defined]
    board.scroll_into_view_if_needed()
    box, mouse = board.bounding_box(), page.mouse  # type: ignore[attr-defined]
    turns = np.linspace(0, 4 * np.pi, 60)
    across = box["x"] + box["width"] * (0.5 + 0.4 * turns / turns[-1] * np.cos(turns))
    down = box["y"] + box["height"] * (0.5 + 0.4 * turns / turns[-1] * np.sin(turns))
    mouse.move(across[0], down[0])
    mouse.down()
    for x, y in zip(across[1:], down[1:], strict=True):
        mouse.move(x, y)
    mouse.up()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder, and say where."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
