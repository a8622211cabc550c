"""What the page on softmax regression from scratch says of its figures and numbers."""

import numpy as np
import pytest


def test_both_curves_begin_at_a_guess_and_only_ours_falls(build):
    arrays, numbers = build.arrays("scratch"), build.numbers
    assert arrays["losses"][0] == arrays["printed_losses"][0] == pytest.approx(np.log(10))
    assert numbers["scratch.printed_loss"] > 0.98 * np.log(10)
    assert arrays["losses"][-1] < np.log(10) / 3
    assert np.all(np.diff(arrays["losses"]) < 0)  # the loss still falls every time


def test_no_draw_reaches_the_printed_figures_with_the_printed_settings(build):
    reached = build.arrays("scratch")["printed_accuracies"]
    assert len(reached) == build.numbers["scratch.printed_draws"]
    assert reached[:, 0].max() < 0.902 - 0.1
    assert reached[:, 1].mean() < 0.85 - 0.1


def test_where_the_penalty_stays_out_only_the_product_matters(build):
    settings, found = (build.arrays("scratch")[f"search_{kind}"] for kind in ("settings", "accuracies"))
    scale, rate, penalty, steps = settings.T
    reach = np.log10(rate * scale**2 * steps)
    free = (penalty / scale**2 < 0.1) & (rate * scale**2 < 0.2)  # the penalty is negligible; no step overshoots
    order = np.argsort(reach[free])
    curve = found[free][order, 0]
    assert np.all(np.diff(curve) > -0.005)  # one rising curve: no setting falls below those to its left
    assert curve[0] < 0.7
    assert curve[-1] > 0.95


def test_the_closest_setting_is_far_from_the_printed_one(build):
    numbers = build.numbers
    reach = numbers["scratch.closest_rate"] * numbers["scratch.closest_scale"] ** 2 * numbers["scratch.closest_steps"]
    assert reach > 50 * 1e-5 * 1000


def test_neither_bytes_alone_nor_more_steps_explain_it(build):
    assert build.numbers["scratch.bytes_train_accuracy"] > 0.97
    assert build.numbers["scratch.penalised_train_accuracy"] < 0.902
    settings, found = (build.arrays("scratch")[f"search_{kind}"] for kind in ("settings", "accuracies"))
    held = (settings[:, 0] == 1) & (settings[:, 1] == settings[settings[:, 0] == 1, 1].max()) & (settings[:, 2] == 1)
    last = found[held][settings[held, 3] >= 300, 0]
    assert np.ptp(last) < 0.01  # it has come to rest there


def test_the_settings_that_work_work(build):
    numbers = build.numbers
    assert numbers["scratch.test_accuracy"] >= 0.85
    assert numbers["scratch.train_accuracy"] > numbers["scratch.test_accuracy"]
    choice = build.arrays("scratch")["choice"]
    settings = build.plan.settings.scratch
    row, column = np.unravel_index(choice.argmax(), choice.shape)
    assert settings.penalties[row] == numbers["scratch.penalty"]
    assert settings.steps[column] == numbers["scratch.steps"]


def test_the_ring_of_zero_and_its_centre_are_there_already(build):
    zero = build.arrays("scratch")["weights"][0]
    ring, centre = (build.arrays("weights")[name] for name in ("ring", "centre"))
    assert zero[ring].mean() > 0 > zero[centre].mean()
    everything = build.arrays("weights")["images"][0]
    assert np.corrcoef(zero.ravel(), everything.ravel())[0, 1] > 0.6


def test_the_slopes_of_the_ten_classes_cancel(build):
    weights = build.arrays("scratch")["weights"]
    assert np.abs(weights.sum(axis=0)).max() < 1e-9
