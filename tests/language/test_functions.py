"""Every spelling of a function means one operation, with its options."""

from __future__ import annotations

import numpy as np
import pytest

from app.engine import OPS
from app.language import read_program
from app.language.functions import FUNCTIONS
from app.language.specials import SPECIALS
from tests.language.support import errors_of, operations, value_of

X = "X = [[1., 2., 3.], [4., 5., 6.]]\n"
V = "v = [-1., 2.]\n"
IMAGE = "x = [[[1., 2., 3.], [4., 5., 6.], [7., 8., 9.]]]\nk = [[[[1., 0.], [0., 1.]]]]\n"
TABLE = "E = [[1., 2.], [3., 4.], [5., 6.]]\ni = [2, 0, 2]\n"
PAIR = "p = [1., 2.]\nt = [1., 4.]\n"
SIX = [1, 2, 3, 4, 5, 6]

VALUES = [
    (X + "y = X.sum(0)", [5, 7, 9]),
    (X + "y = X.sum(axis=(0, 1))", 21),
    (X + "y = torch.sum(X, 1)", [6, 15]),
    (X + "y = tf.reduce_mean(X, axis=1, keepdims=True)", [[2], [5]]),
    (X + "y = X.mean(dim=-1, keepdim=True)", [[2], [5]]),
    (X + "y = np.max(X, 1)", [3, 6]),
    (X + "y = X.max(dim=1)", [3, 6]),
    (X + "y = X.amin(0)", [1, 2, 3]),
    (X + "y = torch.max(X, X * 2)", [[2, 4, 6], [8, 10, 12]]),
    ("x = 3\ny = max(0, x, 2)", 3),
    ("x = 3\ny = min(x, 2)", 2),
    ("a = 1\nb = 2\ny = max([a, b])", 2),
    (X + "y = X.prod()", 720),
    (X + "y = torch.std(X)", np.std(SIX, ddof=1)),
    (X + "y = np.std(X)", np.std(SIX)),
    (X + "y = X.var(ddof=1)", 3.5),
    (X + "y = torch.var(X, unbiased=False)", np.var(SIX)),
    (X + "y = X.T", np.transpose([[1, 2, 3], [4, 5, 6]])),
    (X + "y = X.transpose(0, 1)[0]", [1, 4]),
    (X + "y = np.transpose(X, (0, 1))[0]", [1, 2, 3]),
    (X + "y = X.permute(1, 0)[0]", [1, 4]),
    (X + "y = X.mT[0]", [1, 4]),
    (X + "y = X.reshape(3, 2)[0]", [1, 2]),
    (X + "y = np.reshape(X, (3, -1))[2]", [5, 6]),
    (X + "y = X.view(-1)[5]", 6),
    (X + "y = torch.flatten(X, 1)[1]", [4, 5, 6]),
    (X + "y = X.unsqueeze(0).squeeze(0)[1]", [4, 5, 6]),
    (X + "y = X[:, 0]", [1, 4]),
    (X + "y = X[0, 1:3]", [2, 3]),
    (X + "y = X[..., -1]", [3, 6]),
    (X + "y = X[1][2]", 6),
    (X + "y = X[::-1, ::2]", [[4, 6], [1, 3]]),
    (X + "y = X[:, None, 0]", [[1], [4]]),
    (X + "y = X.sum() / X.shape[1]", 7),
    (X + "y = np.concatenate([X, X], axis=1)[0]", [1, 2, 3, 1, 2, 3]),
    (X + "y = torch.cat((X, X))[3]", [4, 5, 6]),
    (X + "y = torch.stack([X[0], X[1]], dim=1)[0]", [1, 4]),
    (V + "y = F.leaky_relu(v, negative_slope=0.2)", [-0.2, 2]),
    (V + "y = leaky_relu(v)", [-0.01, 2]),
    (V + "y = tf.nn.leaky_relu(v)", [-0.2, 2]),
    (V + "y = elu(v, 2)", [2 * np.expm1(-1), 2]),
    (V + "y = np.clip(v, 0, 1)", [0, 1]),
    (V + "y = v.clamp(min=0)", [0, 2]),
    (V + "y = np.clip(v, None, 1)", [-1, 1]),
    (V + "y = where(v > 0, v, 0)", [0, 2]),
    (V + "y = torch.where(v >= 0, v, v * 0.5)", [-0.5, 2]),
    (V + "y = -v + +v", [0, 0]),
    (V + "y = v.pow(2)", [1, 4]),
    (V + "y = np.multiply(v, np.add(v, 1))", [0, 6]),
    (V + "y = np.dot(v, v)", 5),
    (V + "y = np.outer(v, v)", [[1, -2], [-2, 4]]),
    ("x = 1.0\ny = gelu(x)", 0.8413447460685429),
    ("x = 1.0\ny = F.gelu(x, approximate='tanh')", 0.8411919906082768),
    ("x = 1.0\ny = jax.nn.gelu(x)", 0.8411919906082768),
    ("x = 2\ny = math.pi * x", 2 * np.pi),
    (PAIR + "y = F.mse_loss(p, t)", 2),
    (PAIR + "y = F.mse_loss(p, t, reduction='sum')", 4),
    (PAIR + "y = F.l1_loss(p, target=t, reduction='none')", [0, 2]),
    (PAIR + "y = huber(p, t, 2)", 1),
    (PAIR + "y = sse(p, t)", 2),
    ("p = [0., 0.]\nt = [1, 0]\ny = F.binary_cross_entropy_with_logits(p, t)", np.log(2)),
    ("z = [[0., 0.], [0., 0.]]\nt = [0, 1]\ny = F.cross_entropy(z, t)", np.log(2)),
    ("z = [[0., 0.], [0., 0.]]\nt = [0, 1]\ny = F.nll_loss(F.log_softmax(z, dim=1), t)", np.log(2)),
    ("x = np.ones((2, 3))\ny = x.sum()", 6),
    ("x = torch.full((2, 2), 7.0)\ny = (torch.eye(2) @ x).sum()", 28),
    ("x = np.arange(4)\ny = x.sum()", 6),
    ("x = np.linspace(0, 1, 3)\ny = x.sum()", 1.5),
    ("from torch import tanh as th\nimport torch.nn.functional as G\nx = 0\ny = th(x) + G.relu(x) + 1", 1),
    ("x: float = 2.0\ny = x * 2", 4),
    (IMAGE + "y = conv2d(x, k)[0]", [[6, 8], [12, 14]]),
    (IMAGE + "y = F.conv2d(x, k, None, 2)[0]", [[6]]),
    (IMAGE + "y = torch.conv2d(x, weight=k, bias=[1.], padding=1)[0, 3]", [1, 8, 9, 10]),
    (IMAGE + "y = F.conv2d(x[None], k, stride=(1, 2), padding=(1, 0))[0, 0]", [[2], [6], [12], [7]]),
    (IMAGE + "y = F.max_pool2d(x, 2)[0]", [[5]]),
    (IMAGE + "y = nn.MaxPool2d(2, stride=1)(x)[0]", [[5, 6], [8, 9]]),
    (IMAGE + "y = max_pool2d(x, (3, 1), stride=None)[0]", [[7, 8, 9]]),
    (IMAGE + "y = F.avg_pool2d(x, kernel_size=2, stride=1)[0, 0]", [3, 4]),
    (IMAGE + "y = avg_pool2d(x, 2, padding=1)[0]", [[0.25, 1.25], [2.75, 7]]),
    ("x = [1., 3.]\ny = layer_norm(x, eps=0)", [-1, 1]),
    ("x = [1., 3.]\nw = [2, 3]\nb = [1, 0]\ny = layer_norm(x, w, b, 0)", [-1, 3]),
    ("x = [1., 3.]\nw = [2, 3]\nb = [1, 0]\ny = F.layer_norm(x, [2], w, b, 0)", [-1, 3]),
    ("x = [1., 3.]\nb = [1, 0]\ny = F.layer_norm(x, x.shape[-1:], bias=b, eps=0)", [0, 1]),
    ("x = [1., 3.]\nd = 2\ny = F.layer_norm(x, d, eps=0)", [-1, 1]),
    ("x = [1., 3.]\ny = layer_norm(x, normalized_shape=(2,), weight=[2, 2], eps=0)", [-2, 2]),
    (TABLE + "y = F.embedding(i, E)", [[5, 6], [1, 2], [5, 6]]),
    (TABLE + "y = E[i]", [[5, 6], [1, 2], [5, 6]]),
    (TABLE + "y = embedding(1, E)", [3, 4]),
]


@pytest.mark.parametrize(("source", "expected"), VALUES, ids=[source.rsplit("\n", 1)[1] for source, _ in VALUES])
def test_a_spelling_has_its_librarys_meaning(source, expected):
    np.testing.assert_allclose(value_of(source), expected, rtol=1e-12)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_names_an_operation_and_its_options(name):
    function = FUNCTIONS[name]
    op = OPS[function.operation]
    operands = [one for one in function.parameters if one.kind == "operand"]
    assert op.arity == (sum(one.required for one in operands), len(operands))
    options = {one.names[0] for one in function.parameters if one.kind not in ("operand", "reduction", "unbiased")}
    assert options == set(op.attributes)


@pytest.mark.parametrize("name", sorted(set(OPS) - {"index"}))
def test_every_operation_can_be_called(name):
    assert name in FUNCTIONS or name in SPECIALS


@pytest.mark.parametrize("prefix", ["", "np.", "numpy.", "torch.", "math.", "F.", "nn.functional.", "jnp.", "tf."])
def test_a_function_may_carry_the_prefix_people_paste(prefix):
    assert operations(read_program(f"x = 1\ny = {prefix}exp(x)")) == ["exp"]


@pytest.mark.parametrize(
    "wrapper", ["Value(2.0)", "torch.tensor(2.0, requires_grad=True)", "np.array(2)", "nn.Parameter(2.0)"]
)
def test_a_wrapper_makes_a_leaf(wrapper):
    (leaf,) = read_program(f"x = {wrapper}").graph.nodes
    assert (leaf.id, leaf.role, leaf.inline) == ("x", "parameter", False)


def test_a_number_beside_a_value_with_axes_is_asked_about():
    (error,) = errors_of(X + "y = max(X, 0)")
    assert "maximum(x, 0)" in error.hint and "axis=0" in error.hint


def test_a_module_of_pytorch_is_made_first_and_called_later():
    source = PAIR + "criterion = nn.MSELoss(reduction='sum')\nact = torch.nn.LeakyReLU(0.5)\ny = criterion(act(-p), t)"
    assert value_of(source) == pytest.approx((-0.5 - 1) ** 2 + (-1 - 4) ** 2)
    assert value_of(PAIR + "y = nn.MSELoss()(p, t)") == 2


def test_requires_grad_makes_a_constant_or_a_parameter():
    source = (
        "a = torch.ones(2, requires_grad=False)\nb = torch.ones(2)\nb.requires_grad = False\nc = [1, 2]\ny = a + b + c"
    )
    assert [node.role for node in read_program(source).graph.leaves()] == ["constant", "constant", "parameter"]
