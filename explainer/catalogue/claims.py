"""What the page on the sources' claims shows."""

from explainer.catalogue.rows import Experiment, Number, Page

PAGE = Page(
    "claims.md",
    experiments={"claims": Experiment("Training again from other seeds", settings="claims")},
    numbers={
        "claims.seeds": Number("claims", "count"),
        "claims.sgd_mean": Number("claims", "fraction"),
        "claims.sgd_spread": Number("claims", "difference of fractions"),
        **{
            f"claims.epoch_{epoch}_{what}_{kind}": Number(
                "claims", "difference of fractions" if (what, kind) == ("accuracy", "spread") else unit
            )
            for epoch in (1, 11)
            for what, unit in (
                ("accuracy", "fraction"),
                ("weight_min", "logit per unit of ink"),
                ("weight_max", "logit per unit of ink"),
            )
            for kind in ("mean", "spread")
        },
    },
)
