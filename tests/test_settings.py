"""Settings are read once, from the environment, and refused in one line, as is a choice that cannot be."""

import dataclasses
import math
from dataclasses import replace
from pathlib import Path

import pytest

from explainer import settings as module
from explainer.errors import ExplainerError
from explainer.settings import ROOT, AscentSettings, Settings, for_dataset, from_environment

CLASSES = [c for c in vars(module).values() if isinstance(c, type) and dataclasses.is_dataclass(c)]
HUGE = 10**12

# The numbers of which any is as good as another, finite as they all have to be.
ANY = {
    "printed_penalty": "as the post prints it",
    "printed_learning_rate": "as the post prints it",
    "processes": "what is computed does not depend on it",
}


def numbers(value):
    """Return whether a setting is a number, or numbers, or groups of numbers."""
    if isinstance(value, tuple):
        return all(map(numbers, value))
    return isinstance(value, int | float) and not isinstance(value, bool)


def with_first(value, number):
    """Return a setting of the same shape, its first number another."""
    return (with_first(value[0], number), *value[1:]) if isinstance(value, tuple) else number


NUMBERS = [
    pytest.param(made, field.name, id=f"{made.__name__}.{field.name}")
    for made in CLASSES
    for field in dataclasses.fields(made)
    if numbers(getattr(made(), field.name))
]


def refusal(made, name, value):
    """Return what is said of a setting of that value, None if it is taken."""
    try:
        made(**{name: value})
    except ExplainerError as error:
        return str(error)
    return None


@pytest.mark.parametrize(("made", "name"), NUMBERS)
def test_a_number_that_cannot_be_is_refused_in_one_line_that_says_what_can(made, name):
    value = getattr(made(), name)
    tried = [with_first(value, number) for number in (0, -1, HUGE)] + [()] * isinstance(value, tuple)
    said = [refusal(made, name, each) for each in tried]
    refusals = [line for line in said if line]
    assert refusals or name in ANY
    for wrong, line in zip(tried, said, strict=True):
        if line:
            assert line.startswith(f"{made.__name__}: ")
            assert f"{name} = {wrong}" in line
            rule = line.removeprefix(f"{made.__name__}: ").split(" must hold")[0]
            assert name in rule
            assert rule != line
            assert "\n" not in line


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize(("made", "name"), [p for p in NUMBERS if issubclass(p.values[0], module.Checked)])
def test_a_number_that_is_not_finite_is_refused(made, name, number):
    line = refusal(made, name, with_first(getattr(made(), name), number))
    assert line
    assert made.__name__ in line
    assert name in line
    assert str(number) in line
    assert "\n" not in line


@pytest.mark.parametrize(("value", "name"), [("3", "steps"), (2.5, "steps"), (True, "steps"), ("0.5", "step")])
def test_a_value_of_another_kind_is_refused_in_one_line(value, name):
    line = refusal(AscentSettings, name, value)
    assert line == f"AscentSettings.{name} is {value!r}; it must be finite, as {'int' if name == 'steps' else 'float'}."


def test_an_exception_is_a_setting():
    assert set(ANY) <= {parameter.values[1] for parameter in NUMBERS}


@pytest.mark.parametrize(
    ("made", "wrong", "allowed"),
    [
        (module.LogisticSettings, {"strengths": (0.3, 0.1)}, "ascending"),
        (module.CnnSettings, {"shift": 5}, "0 ≤ shift ≤ 4"),
        (module.CnnSettings, {"betas": (0.9,)}, "two betas"),
        (module.EpochsSettings, {"epochs": 10}, "epochs ≥ 11"),
        (module.SgdSettings, {"steps": 99}, "steps ≥ 100"),
        (module.InverseSettings, {"target": 1.0}, "0 < target < 1"),
        (module.InverseSettings, {"confidences": (0.5, 1.0)}, "0 < confidences < 1"),
        (module.PatternSettings, {"points": 401}, "even"),
        (module.AscentSettings, {"low": 0.6, "high": 0.5}, "low < high"),
        (module.AscentSettings, {"strip": (0, 5, 5)}, "ascending"),
        (module.UnitsSettings, {"r_squared": 0.6, "loose_r_squared": 0.7}, "loose_r_squared ≤ r_squared"),
        (module.NarrowSettings, {"filters": ((8, 18), (4, 9))}, "three pairs"),
        (module.MeaningSettings, {"many": 7}, "many is 6"),
    ],
)
def test_choices_that_do_not_fit_each_other_or_the_page_are_refused(made, wrong, allowed):
    with pytest.raises(ExplainerError, match=f"^{made.__name__}: .*{allowed}.* must hold, and ") as caught:
        made(**wrong)
    assert all(f"{name} = {value}" in str(caught.value) for name, value in wrong.items())


def test_the_stops_of_an_ascent_end_in_its_last_step_however_many_there_are():
    assert AscentSettings().stops == (0, 1, 2, 3, 5, 8, 15, 30)
    assert AscentSettings(steps=20).stops == (0, 1, 2, 3, 5, 8, 15, 20)
    assert AscentSettings(steps=15).stops == (0, 1, 2, 3, 5, 8, 15)
    assert AscentSettings(steps=1).stops == (0, 1)
    assert AscentSettings(steps=60).stops[-2:] == (30, 60)


@pytest.mark.parametrize(
    ("made", "name", "value"),
    [
        (module.AscentSettings, "shrinking", 1),
        (module.AscentSettings, "shrinking", "no"),
        (module.LogisticSettings, "strengths", 0.1),
        (module.LogisticSettings, "strengths", (0.1, True)),
        (module.CnnSettings, "epochs", True),
        (module.CnnSettings, "batch", 2.5),
        (module.CnnSettings, "batch", "64"),
    ],
)
def test_a_value_of_another_kind_is_refused(made, name, value):
    assert refusal(made, name, value) == (
        f"{made.__name__}.{name} is {value!r}; it must be finite, as {made.__annotations__[name]}."
    )


def test_the_embedded_digits_have_a_training_of_their_own_wherever_a_network_is_trained():
    few = for_dataset(Settings(), "digits")
    recipes = [few.cnn, few.seeds.cnn, few.narrow.cnn, few.deep.cnn, few.dense.cnn]
    assert {id(recipe) for recipe in recipes} == {id(module.SMALL_CNN)}
    assert replace(few.permuted.cnn, epochs=few.cnn.epochs) == few.cnn  # half as long, as on MNIST
    assert few.permuted.cnn.epochs == few.cnn.epochs / 2
    assert for_dataset(Settings(), "mnist") == Settings()


def test_with_nothing_set_it_is_auto_and_the_projects_own_cache():
    settings = from_environment({})
    assert (settings.data.name, settings.data.folder) == ("auto", None)
    assert settings.cache == ROOT / ".cache"


def test_folders_may_lie_anywhere(tmp_path):
    settings = from_environment({"EXPLAINER_DATA_DIR": str(tmp_path), "EXPLAINER_CACHE_DIR": str(tmp_path / "c")})
    assert settings.data.folder == tmp_path.resolve()
    assert settings.cache == (tmp_path / "c").resolve()


def test_a_relative_folder_is_one_of_the_current_folder(tmp_path, monkeypatch):
    (tmp_path / "files").mkdir()
    monkeypatch.chdir(tmp_path)
    settings = from_environment({"EXPLAINER_DATA_DIR": "files", "EXPLAINER_CACHE_DIR": "kept/here"})
    assert settings.data.folder == Path.cwd() / "files"
    assert settings.cache == Path.cwd() / "kept" / "here"
    monkeypatch.chdir(ROOT)  # what was read stays where it was
    assert settings.cache == tmp_path.resolve() / "kept" / "here"


@pytest.mark.parametrize(
    "env", [{"EXPLAINER_DATASET": "x"}, {"EXPLAINER_DATA_DIR": "/none"}, {"EXPLAINER_DATASET": "idx"}]
)
def test_what_cannot_be_is_refused(env):
    with pytest.raises(ExplainerError, match="EXPLAINER_DATA") as caught:
        from_environment(env)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("made", CLASSES)
def test_every_choice_is_frozen(made):
    for field in dataclasses.fields(made):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(made(), field.name, None)
