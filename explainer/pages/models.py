"""The cards of the trained models, as pages of their own and as one list for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Card = Mapping[str, Any]

FRONT = "---\ntitle: {}\nsearch:\n  exclude: true\nhide:\n  - toc\n---\n\n# {}\n"
INDEX = "models/index.json"
TERMS = "../data.md#which-digits-these-are"
OF_NETWORKS = (
    " The tensors have the names of PyTorch's `state_dict`. What the layers compute from them is in "
    "[recompute.py](../recompute.py), in NumPy: the function `layers`."
)
BESIDE = ", with [recompute.py](../recompute.py) of this site beside it"
PRIVATE = ("said", "text")  # what only the pages need


def files(cards: Mapping[str, Card], titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the address of each page and of the list, with what is in it. titles: of the pages, by their files."""
    for name, card in cards.items():
        yield f"models/{name}.md", page(name, card, titles)
    yield "models/index.md", index(cards)
    public = {name: _public(card) for name, card in cards.items()}
    yield INDEX, json.dumps(public, indent=1, ensure_ascii=False) + "\n"


def index(cards: Mapping[str, Card]) -> str:
    """Return the page that lists them all."""
    head = _head("The models to take away")
    about = (
        "Each of these was trained by the build of this site. A card says how, how good it is, and what is wrong with "
        "it. [index.json](index.json) holds all the cards, for programs to read."
    )
    return f"{head}\n{about}\n\n{table(cards)}\n"


def table(cards: Mapping[str, Card], folder: str = "") -> str:
    """Return a row for each model: its card, its size, how good it is and its file. folder: where the cards lie."""
    rows = [
        (
            f"[{card['title']}]({folder}{name}.md)",
            f"{card['parameters']:,}",
            _best(card),
            f"[{name}.safetensors]({folder}{name}.safetensors)",
        )
        for name, card in cards.items()
    ]
    return _rows(("model", "numbers", "accuracy", "file"), rows)


def page(name: str, card: Card, titles: Mapping[str, str]) -> str:
    """Return the card of one model as a page. titles: of the pages of the site, by their files."""
    said, file, network = card["said"], f"{name}.safetensors", "conv1.weight" in card["tensors"]
    load = f'from safetensors.numpy import load_file\nmodel = load_file("{file}")\n{card["use"]}'
    measured = [_accuracy(each, card) for each in card["accuracy"]]
    seed = "none: its training is not random" if card["seed"] is None else str(card["seed"])
    recipe = [(f"`{setting}`", f"`{json.dumps(value)}`") for setting, value in card["recipe"].items()]
    tensors = [
        (f"`{tensor}`", " × ".join(map(str, each["shape"])), each["dtype"]) for tensor, each in card["tensors"].items()
    ]
    parts = [
        _head(card["title"]),
        said["about"],
        f"It is explained in [{titles[card['page']]}](../{card['page']}). The file: [{file}]({file}).",
        "## How to load it",
        f"```python\n{load}\n```",
        f"`pip install safetensors numpy` is all that it needs{BESIDE if network else ''}. Nothing in the file is run "
        "when it is read." + (OF_NETWORKS if network else ""),
        "## Known faults",
        "\n".join(f"- {fault}" for fault in said["faults"]),
        "## Accuracy",
        _rows(("measured on", "value", "number"), measured) if measured else "It does not classify.",
        "## Data",
        _rows(("", ""), _data(card["data"], card["trained_on"])),
        f"Where the images come from, and on what terms: [the data]({TERMS}).",
        "## Recipe",
        _rows(("setting", "value"), [*recipe, ("seed of this model", seed)]),
        *(["What each setting means, and why it has that value: [settings](../source/settings.md)."] if recipe else []),
        "## Tensors",
        f"{card['parameters']:,} numbers in all.",
        _rows(("tensor", "shape", "type"), tensors),
        "## Licence and digest",
        f"{card['licence']}, as all of this site. The images have [terms of their own]({TERMS}).",
        f"SHA-256 of the file: `{card['sha256']}`",
    ]
    return "\n\n".join(parts) + "\n"


def _head(title: str) -> str:
    return FRONT.format(json.dumps(title, ensure_ascii=False), title)  # in quotes: a title may have a colon


def _data(data: Mapping[str, Any], trained_on: int) -> list[tuple[str, ...]]:
    """Return what a model was trained on, as rows."""
    return [
        ("Data set", f"{data['name']}{', the fallback' if data['fallback'] else ''}"),
        *(
            (f"Images in the {said} split", f"{data[split]:,}")
            for split, said in (("train", "training"), ("validation", "validation"), ("test", "test"))
        ),
        ("Trained on", f"{trained_on:,} images"),
        ("SHA-256 of the data", f"`{data['sha256']}`"),
    ]


def _public(card: Card) -> dict[str, Any]:
    accuracy = [{key: value for key, value in each.items() if key not in PRIVATE} for each in card["accuracy"]]
    page = f"{card['page'].removesuffix('.md')}/"
    return {key: value for key, value in card.items() if key not in PRIVATE} | {"accuracy": accuracy, "page": page}


def _accuracy(measured: Mapping[str, Any], card: Card) -> tuple[str, str, str]:
    """Return a row: a number by its name, or what stands in an array."""
    if "number" in measured:
        return measured["what"], f"<!-- number: {measured['number']} -->", _code(measured["number"])
    return measured["what"], measured["text"], f"{_code(measured['array'])} in [the arrays](../{card['arrays']})"


def _code(name: str) -> str:
    """Return a name as code that a narrow screen breaks between its words."""
    parts = re.sub(r"([._])", r"\1<wbr>", name)
    return f"<code>{parts}</code>"


def _best(card: Card) -> str:
    """Return the first of what was measured: of this model, where there is one."""
    return f"{card['accuracy'][0]['text']}, {card['accuracy'][0]['what']}" if card["accuracy"] else "–"


def _rows(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
