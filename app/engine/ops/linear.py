"""Products of matrices and vectors.

For Y = A B the gradients are dA = dY Bᵀ and dB = Aᵀ dY: each factor keeps its place, because a matrix
product does not commute. A vector stands as a row on the left and as a column on the right, as in NumPy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.engine.errors import DomainError, Shape, ShapeError
from app.engine.ops.record import Attributes, Entries, Op, Structure
from app.engine.shapes import Array, as_value, broadcast_shapes, show, unbroadcast

SOURCE = "Petersen and Pedersen, The Matrix Cookbook, 2012, section 2.5"


def matmul_shape(shapes: Sequence[Shape], attributes: Attributes) -> Shape:
    """Return the shape of a @ b.

    Raises:
        ShapeError: an operand is a single number, or the inner sizes differ.
    """
    a, b = shapes
    if not a or not b:
        raise ShapeError(
            "matmul needs vectors or matrices",
            f"got {show(a)} and {show(b)}",
            "Use * to multiply by a single number.",
            (a, b),
        )
    if a[-1] != b[-2 if len(b) > 1 else 0]:
        raise ShapeError(
            "matmul needs inner sizes to agree", f"got {show(a)} and {show(b)}", "Transpose one of them?", (a, b)
        )
    batch = broadcast_shapes(a[:-2], b[:-2])
    return (*batch, *(a[-2:-1] if len(a) > 1 else ()), *(b[-1:] if len(b) > 1 else ()))


def as_matrices(xs: Sequence[Array], result: Any) -> tuple[Any, Any, Any]:
    """Return both factors and their product with at least two axes: a row on the left, a column on the right."""
    a, b = xs
    matrix = result
    if b.ndim == 1:
        matrix = matrix[..., None]
    if a.ndim == 1:
        matrix = matrix[..., None, :]
    return (a[None, :] if a.ndim == 1 else a), (b[:, None] if b.ndim == 1 else b), matrix


def matmul_vjp(k: int, upstream: Array, y: Array, xs: Sequence[Array], attributes: Attributes) -> tuple[Any, Array]:
    """Return Bᵀ and dY Bᵀ for the left factor, Aᵀ and Aᵀ dY for the right one."""
    a, b = xs
    if a.ndim == 2 and b.ndim == 2:
        local = (b if k == 0 else a).T
        return local, (upstream @ local if k == 0 else local @ upstream)
    left, right, outer = as_matrices(xs, upstream)
    local = np.swapaxes(right if k == 0 else left, -1, -2)
    product = outer @ local if k == 0 else local @ outer
    target = (left if k == 0 else right).shape
    return as_value(local), as_value(np.reshape(unbroadcast(product, target), xs[k].shape))


def matmul_entries(k: int, y: Array, xs: Sequence[Array], attributes: Attributes) -> Entries:
    """Return, for each output y_ij, its derivative with respect to a_ip (that is b_pj) or b_pj (a_ip)."""
    left, right, outer = as_matrices(xs, y)
    factor = left if k == 0 else right
    index = np.arange(factor.size).reshape(factor.shape)
    # On axes (…, i, j, p): the left factor's element a_ip, and the right factor's element b_pj.
    rows, columns = (index, right) if k == 0 else (left, index)
    at_row = rows[..., :, None, :]
    at_column = columns.swapaxes(-1, -2)[..., None, :, :]
    inner = left.shape[-1]
    inputs, values = np.empty((*outer.shape, inner), dtype=np.intp), np.empty((*outer.shape, inner))
    inputs[...], values[...] = (at_row, at_column) if k == 0 else (at_column, at_row)
    return Entries(np.repeat(np.arange(y.size), inner), inputs.ravel(), values.ravel())


def outer_shape(shapes: Sequence[Shape], attributes: Attributes) -> Shape:
    """Return (m, n) for two vectors."""
    if any(len(shape) != 1 for shape in shapes):
        found = " and ".join(show(shape) for shape in shapes)
        raise ShapeError("outer needs two vectors", f"got {found}", "Reshape them to one axis.", tuple(shapes))
    return (shapes[0][0], shapes[1][0])


def outer_vjp(k: int, upstream: Array, y: Array, xs: Sequence[Array], attributes: Attributes) -> tuple[Any, Array]:
    """Return the other vector and dY b, or dYᵀ a."""
    return xs[1 - k], (upstream @ xs[1] if k == 0 else xs[0] @ upstream)


def outer_entries(k: int, y: Array, xs: Sequence[Array], attributes: Attributes) -> Entries:
    """Return, for y_ij = a_i b_j, the derivative b_j with respect to a_i, or a_i with respect to b_j."""
    rows, columns = np.indices(y.shape)
    mine, theirs = (rows, columns) if k == 0 else (columns, rows)
    return Entries(np.arange(y.size), mine.ravel(), xs[1 - k][theirs.ravel()])


def side(k: int) -> Structure:
    """Return which factor of a product operand k is."""
    return "matmul-left" if k == 0 else "matmul-right"


def dot_shape(shapes: Sequence[Shape], attributes: Attributes) -> Shape:
    """Return the shape of dot(a, b): as for matmul, for vectors and matrices."""
    if any(len(shape) > 2 for shape in shapes):
        raise DomainError("dot takes vectors and matrices", f"got {' and '.join(map(show, shapes))}", "Use @.")
    return matmul_shape(shapes, attributes)


OPERATIONS = [
    Op(
        name="matmul",
        family="matmul",
        symbol="@",
        arity=(2, 2),
        signature="a @ b",
        shape=matmul_shape,
        shapes="(…, m, k) and (…, k, n) give (…, m, n); a vector is a row on the left, a column on the right",
        forward=lambda a, b: a @ b,
        vjp=matmul_vjp,
        entries=matmul_entries,
        structure=side,
        formula=r"#1\,#2",
        derivative=(r"#2^{\top}", r"#1^{\top}"),
        source=SOURCE,
    ),
    Op(
        name="dot",
        family="matmul",
        symbol="·",
        arity=(2, 2),
        signature="dot(a, b)",
        shape=dot_shape,
        shapes="(n,) and (n,) give one number; matrices as for @",
        forward=lambda a, b: a @ b,
        vjp=matmul_vjp,
        entries=matmul_entries,
        structure=side,
        formula=r"#1 \cdot #2",
        derivative=(r"#2^{\top}", r"#1^{\top}"),
        source=SOURCE,
    ),
    Op(
        name="outer",
        family="matmul",
        symbol="⊗",
        arity=(2, 2),
        signature="outer(a, b)",
        shape=outer_shape,
        shapes="(m,) and (n,) give (m, n)",
        forward=lambda a, b: a[:, None] * b,
        vjp=outer_vjp,
        entries=outer_entries,
        structure=side,
        formula=r"#1\,#2^{\top}",
        derivative=("#2", "#1"),
        source=SOURCE,
    ),
]
