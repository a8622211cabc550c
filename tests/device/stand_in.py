"""Everything that computes with tensors does so where the images are, on a device that takes no float64.

The device is a stand-in: PyTorch's fake tensors, which have a shape, a type and a device, and no values. Tensors of two
devices do not mix there either, and there are gradients. PyTorch without CUDA refuses gradients on a made-up `cuda`,
so the stand-in takes the place that PyTorch keeps for devices of others. What comes back to the CPU is zeros.

Not collected by itself: `tests/test_device.py` runs it in a process of its own, for PyTorch must know of a device
before it takes the first gradient, and never forgets it.
"""

import types

import numpy as np
import pytest
import torch
from torch._C import _acc
from torch._subclasses.fake_tensor import FakeTensorMode, unset_fake_temporarily
from torch.utils._python_dispatch import TorchDispatchMode

from explainer.chapters.trust.experiments.both import linear_logits
from explainer.data import Dataset, Split
from explainer.methods import ablation, exemplars, fooling, objectives, parametrisations, priors, regularizers
from explainer.methods.activation_maximization import ascend, noise
from explainer.methods.objectives import Objective, channel
from explainer.methods.transformations import jitter, unchanged
from explainer.models import cnn, silent
from explainer.models.gaussian import Gaussian
from explainer.models.linear import LinearModel
from explainer.settings import AscentSettings, CnnSettings, LadderSettings

NAME = "standin"
SETTINGS = LadderSettings(ascent=AscentSettings(steps=2))
MODEL = Gaussian(np.full(784, 0.4), np.diag(np.linspace(0.001, 0.02, 784)))
RNG = np.random.default_rng(0)
LINEAR = LinearModel(RNG.normal(size=(10, 784)), RNG.normal(size=10))
AXES = parametrisations.principal(MODEL.mean, MODEL.covariance, axes=20)
ALL = regularizers.regularizers(MODEL, SETTINGS)
COUNT = 3


class Guard(_acc.DeviceGuard):
    def type_(self):
        return torch._C._autograd.DeviceType.PrivateUse1


class Hooks(_acc.PrivateUse1Hooks):
    present = False

    def is_available(self):
        return Hooks.present

    def is_built(self):
        return True

    def has_primary_context(self, index):
        return True


class Fake(FakeTensorMode):
    """Nothing is computed, small constants included."""

    avoid_device_init = True

    def may_turn_const(self, tensor):
        return False


class NoFloat64(TorchDispatchMode):
    """As on Apple's MPS: no operation may give, or be given, a float64 tensor on the device."""

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        for tensor in torch.utils._pytree.tree_leaves((args, result)):
            if isinstance(tensor, torch.Tensor) and tensor.device.type == NAME:
                assert tensor.dtype != torch.float64, f"{func} on float64"
        return result


@pytest.fixture(scope="module")
def guard():
    """Tell PyTorch of the stand-in; nobody finds it until it is said to be there."""
    torch.utils.rename_privateuse1_backend(NAME)
    asked = {
        "is_available": lambda: Hooks.present,
        "_is_in_bad_fork": lambda: False,
        "manual_seed_all": lambda seed: None,
    }
    torch._register_device_module(NAME, types.SimpleNamespace(**asked))
    kept = Guard(), Hooks()
    _acc.register_python_privateuseone_device_guard(kept[0])
    _acc.register_python_privateuseone_hook(kept[1])
    return kept


@pytest.fixture
def device(guard, monkeypatch):
    """The stand-in is the accelerator that PyTorch finds."""
    monkeypatch.setattr(Hooks, "present", True)
    randint = torch.randint

    def draw(*sizes, **options):
        with unset_fake_temporarily():  # of the CPU's own generator: these are numbers
            return randint(*sizes, **options)

    def numpy(tensor):
        assert tensor.device.type == "cpu", "numpy() of a tensor on the device"
        return np.zeros(tuple(tensor.shape), str(tensor.dtype).removeprefix("torch."))

    def move(network):
        for module in network.modules():
            for name, value in module.named_parameters(recurse=False):
                moved = torch.nn.Parameter(value.detach().to(cnn.device()), requires_grad=value.requires_grad)
                setattr(module, name, moved)
        return network

    monkeypatch.setattr(torch, "randint", draw)
    monkeypatch.setattr(torch.Tensor, "numpy", numpy)
    monkeypatch.setattr(torch.Tensor, "item", lambda tensor: 0.0)
    monkeypatch.setattr(cnn, "on_device", move)  # PyTorch cannot move a whole module of fake tensors
    with Fake(allow_non_fake_inputs=True), NoFloat64():
        yield cnn.device()


@pytest.fixture
def network(device):
    return cnn.initial(0).eval().requires_grad_(False)


def test_the_stand_in_is_what_the_code_computes_on(device):
    assert device.type == NAME
    assert cnn.as_batch(noise(2, SETTINGS.ascent)).device.type == NAME


def test_the_stand_in_mixes_with_nothing_and_takes_no_float64(device):
    images = cnn.as_batch(noise(2, SETTINGS.ascent))
    with pytest.raises(RuntimeError, match="same device"):
        images * torch.ones(2, 1, 1, 1)
    with pytest.raises(AssertionError, match="float64"):
        images.double()
    assert images.cpu().double().dtype == torch.float64


def mean_ink(images):
    return images.mean(dim=(1, 2, 3))


OBJECTIVES = {
    "channel of conv1": lambda network: channel(network, "conv1", [0, 3, 5]),
    "channel of conv2": lambda network: channel(network, "conv2", [0, 3, 5]),
    "unit of dense1": lambda network: channel(network, "dense1", [0, 3, 5]),
    "logit": lambda network: channel(network, "logits", [0, 3, 5]),
    "channels": lambda network: objectives.channels(network, {"conv1": [2], "conv2": [4], "logits": [6]}),
    "neuron": lambda network: objectives.neuron(network, "conv2", [0, 3, 5]),
    "direction in conv2": lambda network: objectives.direction(network, "conv2", np.ones(36)),
    "direction in logits": lambda network: objectives.direction(network, "logits", np.ones(10)),
    "diversity": lambda network: objectives.diversity(network, "conv2"),
    "sum": lambda network: channel(network, "logits", [0, 3, 5]) + Objective(mean_ink),
    "difference": lambda network: channel(network, "logits", [0, 3, 5]) - Objective(mean_ink),
    "negative": lambda network: -channel(network, "logits", [0, 3, 5]),
    "scaled by a number": lambda network: 2.5 * channel(network, "logits", [0, 3, 5]),
    "scaled by a factor for each image": lambda network: channel(network, "logits", [0, 3, 5]) * torch.rand(COUNT),
    "log_probability": lambda network: fooling.log_probability(network, [0, 3, 5]),
    "deceptive_network": lambda network: Objective(
        lambda images: fooling.deceptive_network(network, np.zeros((10, 28, 28)), 0.4, 10.0)(images)[:, 3]
    ),
    "linear_logits": lambda network: linear_logits(LINEAR, [0, 3, 5]),
    "l2": lambda network: priors.l2(),
    "total_variation": lambda network: priors.total_variation(),
    "gaussian_prior": lambda network: priors.gaussian_prior(AXES),
    "a prior of one strength for each image": lambda network: (
        channel(network, "logits", [0, 3, 5]) + priors.gaussian_prior(AXES) * torch.rand(COUNT)
    ),
}


@pytest.mark.parametrize("name", OBJECTIVES)
def test_every_objective_has_its_value_and_its_gradient_on_the_device(network, name):
    images = cnn.as_batch(noise(COUNT, SETTINGS.ascent)).requires_grad_()
    value = OBJECTIVES[name](network)(images)
    assert (value.device.type, value.dtype, tuple(value.shape)) == (NAME, torch.float32, (COUNT,))
    (gradient,) = torch.autograd.grad(value.sum(), images)
    assert (gradient.device.type, gradient.shape) == (NAME, images.shape)


def test_no_objective_is_left_out():
    makers = {
        name
        for module in (objectives, priors)
        for name, made in vars(module).items()
        if callable(made) and getattr(made, "__annotations__", {}).get("return") == "Objective" and name[0] != "_"
    }
    assert makers <= {name.split()[0] for name in OBJECTIVES}


@pytest.mark.parametrize(
    "parametrisation",
    [parametrisations.PIXELS, parametrisations.fourier(), AXES],
    ids=["pixels", "fourier", "principal"],
)
def test_every_parametrisation_stays_on_the_device(device, parametrisation):
    images = cnn.as_batch(noise(COUNT, SETTINGS.ascent))
    params = parametrisation.project(parametrisation.encode(images))
    decoded = parametrisation.decode(params.detach().requires_grad_())
    assert params.device.type == decoded.device.type == NAME
    assert decoded.shape == images.shape


@pytest.mark.parametrize("transformation", [unchanged, jitter(2)], ids=["unchanged", "jitter"])
def test_every_transformation_stays_on_the_device(device, transformation):
    images = cnn.as_batch(noise(COUNT, SETTINGS.ascent))
    changed = transformation(images, torch.Generator().manual_seed(0))
    assert (changed.device.type, changed.shape) == (NAME, images.shape)


@pytest.mark.parametrize("name", ALL)
def test_every_regularizer_ascends_on_the_device(network, name):
    devices = set()
    logits = channel(network, "logits", [0, 3])

    def value(images):
        values = logits(images)
        devices.add((images.device.type, values.device.type))
        return values

    images = regularizers.maximize(Objective(value), ALL[name], np.array([0.1, 0.2]), SETTINGS, starts=[0, 3])
    assert images.shape == (2, 28, 28)
    assert devices == {(NAME, NAME)}


@pytest.mark.parametrize("name", ["data", "fourier"])
def test_the_strongest_regularizer_is_found_on_the_device(network, name):
    for objective, logits in (
        (lambda classes: linear_logits(LINEAR, classes), lambda many: LINEAR.logits(many.reshape(len(many), -1))),
        (lambda classes: channel(network, "logits", classes), lambda many: cnn.predict_logits(network, many)),
    ):
        images, strengths = regularizers.clearest(objective, logits, ALL[name], np.zeros(10), SETTINGS)
        assert images.shape == (10, 28, 28)
        assert strengths.shape == (10,)


def test_an_ascent_comes_back_whole(network):
    ascent = ascend(channel(network, "conv1"), noise(16, SETTINGS.ascent), SETTINGS.ascent)
    assert (ascent.path.shape, ascent.path.dtype) == ((3, 16, 28, 28), np.float32)
    assert (ascent.values.shape, ascent.values.dtype) == ((3, 16), np.float64)
    assert (ascent.gradients.shape, ascent.gradients.dtype) == ((2, 16, 3), np.float64)


@pytest.mark.parametrize("layer", ["conv1", "conv2"])
def test_ablation_measures_what_the_device_gives(network, layer):
    maps = ablation.maps(network, layer, noise(5, SETTINGS.ascent))
    units = maps.shape[1]
    assert maps.device.type == ablation.mean_ablate(maps, [0, 2]).device.type == NAME
    assert ablation.logits(network, layer, maps).shape == (5, 10)
    assert ablation.activation_rate(maps).shape == (units,)
    assert ablation.by_unit(maps).shape == (units, maps.numel() // units)
    assert ablation.by_unit(maps).dtype == np.float64
    assert ablation.r_squared(maps[:, :4]).shape == (4,)
    assert [part.shape for part in ablation.effects(network, layer, maps)] == [(units,), (units,)]
    assert ablation.agreement(network, layer, maps, [0], [1, 2]).shape == (2,)


def test_exemplars_and_predictions_come_back(network):
    images = noise(5, SETTINGS.ascent)
    maxima, places = exemplars.max_activations(network, "conv2", images)
    assert (maxima.shape, places.shape) == ((5, 36), (5, 36, 2))
    assert cnn.predict_logits(network, images).dtype == np.float64
    assert {array.dtype for array in cnn.to_arrays(network).values()} == {np.dtype(np.float32)}
    assert cnn.from_arrays(cnn.to_arrays(network)).layers.conv1.weight.device.type == NAME


def test_training_runs_on_the_device(device):
    part = Split(noise(8, SETTINGS.ascent), np.arange(8) % 10)
    settings = CnnSettings(epochs=2, batch=4, shift=1)
    network, history = cnn.train(Dataset("noise", part, part, part), settings, silent, checks=2)
    assert network.layers.conv1.weight.device.type == NAME
    assert (len(history.losses), len(history.validation)) == (4, 2)


def test_the_stand_in_is_gone_again():
    assert cnn.device().type == "cpu"
