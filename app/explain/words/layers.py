"""Words for convolution, pooling, normalization and lookup."""

from __future__ import annotations

from app.explain.words.record import N_, OpWords

WINDOW = OpWords(
    N_("The sliding window"),
    N_("Each result is made of what a window shows of {a}."),
    (N_("Windows overlap, so a number may be seen by several: each sends back a gradient, and they add up."),),
)

LAYERS: dict[str, OpWords] = {
    "conv2d": OpWords(
        N_("The convolution"),
        N_("The kernel {b} slides over {a}: at each place, what lies under it is multiplied by it and added up."),
        (
            N_(
                "Each number of {x} was seen by one window or several: every one sends its gradient back through the "
                "weight that it met there, and they add up."
            ),
            N_(
                "The same kernel was used at every place. Each place sends back what it saw times its gradient, and "
                "they all add up in {x}."
            ),
            N_("{x} was added at every place of its channel, so it receives the sum of all the gradients there."),
        ),
    ),
    "max_pool2d": OpWords(
        N_("The max pooling"),
        N_("Of each window only the largest number goes on; the others have no say."),
        (
            N_(
                "Only the largest number of a window can move {y} by a small step: it receives the window's gradient "
                "and the others 0."
            ),
        ),
    ),
    "avg_pool2d": OpWords(
        N_("The average pooling"),
        N_("Each window becomes one number, the mean of what it sees."),
        (N_("All numbers of a window count alike, so each receives an equal share of the window's gradient."),),
    ),
    "layer_norm": OpWords(
        N_("The layer normalization"),
        N_("Each row is moved and stretched so that its mean is 0 and its variance 1."),
        (
            N_(
                "Moving or stretching a whole row changes nothing in {y}, so those two directions are taken out of its "
                "gradient."
            ),
            N_("{x} stretches the normalized numbers, so they themselves are its slope."),
            N_("If {x} rises by 1, {y} rises by 1: what is added at the end receives the gradient unchanged."),
        ),
    ),
    "embedding": OpWords(
        N_("The lookup"),
        N_("Each whole number in {a} picks a row of {b}: nothing is computed."),
        (
            N_("{x} only chooses rows, and a choice has no slope: no gradient goes to it."),
            N_("Each gradient returns to the row that was picked; a row picked twice receives both, added up."),
        ),
    ),
}
