"""What the page on the trained models shows."""

from explainer.rows import Drawings, Experiment, Figure, Page, Table

figures = Drawings("explainer.chapters.trained_models.figures")

PAGE = Page(
    "trained-models.md",
    "The trained models",
    experiments={
        "trained": Experiment("Comparing the models", settings="trained", inputs=("logistic", "seeds"), cost=0.2),
    },
    figures={
        "trained-accuracies": Figure(
            "trained",
            ("accuracies",),
            figures.accuracies,
            caption="Test accuracies of six models, in per cent. A bar reaches two standard errors to either side: "
            "other test images and, where there are several trainings, other seeds.",
            alt="Six dots with bars, from the nearest centroid at the left to the network at the right. The bars of "
            "the converged classifier and of one-vs-one overlap. <!-- claim: trained_accuracies_rise -->",
            table=Table(
                {"accuracies": ("accuracy", "error of sampling", "error of seeds")},
                rows=(
                    "nearest centroid",
                    "least squares",
                    "thousand steps of SGD",
                    "converged",
                    "one-vs-one",
                    "network",
                ),
            ),
        ),
        "trained-differences": Figure(
            "trained",
            ("differences",),
            figures.differences,
            caption="Three differences of accuracy, in percentage points: the upright lines. Around zero, how far "
            "chance reaches: two standard errors to either side, of each part and, dark, of all that the "
            "rule counts.",
            alt="Three rows of bars around zero, each with a line for its difference. The line is inside the dark bar "
            "in the first and the last row, and far outside in the middle one. <!-- claim: trained_bars_and_lines -->",
            table=Table(
                {
                    "differences": (
                        "difference",
                        "unpaired error of sampling",
                        "paired error of sampling",
                        "error of seeds",
                    )
                },
                rows=("one-vs-one and converged", "converged and thousand steps", "best and worst of a thousand steps"),
            ),
        ),
    },
)
