"""What the page on the sources' claims shows."""

from explainer.rows import Experiment, Page

PAGE = Page(
    "claims.md",
    "What the sources say",
    experiments={
        "claims": Experiment("Training again from other seeds", settings="claims", cost=0.5),
        "mislabelled": Experiment(
            "Training with wrong labels", settings="mislabelled", inputs=("cnn", "seeds"), cost=1.1
        ),
        "sources": Experiment(
            "Measuring what the sources say",
            settings="epochs",
            inputs=("logistic", "cnn", "epochs", "ascent", "finished"),
        ),
    },
)
