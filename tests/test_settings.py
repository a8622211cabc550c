"""Settings are read once, from the environment, and refused in one line."""

import dataclasses

import pytest

from explainer.errors import ExplainerError
from explainer.settings import ROOT, Settings, from_environment


def test_with_nothing_set_it_is_auto_and_the_projects_own_cache():
    settings = from_environment({})
    assert (settings.data.name, settings.data.folder) == ("auto", None)
    assert settings.cache == ROOT / ".cache"


def test_folders_may_lie_anywhere(tmp_path):
    settings = from_environment({"EXPLAINER_DATA_DIR": str(tmp_path), "EXPLAINER_CACHE_DIR": str(tmp_path / "c")})
    assert settings.data.folder == tmp_path.resolve()
    assert settings.cache == (tmp_path / "c").resolve()


@pytest.mark.parametrize(
    "env", [{"EXPLAINER_DATASET": "x"}, {"EXPLAINER_DATA_DIR": "/none"}, {"EXPLAINER_DATASET": "idx"}]
)
def test_what_cannot_be_is_refused(env):
    with pytest.raises(ExplainerError, match="EXPLAINER_DATA"):
        from_environment(env)


def test_every_choice_is_frozen():
    for field in dataclasses.fields(Settings):
        value = getattr(Settings(), field.name)
        if dataclasses.is_dataclass(value):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(value, dataclasses.fields(value)[0].name, None)
