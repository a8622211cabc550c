"""What the page on the evidence for one image shows."""

from explainer.rows import Drawings, Experiment, Figure, Notebook, Page, Table, digits

figures = Drawings("explainer.chapters.evidence.figures")


def _parts(name: str) -> tuple[str, ...]:
    return tuple(f"{name}_{what}" for what in ("image", "evidence", "logits", "probabilities", "classes"))


PAGE = Page(
    "evidence.md",
    "The evidence for one image",
    experiments={
        "evidence": Experiment("Weighing the evidence", inputs=("logistic",)),
    },
    figures={
        "evidence-right": Figure(
            "evidence",
            _parts("right"),
            figures.right,
            caption="The first correctly classified test digit, and its evidence: weight times pixel, for each class. "
            "Beside each class its logit, below that its probability; the winner is bold.",
            alt="A handwritten <!-- number: evidence.right_label --> and ten copies of its strokes, coloured blue "
            "where ink speaks for a class and red where against. The copy for "
            "<!-- number: evidence.right_winner --> has the highest logit. "
            "<!-- claim: evidence_right_copy_is_highest -->",
            table=Table({"right_logits": (), "right_probabilities": ()}, rows=digits("digit")),
        ),
        "accounts": Figure(
            "evidence",
            (*_parts("right"), *_parts("wrong")),
            figures.accounts,
            caption="The first correctly classified digit and the first misclassified one, as sums: for each class all "
            "evidence for it, all evidence against it, and the logit that is left when the bias is added.",
            alt="Two bar charts with a blue bar, a red bar and a dot for each class. The dot of the winner lies "
            "furthest right, clear of all others, and every class has evidence on both sides. "
            "<!-- claim: evidence_winners_dot_is_clear -->",
            table=Table(
                {"right_logits": (), "right_probabilities": (), "wrong_logits": (), "wrong_probabilities": ()},
                rows=digits("digit"),
            ),
        ),
        "evidence-wrong": Figure(
            "evidence",
            _parts("wrong"),
            figures.wrong,
            caption="The first misclassified test digit, in the same way.",
            alt="A handwritten <!-- number: evidence.wrong_label --> and ten coloured copies of its strokes. The copy "
            "for <!-- number: evidence.wrong_winner --> has the highest logit, which is wrong. "
            "<!-- claim: evidence_wrong_copy_is_highest -->",
            table=Table({"wrong_logits": (), "wrong_probabilities": ()}, rows=digits("digit")),
        ),
        "deciding": Figure(
            "evidence",
            tuple(
                f"{name}_{what}" for name in ("right", "wrong") for what in ("image", "difference", "erased", "classes")
            ),
            figures.deciding,
            caption="Winner minus rival. On the right the fewest pixels whose ink, taken away, puts the rival ahead; "
            "they are shown in their colour. <!-- claim: evidence_fewest_pixels_are_shown -->",
            alt="Two rows, each with a digit, the difference of two evidence images along its strokes, and the digit "
            "with its strongest blue pixels picked out. <!-- claim: evidence_strongest_blue_picked_out -->",
        ),
    },
    notebook=Notebook(models=("logistic",)),
)
