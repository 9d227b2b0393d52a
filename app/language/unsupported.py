"""Python that is no part of the language: what each construct is called, and what to write instead."""

from __future__ import annotations

import ast

NODES: dict[type[ast.AST], tuple[str, str]] = {
    ast.If: ("an 'if' statement", "Choose between values with where(condition, a, b)."),
    ast.IfExp: ("a conditional expression", "Write where(condition, a, b)."),
    ast.While: ("a 'while' loop", "Write for i in range(10): with a constant count."),
    ast.AsyncFor: ("an 'async for' loop", "Write for i in range(10): with a constant count."),
    ast.AsyncFunctionDef: ("an 'async def' function", "Write def."),
    ast.AsyncWith: ("an 'async with' block", "Leave it out, and unindent what it holds."),
    ast.With: ("a 'with' block", "Leave it out, and unindent what it holds; constants are named in the request."),
    ast.ClassDef: ("a class", "Write its formulas as assignments, or as a function with def."),
    ast.Try: ("a 'try' block", "Leave it out, and unindent what it holds."),
    ast.Raise: ("a 'raise' statement", "Leave it out."),
    ast.Assert: ("an 'assert' statement", "Leave it out."),
    ast.Delete: ("a 'del' statement", "Leave it out: a name can simply be assigned again."),
    ast.Global: ("a 'global' statement", "Return the value and assign it where the function is called."),
    ast.Nonlocal: ("a 'nonlocal' statement", "Return the value and assign it where the function is called."),
    ast.Break: ("a 'break' statement", "Give range the count that is wanted."),
    ast.Continue: ("a 'continue' statement", "Give range the count that is wanted."),
    ast.Return: ("a 'return' outside a function", "Assign the value to a name."),
    ast.Match: ("a 'match' statement", "Choose between values with where(condition, a, b)."),
    ast.Lambda: ("a lambda", "Write def f(x): and, on the next line, return …"),
    ast.NamedExpr: ("an assignment inside an expression, ':='", "Assign on a line of its own, with =."),
    ast.BoolOp: ("'and' or 'or'", "Multiply masks for 'and': (a > 0) * (b > 0); use maximum for 'or'."),
    ast.JoinedStr: ("a text", "A value is a number or a list of numbers."),
    ast.FormattedValue: ("a text", "A value is a number or a list of numbers."),
    ast.Dict: ("a dictionary", "Give each value a name of its own."),
    ast.Set: ("a set", "Write a list: [1, 2, 3]."),
    ast.DictComp: ("a dictionary comprehension", "Write a for loop over range."),
    ast.SetComp: ("a set comprehension", "Write a for loop over range."),
    ast.Starred: ("a '*' before a name", "Write each value out."),
    ast.Await: ("'await'", "Leave it out."),
    ast.Yield: ("'yield'", "Write return."),
    ast.YieldFrom: ("'yield from'", "Write return."),
    ast.Slice: ("a slice outside an index", "Write x[1:3]."),
}
LATER: dict[str, tuple[str, str]] = {
    "TryStar": ("a 'try' block", "Leave it out, and unindent what it holds."),
    "TypeAlias": ("a 'type' statement", "Leave it out."),
    "TemplateStr": ("a text", "A value is a number or a list of numbers."),
    "Interpolation": ("a text", "A value is a number or a list of numbers."),
}
OPERATORS: dict[type[ast.AST], tuple[str, str]] = {
    ast.FloorDiv: ("'//'", "Write / to divide; // works between constant whole numbers only."),
    ast.Mod: ("'%'", "It works between constant whole numbers only."),
    ast.BitXor: ("'^'", "A power is written **, as in x ** 2."),
    ast.BitAnd: ("'&'", "Multiply masks instead: (a > 0) * (b > 0)."),
    ast.BitOr: ("'|'", "Use maximum(a, b) of two masks instead."),
    ast.LShift: ("'<<'", "Write * 2 ** n."),
    ast.RShift: ("'>>'", "Write / 2 ** n."),
    ast.Invert: ("'~'", "Write 1 - mask."),
    ast.Not: ("'not'", "Write 1 - mask."),
    ast.Is: ("'is'", "Compare with ==."),
    ast.IsNot: ("'is not'", "Compare with !=."),
    ast.In: ("'in'", "Compare with == and add up the masks."),
    ast.NotIn: ("'not in'", "Compare with == and add up the masks."),
}

FUNCTIONS: dict[str, str] = {
    "randn": "Write the numbers down, or give them as values: a trace must be the same on every run.",
    "rand": "Write the numbers down, or give them as values: a trace must be the same on every run.",
    "random": "Write the numbers down, or give them as values: a trace must be the same on every run.",
    "uniform": "Write the numbers down, or give them as values: a trace must be the same on every run.",
    "normal": "Write the numbers down, or give them as values: a trace must be the same on every run.",
    "detach": "It would cut the gradient: name the value under 'constants' in the request instead.",
    "stop_gradient": "It would cut the gradient: name the value under 'constants' in the request instead.",
    "item": "Leave it out: a single number is used as it is.",
    "tolist": "Leave it out.",
    "einsum": "Write it with @, transpose and sum.",
    "norm": "Write sqrt(sum(x ** 2)).",
    "expm1": "Write exp(x) - 1.",
    "log2": "Write log(x) / log(2).",
    "log10": "Write log(x) / log(10).",
    "sinh": "Write (exp(x) - exp(-x)) / 2.",
    "cosh": "Write (exp(x) + exp(-x)) / 2.",
    "reciprocal": "Write 1 / x.",
    "rsqrt": "Write 1 / sqrt(x).",
    "vstack": "Use stack or concatenate.",
    "hstack": "Use stack or concatenate.",
    "zip": "Write for i in range(3): and use a[i], b[i].",
    "enumerate": "Write for i in range(3): and use x[i].",
    "range": "It counts a for loop: for i in range(3):",
    "map": "Write a for loop over range.",
    "round": "A rounded value has no useful gradient: leave it out.",
    "any": "Use max of a mask.",
    "all": "Use min of a mask.",
    "argmax": "A position has no gradient: leave it out.",
    "dropout": "It is random: multiply by a mask of your own.",
    "Linear": "Write x @ W + b.",
    "linear": "Write x @ W.T + b.",
    "Conv2d": "Write conv2d(x, weight, bias).",
    "LayerNorm": "Write layer_norm(x, weight, bias).",
    "Embedding": "Write embedding(indices, weight).",
    "eval": "A program is read, never run: write the formula itself.",
    "exec": "A program is read, never run: write the formula itself.",
    "open": "A program is read, never run: give numbers as values in the request.",
    "grad": "The gradients of every value are computed without being asked.",
}


def describe(node: ast.AST) -> tuple[str, str]:
    """Return what a construct is called, and what to write instead."""
    known = NODES.get(type(node)) or OPERATORS.get(type(node)) or LATER.get(type(node).__name__)
    return known or (f"a construct called {type(node).__name__}", "Write assignments, such as y = w * x + b.")
