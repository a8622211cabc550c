"""What the page on clearer pictures shows."""

from explainer.rows import Drawings, Experiment, Figure, Notebook, Page, Table, digits

figures = Drawings("explainer.chapters.clearer_pictures.figures")

REGULARIZERS = ("none", "l2", "tv", "jitter", "fourier", "data")

PAGE = Page(
    "clearer-pictures.md",
    "Clearer pictures",
    experiments={
        "ladder": Experiment("Maximizing with regularizers", settings="ladder", inputs=("cnn", "gaussian"), cost=0.7),
        "judged": Experiment(
            "The same for five networks",
            settings="judged",
            inputs=("cnn", "seeds", "logistic", "gaussian", "ladder"),
            cost=1,
        ),
        "exemplars": Experiment(
            "Finding what excites a unit", settings="exemplars", inputs=("cnn", "gaussian", "ladder"), cost=0.3
        ),
        "meanings": Experiment(
            "Maximizing other objectives", settings="meanings", inputs=("cnn", "gaussian", "ladder"), cost=0.1
        ),
    },
    figures={
        "ladder": Figure(
            "ladder",
            tuple(f"{regularizer}_{what}" for regularizer in REGULARIZERS for what in ("images", "logits")),
            figures.ladder,
            caption="Each logit maximized from the same start, without a regularizer and with five of them, a row "
            "each. On the right the mean logit of the row.",
            alt="Six rows of ten images. The first is a tangle of black and white; below it faint strokes, which get "
            "thicker; most of the last row can be read as 0 1 2 3 4 5 6 7 8 9. "
            "<!-- claim: ladder_last_row_reads_as_digits -->",
            table=Table({f"{regularizer}_logits": () for regularizer in REGULARIZERS}, rows=digits("digit")),
        ),
        "judge": Figure(
            "judged",
            tuple(f"{regularizer}_{what}" for regularizer in REGULARIZERS for what in ("said", "said_corrected")),
            figures.judge,
            caption="How often the linear classifier predicts each digit, of <!-- number: prior.images_per_rung --> "
            "images a row that were made for all ten digits equally often: as it is, and without its bias. "
            "<!-- claim: judge_images_are_of_all_digits -->",
            alt="Two tables of counts, six rows by ten digits. On the left the upper rows hold large counts for a few "
            "digits and many zeros, the last row has about five everywhere; on the right the counts of the upper four "
            "rows are more even. <!-- claim: judge_table_as_described -->",
            table=Table(
                {f"{regularizer}_said{end}": () for regularizer in REGULARIZERS for end in ("", "_corrected")},
                rows=digits("digit"),
            ),
        ),
        "meanings": Figure(
            "meanings",
            (
                *(f"{name}_images" for name in ("direction", "sum", "negative", "alike", "diverse")),
                *(f"{name}_given" for name in ("direction", "sum", "negative", "alike", "diverse")),
                "pairs",
                "sums",
                "negatives",
                "diverse_class",
            ),
            figures.meanings,
            caption="With the data prior: one logit minus another, two logits added, a logit's negative, and one logit "
            "six times, without and with a term for diversity. Below each image the network's probabilities, in "
            "percent: of the first digit and the second, or of the one. <!-- unclaimed: says what is printed -->",
            alt="Five rows of six images, each with one or two percentages below: digits; shapes made for two "
            "digits at once; shapes that are not the digit named above them; one digit in six versions, much alike, "
            "and then less so. <!-- claim: meanings_rows_as_described -->",
        ),
        "exemplars-logits": Figure(
            "exemplars",
            ("bare", "clear", "digits"),
            figures.exemplars_logits,
            caption="For each logit the image without a regularizer, the one with the data prior, and the six test "
            "digits whose logit is highest. <!-- claim: exemplars_highest_are_shown -->",
            alt="Ten rows of a black and white tangle, a blurred digit, and six handwritten digits, mostly of that "
            "class. <!-- claim: exemplars_rows_as_described -->",
        ),
        "exemplars-conv2": Figure(
            "exemplars",
            ("units", "on", "synthetic_patches", "patches"),
            figures.exemplars_conv2,
            caption="Every third unit of the second convolution: a synthetic patch of 14×14 pixels that excites one "
            "place of its map, and the six test digits' patches that excite one most. For a unit that no test digit "
            "switches on, nothing is shown. <!-- claim: exemplars_every_third_unit -->",
            alt="Twelve rows, some of which may be empty. Left a nearly blank patch with a few strokes, right six "
            "patches with parts of thick strokes, in most rows much alike. "
            "<!-- claim: exemplars_patches_as_described -->",
        ),
    },
    notebook=Notebook(models=("logistic", "cnn", "gaussian")),
)
