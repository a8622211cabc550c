"""What the page on the evidence for one image shows."""

from explainer.catalogue.rows import Experiment, Figure, Number, Page
from explainer.figures import evidence

UNITS = {
    "place": "count",
    "label": "digit",
    "winner": "digit",
    "rival": "digit",
    "winner_probability": "probability",
    "rival_probability": "probability",
    "winner_logit": "logit",
    "winner_bias": "logit",
    "lead": "logit",
    "lead_for": "logit",
    "lead_against": "logit",
    "inked": "count",
    "erased": "count",
}


def _parts(name: str) -> tuple[str, ...]:
    return tuple(f"{name}_{what}" for what in ("image", "evidence", "logits", "probabilities", "classes"))


PAGE = Page(
    "evidence.md",
    experiments={
        "evidence": Experiment("Weighing the evidence", needs=("logistic",)),
    },
    numbers={
        "evidence.max_sum_error": Number("evidence", "rounding error"),
        **{
            f"evidence.{name}_{what}": Number("evidence", unit)
            for name in ("right", "wrong")
            for what, unit in UNITS.items()
        },
    },
    figures={
        "evidence-right": Figure(
            "evidence",
            _parts("right"),
            evidence.right,
            caption="The first test digit that is named rightly, and its evidence: weight times pixel, for each class. "
            "Beside each class its logit, below that its probability; the winner is bold.",
            alt="A handwritten <!-- number: evidence.right_label --> and ten copies of its strokes, coloured blue "
            "where ink speaks for a class and red where against. The copy for "
            "<!-- number: evidence.right_winner --> has the highest logit.",
        ),
        "accounts": Figure(
            "evidence",
            (*_parts("right"), *_parts("wrong")),
            evidence.accounts,
            caption="The first digit named rightly and the first named wrongly, as sums: for each class all evidence "
            "for it, all evidence against it, and the logit that is left when the bias is added.",
            alt="Two bar charts with a blue bar, a red bar and a dot for each class. The dot of the winner lies "
            "furthest right, and every class has evidence on both sides.",
        ),
        "evidence-wrong": Figure(
            "evidence",
            _parts("wrong"),
            evidence.wrong,
            caption="The first test digit that is named wrongly, in the same way.",
            alt="A handwritten <!-- number: evidence.wrong_label --> and ten coloured copies of its strokes. The copy "
            "for <!-- number: evidence.wrong_winner --> has the highest logit, which is wrong.",
        ),
        "deciding": Figure(
            "evidence",
            tuple(
                f"{name}_{what}" for name in ("right", "wrong") for what in ("image", "difference", "erased", "classes")
            ),
            evidence.deciding,
            caption="Winner minus rival. On the right the fewest pixels whose ink, taken away, puts the rival ahead; "
            "they are shown in their colour.",
            alt="Two rows, each with a digit, the difference of two evidence images along its strokes, and the digit "
            "with its strongest blue pixels picked out.",
        ),
    },
)
