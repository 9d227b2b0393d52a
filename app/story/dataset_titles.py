"""What the datasets are called, and what is in them."""

from __future__ import annotations


def _(text: str) -> str:
    """Mark a text for translation where no language is known yet."""
    return text


TITLES: dict[str, tuple[str, str]] = {
    "and": ("AND", _("1 where both inputs are 1. One neuron does it.")),
    "or": ("OR", _("1 where at least one input is 1. One neuron does it.")),
    "nand": ("NAND", _("0 where both inputs are 1. Every other gate can be built of it.")),
    "xor": ("XOR", _("1 where just one input is 1. No single straight line parts the two classes.")),
    "circles": (_("Circles"), _("A disc inside a ring.")),
    "gaussians": (_("Two clouds"), _("Two normal clouds that one straight line can part.")),
    "xor_cloud": (_("XOR, as clouds"), _("Four clouds; those at opposite corners belong together.")),
    "spiral": (_("Spiral"), _("Two arms that wind round each other one and a half times.")),
    "moons": (_("Moons"), _("Two half circles that reach into each other.")),
    "line": (_("Line"), _("t = 0.6 x + 0.2: one neuron without activation suffices.")),
    "sine": (_("Sine"), _("t = sin(πx): one whole wave.")),
    "step": (
        _("Step"),
        _("−0.5 to the left of 0, 0.5 from there on: a jump that a smooth function can only approach."),
    ),
    "abs": (_("Absolute value"), _("t = 2|x| − 1: two straight lines with a corner.")),
    "bump": (_("Bump"), _("t = exp(−8x²): a hill in the middle, flat at both ends.")),
    "sinc": ("sinc", _("t = sin(4πx) / (4πx): a high wave between waves that die away.")),
    "encoder": (
        _("Encoder"),
        _("Each row has a single 1, which must come out where it went in, through fewer units than there are rows."),
    ),
    "iris": (_("Iris flowers"), _("150 flowers of three species, four lengths of each, measured in 1936.")),
    "digits": (_("Handwritten digits"), _("1,797 images of 8 × 8 pixels: which digit is it?")),
    "digits_reconstruction": (
        _("Digits, made again"),
        _("The same images; the network must give back each image that it was shown, through a narrow layer."),
    ),
}
"""Each dataset's title and description."""

FEATURES: tuple[str, ...] = (
    _("sepal length (cm)"),
    _("sepal width (cm)"),
    _("petal length (cm)"),
    _("petal width (cm)"),
)
"""The names of columns that are words."""

GROUPS: dict[str, str] = {
    "gates": _("Logic gates"),
    "planes": _("Points in the plane"),
    "curves": _("Curves"),
    "tables": _("Codes"),
    "real": _("Measured data"),
}
