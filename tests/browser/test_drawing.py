"""Digits drawn in the lab: by mouse, finger and keyboard, of any size and anywhere; test digits; pictures."""

import json
import math
import re

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file

from explainer.build.lab import FOLDER
from explainer.trainings import logistic

READY = "html[data-lab=ready]"
PATIENCE = 60_000

# As a hand writes them: strokes of points in a box of 1×1, rows downwards.
Point = tuple[float, float]


def arc(across: float, down: float, width: float, height: float, start: float, end: float) -> list[Point]:
    """Part of an ellipse around a place, from one angle in degrees to another: 0 is right, 90 is down."""
    angles = [math.radians(start + (end - start) * k / 16) for k in range(17)]
    return [(across + width * math.cos(a), down + height * math.sin(a)) for a in angles]


DIGITS: dict[int, list[list[Point]]] = {
    0: [arc(0.5, 0.5, 0.32, 0.48, -60, 300)],
    1: [[(0.56, 0.02), (0.52, 0.35), (0.47, 0.7), (0.44, 0.98)]],
    2: [[*arc(0.48, 0.28, 0.3, 0.26, 190, 390), (0.5, 0.68), (0.16, 0.95), (0.5, 0.93), (0.88, 0.95)]],
    3: [[*arc(0.45, 0.26, 0.28, 0.23, 200, 440), *arc(0.45, 0.72, 0.32, 0.25, -85, 150)]],
    4: [[(0.3, 0.05), (0.22, 0.3), (0.18, 0.52), (0.45, 0.52), (0.8, 0.48)], [(0.7, 0.08), (0.66, 0.5), (0.62, 0.98)]],
    5: [[(0.8, 0.04), (0.5, 0.05), (0.3, 0.07), (0.26, 0.42), *arc(0.45, 0.68, 0.33, 0.28, -110, 145)]],
    6: [[(0.66, 0.03), (0.42, 0.25), (0.27, 0.55), *arc(0.5, 0.73, 0.25, 0.23, 180, -180)]],
    7: [[(0.14, 0.08), (0.45, 0.06), (0.82, 0.06), (0.66, 0.4), (0.52, 0.7), (0.44, 0.98)]],
    8: [
        [
            *arc(0.5, 0.26, 0.22, 0.23, -60, -270),
            *arc(0.5, 0.74, 0.27, 0.25, -90, 270),
            *arc(0.5, 0.26, 0.22, 0.23, 90, -60),
        ]
    ],
    9: [[*arc(0.48, 0.28, 0.25, 0.24, -20, -380), (0.7, 0.5), (0.64, 0.75), (0.58, 0.98)]],
}


def panel(page, name):
    return page.get_by_role("region", name=name, exact=True)


@pytest.fixture
def drawing(browser, build, serve):
    """The lab of each data set."""
    with serve(build.site) as where:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        page = context.new_page()
        page.goto(f"{where}lab/")
        page.locator(READY).wait_for(state="attached", timeout=PATIENCE)
        yield page
        context.close()


def draw(page, digit, size=0.8, across=0.1, down=0.1):
    board = page.get_by_label("Drawing board")
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    for stroke in DIGITS[digit]:
        places = [
            (box["x"] + box["width"] * (across + size * x), box["y"] + box["height"] * (down + size * y))
            for x, y in stroke
        ]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place, steps=2)
        page.mouse.up()


def read(page):
    """The digits that the linear classifier and the network see."""
    panel(page, "Draw a digit").get_by_text(re.compile("^(Both say|The linear classifier says)")).wait_for()
    said = panel(page, "Draw a digit").locator(".lab-words").inner_text()
    both = re.match(r"Both say (\d)", said)
    return (
        (int(both[1]),) * 2
        if both
        else tuple(int(d) for d in re.match(r".* says (\d) .* network (\d) ", said).groups())
    )


def clear(page):
    panel(page, "Draw a digit").get_by_role("button", name="Clear").click()
    panel(page, "Draw a digit").get_by_text("Draw a digit.", exact=True).wait_for()


def test_digits_drawn_large_small_and_in_corners_are_recognised(drawing, build):
    """MNIST's models know all of them. Those trained on the embedded digits, whose middle is elsewhere, know most."""
    right = []
    for size, across, down in ((0.8, 0.1, 0.1), (0.35, 0.02, 0.6), (0.5, 0.48, 0.03)):
        for digit in DIGITS:
            draw(drawing, digit, size, across, down)
            right.append([seen == digit for seen in read(drawing)])
            clear(drawing)
    linear, network = np.mean(right, axis=0)
    if build.dataset == "mnist":
        assert (linear, network) == (1, 1)
    else:
        assert network > 0.6


def test_a_stroke_is_taken_back_and_the_address_keeps_the_rest(lab):
    page = lab()
    draw(page, 4)
    before = read(page)
    address = page.url
    page.mouse.move(5, 5)
    again = lab(address.partition("lab/")[2])
    assert read(again) == before
    panel(page, "Draw a digit").get_by_role("button", name="Undo").click()
    page.wait_for_function("address => location.href !== address", arg=address)
    panel(page, "Draw a digit").get_by_role("button", name="Undo").click()
    panel(page, "Draw a digit").get_by_text("Draw a digit.", exact=True).wait_for()


def test_a_digit_is_drawn_by_keyboard_alone(lab):
    page = lab()
    page.get_by_label("Drawing board").focus()
    for key in ("Shift+ArrowUp", "Shift+ArrowUp", "Space", *["Shift+ArrowDown"] * 5, "Space"):
        page.keyboard.press(key)
    read(page)
    page.keyboard.press("Control+z")
    panel(page, "Draw a digit").get_by_text("Draw a digit.", exact=True).wait_for()


def test_a_finger_draws_and_the_page_does_not_scroll(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{address}lab/")
    page.locator(READY).wait_for(state="attached", timeout=PATIENCE)
    board = page.get_by_label("Drawing board")
    board.scroll_into_view_if_needed()
    before, box = page.evaluate("scrollY"), board.bounding_box()
    finger = context.new_cdp_session(page)
    middle = box["x"] + box["width"] / 2
    points = [{"x": middle, "y": box["y"] + box["height"] * share} for share in np.linspace(0.9, 0.1, 12)]
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
    for point in points[1:]:
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    read(page)
    assert page.evaluate("scrollY") == before
    context.close()


def test_a_test_digit_is_taken_and_its_evidence_adds_up(lab, digits):
    page = lab()
    page.get_by_label("Number of the test digit").fill("3")
    panel(page, "Draw a digit").get_by_role("button", name="Take test digit").click()
    read(page)
    manifest = json.loads(digits.built.manifest.read_text("utf-8"))
    image = load_file(manifest["files"][f"{FOLDER}/digits.safetensors"])["images"][3].reshape(-1) / np.float32(255)
    logits = np.sort(logistic.restore(digits.facts.results).logits(image[None])[0])[::-1]
    table = panel(page, "The evidence").get_by_role("table", name="How the logits come about")
    rows = [
        [float(c.replace("−", "-")) for c in row.locator("td").all_inner_texts()]
        for row in table.locator("tr").all()[1:]
    ]
    assert np.allclose(rows[-1], [*logits[:2], logits[0] - logits[1]], atol=0.011)
    assert np.allclose(np.sum(rows[:-1], axis=0), rows[-1], atol=1e-9)  # as they are shown


def test_what_is_no_picture_gets_a_sentence(lab, tmp_path):
    page = lab()
    wrong = tmp_path / "notes.png"
    wrong.write_text("<svg onload=alert(1)>", "utf-8")
    page.locator("#lab-draw-file").set_input_files(wrong)
    panel(page, "Draw a digit").locator(".lab-note").last.get_by_text(re.compile("picture")).wait_for()
    photo = tmp_path / "photo.png"
    ink = np.full((300, 200), 230, np.uint8)
    ink[40:260, 90:115] = 30
    Image.fromarray(ink).save(photo)
    page.locator("#lab-draw-file").set_input_files(photo)
    read(page)


def test_once_it_is_loaded_the_lab_needs_no_network(lab):
    page = lab()
    page.context.set_offline(True)
    draw(page, 0)
    read(page)
    ascent = panel(page, "Gradient ascent")
    ascent.scroll_into_view_if_needed()
    ascent.get_by_role("button", name="Step").click()
    page.wait_for_function("location.hash.includes('ascent.step=1')")
    page.context.set_offline(False)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("weights/", "Pixel inspector"),
        ("inverse-softmax/", "Inverse softmax"),
        ("training/", "Weights while they are learned"),
    ],
)
def test_an_instrument_stands_in_its_chapter(open_page, path, name):
    page = open_page(path)
    page.locator(READY).wait_for(state="attached")
    assert panel(page, name).is_visible()
    assert page.locator("figure.fig img:visible").first.is_visible()  # and the figures stay
