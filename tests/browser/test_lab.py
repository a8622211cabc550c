"""The lab in a real browser: the same numbers as Python, by pointer and by keyboard, with what comes from outside."""

import json
import re

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from explainer.build.lab import FOLDER
from explainer.methods.objectives import channel, unit_count
from explainer.models.cnn import as_batch, predict_logits
from explainer.trainings import cnn, logistic

READY = "html[data-lab=ready]"
PATIENCE = 60_000


def panel(page, name):
    return page.get_by_role("region", name=name, exact=True)


COMPUTE = """async ([units, places]) => {
  const at = (name) => new URL(`../assets/lab/${name}`, location.href).href;
  const { fetchTensors } = await import(at("tensors.js"));
  const { Linear, Network } = await import(at("models.js"));
  const [linear, network, digits] = await Promise.all(
    ["linear", "network", "digits"].map((name) => fetchTensors(at(`data/${name}.safetensors`))));
  const [small, large] = [new Linear(linear), new Network(network)];
  const greys = digits.get("images").data;
  const image = (i) => Float32Array.from(greys.subarray(784 * i, 784 * (i + 1)), (grey) => grey / 255);
  const images = Array.from({ length: greys.length / 784 }, (_, i) => image(i));
  return {
    linear: images.map((x) => Array.from(small.logits(x))),
    network: images.map((x) => Array.from(large.logits(x))),
    gradients: units.map(([layer, unit], k) => {
      const { value, gradient } = large.gradient(images[places[k]], layer, unit);
      return [value, Array.from(gradient)];
    }),
  };
}"""


def test_a_browser_computes_what_python_computes(lab, digits):
    page = lab()
    manifest = json.loads(digits.built.manifest.read_text("utf-8"))
    greys = load_file(manifest["files"][f"{FOLDER}/digits.safetensors"])["images"]
    images = greys.astype(np.float32) / 255
    network, linear = cnn.restore(digits.facts.results), logistic.restore(digits.facts.results)
    units = [
        (layer, unit)
        for layer in ("conv1", "conv2", "dense1", "logits")
        for unit in range(0, unit_count(network, layer), 9)
    ]
    places = [(7 * k) % len(images) for k in range(len(units))]
    found = page.evaluate(COMPUTE, [units, places])
    assert len(found["network"]) == len(images) >= 300
    assert abs(np.array(found["network"]) - predict_logits(network, images)).max() < 1e-3
    assert abs(np.array(found["linear"]) - linear.logits(images.reshape(len(images), -1))).max() < 1e-3
    for (layer, unit), place, (value, gradient) in zip(units, places, found["gradients"], strict=True):
        image = as_batch(images[place : place + 1]).requires_grad_(True)
        said = channel(network, layer, [unit])(image).sum()
        (expected,) = torch.autograd.grad(said, image)
        expected = expected.numpy().reshape(-1)
        assert abs(value - said.item()) < 1e-3
        assert np.linalg.norm(gradient - expected) <= 1e-3 * np.linalg.norm(expected) + 1e-7, (layer, unit)


def test_probabilities_are_set_by_keyboard_and_kept_in_the_address(lab):
    page = lab()
    inverse = panel(page, "Inverse softmax")
    slider = inverse.get_by_role("slider", name="Probability of 7")
    slider.focus()
    for _ in range(6):
        slider.press("PageUp")
    shown = [float(row.rstrip(" %")) for row in inverse.locator(".lab-slider output").all_inner_texts()]
    assert shown[7] == max(shown)
    assert abs(sum(shown) - 100) < 0.6
    for caption in inverse.locator("figcaption").all():  # the model has looked at all three
        assert re.search(r"gives it these ten|No image there", caption.inner_text())
    again = lab(page.url.partition("lab/")[2])
    after = panel(again, "Inverse softmax").locator(".lab-slider output").all_inner_texts()
    assert np.allclose([float(row.rstrip(" %")) for row in after], shown, atol=0.2)


def test_a_face_in_all_ten_changes_nothing_and_a_brush_does(lab):
    page = lab()
    paint = panel(page, "Paint the weights")
    words = paint.locator(".lab-words").first
    before = words.inner_text()
    paint.get_by_role("button", name="Add the same face").click()
    assert "No probability has changed" in words.inner_text()
    assert "faces=1" in page.url
    assert words.inner_text().startswith(before)
    paint.get_by_role("img", name="Paint the weights of 0").focus()
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
        page.keyboard.press(" ")
    assert "No probability has changed" not in words.inner_text()
    paint.get_by_role("button", name="Start again").click()
    assert words.inner_text() == before
    canvas = paint.get_by_role("img", name="Paint the weights of 3")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 50, steps=12)
    page.mouse.up()
    painted = words.inner_text()
    assert painted != before
    page.mouse.move(box["x"] + 20, box["y"] + 20, steps=5)  # with no button pressed
    assert words.inner_text() == painted


def test_weights_can_be_watched_while_they_are_learned(lab):
    page = lab("#step=0")
    steps = panel(page, "Weights while they are learned")
    assert steps.locator("output").inner_text().startswith("After 0 steps: ")
    steps.get_by_role("slider").press("ArrowRight")
    assert steps.locator("output").inner_text().startswith("After 1 step: ")
    assert "step=1" in page.url
    steps.get_by_role("button", name="Play").click()
    steps.get_by_text("After 1,000 steps").wait_for()
    assert "step=" not in page.url


def test_a_pixel_is_read_by_pointer_and_by_arrow_keys(lab, digits):
    page = lab()
    inspector = panel(page, "Pixel inspector")
    canvas = inspector.get_by_role("img", name="Weights of 4")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 10.5 / 28, box["y"] + box["height"] * 20.5 / 28)
    weight = logistic.restore(digits.facts.results).weights[4].reshape(28, 28)
    said = inspector.locator(".lab-words")

    def reads(row, column):
        number = re.search(rf"Class 4, row {row}, column {column}: weight (−?[\d.]+) ", said.inner_text())[1]
        return abs(float(number.replace("−", "-")) - weight[row, column]) < 6e-4

    assert reads(20, 10)
    canvas.focus()
    page.keyboard.press("Shift+ArrowUp")
    assert reads(16, 10)
    page.keyboard.press("ArrowRight")
    assert reads(16, 11)


@pytest.mark.parametrize(
    "state",
    [
        "#p=0.0.0.0.0.0.0.0.0.0&step=999&drawing=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
        "#p=NaN&step=-1&faces=<script>&unit=conv9.999&inside.unit=1e9&ascent.layer=__proto__",
        "#%E0%A4%A&" + "x=1&" * 200,
        "#" + "p=" + "9" * 100_000,
    ],
    ids=["markup", "nonsense", "broken", "long"],
)
def test_a_hostile_address_leaves_the_page_whole(lab, state):
    page = lab(state)
    assert page.locator(".lab-panel script, .lab-panel [onerror]").count() == 0
    assert page.locator(".lab-panel").count() >= 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_stands_in_anybodys_way(lab, developing, width, scheme):
    page = lab(width=width, scheme=scheme)
    page.evaluate((developing / "axe-core/axe.min.js").read_text("utf-8"))
    found = page.evaluate("axe.run('.md-content')")["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_a_figure_stands_for_each_instrument(open_page):
    page = open_page("lab/", javascript=False)
    places = page.locator("[data-instrument]")
    assert places.count() >= 8
    for k in range(places.count()):
        assert places.nth(k).locator("figure img").first.is_visible()


def test_a_strict_policy_is_enough(browser, serve, digits):
    with serve(
        digits.site,
        policy="default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:",
    ) as where:
        context = browser.new_context()
        page = context.new_page()
        refused = []
        page.on("console", lambda message: refused.append(message.text) if "/assets/lab/" in message.text else None)
        page.goto(f"{where}lab/")
        page.locator(READY).wait_for(state="attached", timeout=PATIENCE)
        assert page.locator(".lab-trouble").all_inner_texts() == []
        assert refused == []
        context.close()


def test_pages_without_an_instrument_fetch_nothing_of_the_lab(open_page):
    page = open_page("evidence/")
    fetched = page.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
    assert [name for name in fetched if "/lab/" in name] == []


def test_an_ascent_climbs_step_by_step_and_leaves_the_page_free(lab):
    page = lab("#ascent.unit=logits.7")
    ascent = panel(page, "Gradient ascent")
    ascent.scroll_into_view_if_needed()
    ascent.get_by_role("button", name="Step").click()
    page.wait_for_function("location.hash.includes('ascent.step=1')")
    ascent.get_by_role("checkbox", name=re.compile("Total variation")).check()
    page.wait_for_function("location.hash.includes('ascent.on=tv')")


def test_a_unit_shows_its_image_and_its_digits(lab):
    page = lab()
    inside = panel(page, "Inside the network")
    inside.scroll_into_view_if_needed()
    inside.get_by_role("radiogroup", name=re.compile("^Second convolution")).get_by_role("radio").nth(5).click()
    inside.get_by_role("heading", name="What excites conv2, unit 5").wait_for()
    page.wait_for_function("location.hash.includes('inside.unit=conv2.5')")
    page.keyboard.press("ArrowRight")
    inside.get_by_role("heading", name="What excites conv2, unit 6").wait_for()
    inside.locator(".lab-digit").first.click()
    panel(page, "Draw a digit").get_by_text(re.compile(r"^Test digit \d+, whose label is")).wait_for()


def test_a_citation_leads_back_to_the_state(lab):
    page = lab("#step=2")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy a citation of this state").click()
    page.get_by_text("Copied.").first.wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "The lab" in copied
    assert copied.endswith(page.url)
    state = page.url.partition("#")[2]
    page.locator(".md-nav").get_by_role("link", name="The evidence", exact=True).first.click()
    assert page.url.endswith("#the-evidence")
    page.get_by_role("button", name="Copy a link to this state").click()
    page.wait_for_function("async state => (await navigator.clipboard.readText()).endsWith('#' + state)", arg=state)


def test_the_prose_can_be_put_away(lab):
    page = lab()
    prose = page.locator(".md-content__inner > p").first
    assert prose.is_visible()
    page.get_by_label("hide the prose").check()
    assert not prose.is_visible()
    assert page.get_by_label("Drawing board").is_visible()
    again = lab(page.url.partition("lab/")[2])
    assert not again.locator(".md-content__inner > p").first.is_visible()
