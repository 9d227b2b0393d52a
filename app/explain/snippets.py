"""Each operation as one line of NumPy and of PyTorch, and its local derivative as NumPy.

Templates as in `template`: `#1 #2` operands, `#0` the output, `#*` all operands, `#{name}` an option written out,
`#{by}` the axes as arguments, `#{seen}` what sliding windows see. In `locals`, `#d` is the upstream gradient;
a factor without it is multiplied by it.
"""

from __future__ import annotations

from typing import NamedTuple


class Snippet(NamedTuple):
    """The code of one operation.

    Attributes:
        numpy: the operation.
        pytorch: the same; as for NumPy with `torch.` for `np.` if empty.
        locals: for each operand the local derivative; the last stands for all further ones.
    """

    numpy: str
    pytorch: str
    locals: tuple[str, ...]


def _same(numpy: str, *locals_: str) -> Snippet:
    """Return the code of an operation that PyTorch spells as NumPy does."""
    return Snippet(numpy, numpy.replace("np.", "torch."), locals_)


def _compare(operator: str) -> Snippet:
    """Return the code of a comparison."""
    return Snippet(f"np.float64(#1 {operator} #2)", f"(#1 {operator} #2).double()", ("0",))


SIGMOID = "1 / (1 + np.exp(-#1))"
CDF = "NormalDist().cdf(#1)"
SOFTMAX = "np.exp(#1) / np.exp(#1).sum(axis=-1, keepdims=True)"
NORMALIZED = "(#1 - np.mean(#1, axis=-1, keepdims=True)) / np.sqrt(np.var(#1, axis=-1, keepdims=True) + #{eps})"
SLIDING = ", stride=#{stride}, padding=#{padding}"
ONE_HOT = "np.eye(#1.shape[-1])[#2.astype(int)]"

SNIPPETS: dict[str, Snippet] = {
    "add": _same("#1 + #2", "1"),
    "subtract": _same("#1 - #2", "1", "-1"),
    "multiply": _same("#1 * #2", "#2", "#1"),
    "divide": _same("#1 / #2", "1 / #2", "-#1 / #2 ** 2"),
    "power": _same("#1 ** #2", "#2 * #1 ** (#2 - 1)", "#0 * np.log(#1)"),
    "negative": _same("-#1", "-1"),
    "maximum": _same("np.maximum(#1, #2)", "(#1 > #2) + 0.5 * (#1 == #2)", "(#2 > #1) + 0.5 * (#1 == #2)"),
    "minimum": _same("np.minimum(#1, #2)", "(#1 < #2) + 0.5 * (#1 == #2)", "(#2 < #1) + 0.5 * (#1 == #2)"),
    "where": Snippet("np.where(#1, #2, #3)", "torch.where(#1.bool(), #2, #3)", ("0", "(#1 != 0)", "(#1 == 0)")),
    "clip": Snippet("np.clip(#1, #{min}, #{max})", "torch.clamp(#1, #{min}, #{max})", ("(#0 == #1)",)),
    "greater": _compare(">"),
    "greater_equal": _compare(">="),
    "less": _compare("<"),
    "less_equal": _compare("<="),
    "equal": _compare("=="),
    "not_equal": _compare("!="),
    "exp": _same("np.exp(#1)", "#0"),
    "log": _same("np.log(#1)", "1 / #1"),
    "log1p": _same("np.log1p(#1)", "1 / (1 + #1)"),
    "sqrt": _same("np.sqrt(#1)", "0.5 / #0"),
    "square": _same("np.square(#1)", "2 * #1"),
    "abs": _same("np.abs(#1)", "np.sign(#1)"),
    "sign": _same("np.sign(#1)", "0"),
    "sin": _same("np.sin(#1)", "np.cos(#1)"),
    "cos": _same("np.cos(#1)", "-np.sin(#1)"),
    "tan": _same("np.tan(#1)", "1 + #0 ** 2"),
    "sigmoid": Snippet(SIGMOID, "torch.sigmoid(#1)", ("#0 * (1 - #0)",)),
    "tanh": _same("np.tanh(#1)", "1 - #0 ** 2"),
    "relu": Snippet("np.maximum(#1, 0)", "F.relu(#1)", ("(#1 > 0)",)),
    "leaky_relu": Snippet(
        "np.where(#1 > 0, #1, #{slope} * #1)",
        "F.leaky_relu(#1, #{slope})",
        ("np.where(#1 > 0, 1, #{slope})",),
    ),
    "elu": Snippet(
        "np.where(#1 > 0, #1, #{alpha} * np.expm1(np.minimum(#1, 0)))",
        "F.elu(#1, #{alpha})",
        ("np.where(#1 > 0, 1, #{alpha} * np.exp(np.minimum(#1, 0)))",),
    ),
    "silu": Snippet("#1 / (1 + np.exp(-#1))", "F.silu(#1)", ("(1 + #1 - #0) / (1 + np.exp(-#1))",)),
    "softplus": Snippet("np.logaddexp(0, #1)", "F.softplus(#1)", (SIGMOID,)),
    "softsign": Snippet("#1 / (1 + np.abs(#1))", "F.softsign(#1)", ("(1 + np.abs(#1)) ** -2",)),
    "gelu": Snippet("gelu(#1#{kind})", "F.gelu(#1#{kind})", ("gelu_derivative(#1#{kind})",)),
    "matmul": _same("#1 @ #2"),
    "dot": Snippet("#1 @ #2", "#1 @ #2", ()),
    "outer": _same("np.outer(#1, #2)", "#d @ #2", "#1 @ #d"),
    "sum": Snippet("np.sum(#1#{by})", "torch.sum(#1#{by})", ("np.ones_like(#1)",)),
    "mean": Snippet("np.mean(#1#{by})", "torch.mean(#1#{by})", ("np.ones_like(#1) / #{count}",)),
    "max": Snippet("np.max(#1#{by})", "torch.amax(#1#{by})", ("(#1 == #0) / np.sum(#1 == #0#{keep})",)),
    "min": Snippet("np.min(#1#{by})", "torch.amin(#1#{by})", ("(#1 == #0) / np.sum(#1 == #0#{keep})",)),
    "prod": Snippet("np.prod(#1#{by})", "torch.prod(#1#{by})", ("#0 / #1",)),
    "var": Snippet(
        "np.var(#1#{by}, ddof=#{ddof})",
        "torch.var(#1#{by}, correction=#{ddof})",
        ("2 * (#1 - np.mean(#1#{keep})) / (#{count} - #{ddof})",),
    ),
    "std": Snippet(
        "np.std(#1#{by}, ddof=#{ddof})",
        "torch.std(#1#{by}, correction=#{ddof})",
        ("(#1 - np.mean(#1#{keep})) / ((#{count} - #{ddof}) * #0)",),
    ),
    "logsumexp": Snippet("np.log(np.sum(np.exp(#1)#{by}))", "torch.logsumexp(#1#{dim})", ("np.exp(#1 - #0)",)),
    "softmax": Snippet(
        "np.exp(#1) / np.sum(np.exp(#1)#{keep})",
        "torch.softmax(#1#{dim})",
        ("#0 * (#d - np.sum(#d * #0#{keep}))",),
    ),
    "log_softmax": Snippet(
        "#1 - np.log(np.sum(np.exp(#1)#{keep}))",
        "torch.log_softmax(#1#{dim})",
        ("#d - np.exp(#0) * np.sum(#d#{keep})",),
    ),
    "mse": Snippet(
        "np.mean((#1 - #2) ** 2)", "F.mse_loss(#1, #2)", ("2 * (#1 - #2) / #{count}", "2 * (#2 - #1) / #{count}")
    ),
    "sse": Snippet("0.5 * np.sum((#2 - #1) ** 2)", "0.5 * torch.sum((#2 - #1) ** 2)", ("(#1 - #2)", "(#2 - #1)")),
    "mae": Snippet(
        "np.mean(np.abs(#1 - #2))",
        "F.l1_loss(#1, #2)",
        ("np.sign(#1 - #2) / #{count}", "np.sign(#2 - #1) / #{count}"),
    ),
    "huber": Snippet(
        "np.mean(huber(#1 - #2, delta=#{delta}))",
        "F.huber_loss(#1, #2, delta=#{delta})",
        (
            "np.clip(#1 - #2, -#{delta}, #{delta}) / #{count}",
            "np.clip(#2 - #1, -#{delta}, #{delta}) / #{count}",
        ),
    ),
    "nll": Snippet("-np.sum(#2 * #1) / #{rows}", "F.nll_loss(#1, #2)", ("-#2 / #{rows}", "-#1 / #{rows}")),
    "cross_entropy": Snippet(
        f"-np.sum(#2 * np.log({SOFTMAX})) / #{{rows}}",
        "F.cross_entropy(#1, #2)",
        (f"({SOFTMAX}#{{weight}} - #2) / #{{rows}}", f"-np.log({SOFTMAX}) / #{{rows}}"),
    ),
    "cross_entropy_probs": Snippet(
        "-np.sum(#2 * np.log(#1)) / #{rows}",
        "-torch.sum(#2 * torch.log(#1)) / #{rows}",
        ("-#2 / #1 / #{rows}", "-np.log(#1) / #{rows}"),
    ),
    "binary_cross_entropy": Snippet(
        "-np.mean(#2 * np.log(#1) + (1 - #2) * np.log(1 - #1))",
        "F.binary_cross_entropy(#1, #2)",
        ("((1 - #2) / (1 - #1) - #2 / #1) / #{count}", "(np.log(1 - #1) - np.log(#1)) / #{count}"),
    ),
    "binary_cross_entropy_with_logits": Snippet(
        "np.mean(np.logaddexp(0, #1) - #2 * #1)",
        "F.binary_cross_entropy_with_logits(#1, #2)",
        (f"({SIGMOID} - #2) / #{{count}}", "-#1 / #{count}"),
    ),
    "transpose": Snippet("#1.T", "#1.T", ("#d.T",)),
    "reshape": Snippet("#1.reshape(#{shape})", "#1.reshape(#{shape})", ("#d.reshape(#1.shape)",)),
    "index": Snippet("#1[#{index}]", "#1[#{index}]", ()),
    "concatenate": Snippet("np.concatenate([#*], axis=#{axis})", "torch.cat([#*], dim=#{axis})", ()),
    "conv2d": Snippet(
        'np.einsum("#{lead}cijuv,ocuv->#{lead}oij", #{seen}, #2)#[3: + #3.reshape(-1, 1, 1)]',
        f"F.conv2d(#1, #2#[3:, #3]{SLIDING})",
        (
            f"conv2d_input(#1.shape, #2, #d{SLIDING})",
            'np.einsum("#{lead}cijuv,#{lead}oij->ocuv", #{seen}, #d)',
            "np.sum(#d, axis=#{around})",
        ),
    ),
    "max_pool2d": Snippet(
        "np.max(#{seen}, axis=(-2, -1))",
        f"F.max_pool2d(#1, #{{kernel_size}}{SLIDING})",
        (f"max_unpool2d(#d, #1, #{{kernel_size}}{SLIDING})",),
    ),
    "avg_pool2d": Snippet(
        "np.mean(#{seen}, axis=(-2, -1))",
        f"F.avg_pool2d(#1, #{{kernel_size}}{SLIDING})",
        (f"avg_unpool2d(#d, #1.shape, #{{kernel_size}}{SLIDING})",),
    ),
    "layer_norm": Snippet(
        f"{NORMALIZED}#[2: * #2]#[3: + #3]",
        "F.layer_norm(#1, #1.shape[-1:]#[2:, #2]#[3:, #3], eps=#{eps})",
        ("layer_norm_input(#d#[2: * #2], #1, eps=#{eps})", NORMALIZED, "1"),
    ),
    "embedding": Snippet("#2[#1.astype(int)]", "F.embedding(#1.long(), #2)", ("0",)),
    "stack": Snippet(
        "np.stack([#*], axis=#{axis})", "torch.stack([#*], dim=#{axis})", ("np.take(#d, #{own}, #{axis})",)
    ),
}
LABELS: dict[str, str] = {
    # Class labels pick one class of each row: the targets above as rows of one 1 and zeros.
    "nll": ONE_HOT,
    "cross_entropy": ONE_HOT,
}
