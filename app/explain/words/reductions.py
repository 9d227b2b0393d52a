"""Words for reductions, softmax and losses."""

from __future__ import annotations

from app.explain.words.record import N_, OpWords

TARGET = N_("Seen from the target the same distance counts with the opposite sign.")
TARGET_WEIGHTS = N_("A target only weighs the terms of the sum, so its gradient is the term that it weighs.")

REDUCTIONS: dict[str, OpWords] = {
    "sum": OpWords(
        N_("The sum of the elements"),
        N_("{count} numbers are added up into each result."),
        (N_("Every element counts once in its sum, so each one receives a copy of the same gradient."),),
    ),
    "mean": OpWords(
        N_("The mean"),
        N_("{count} numbers are added up and divided by their count."),
        (N_("Each of the {count} elements counts with weight 1/{count}: each receives that share of the gradient."),),
    ),
    "max": OpWords(
        N_("The largest element"),
        N_("Only the largest of the numbers goes on."),
        (N_("Only the largest element can move {y} by a small step, so it receives the gradient and the others 0."),),
    ),
    "min": OpWords(
        N_("The smallest element"),
        N_("Only the smallest of the numbers goes on."),
        (N_("Only the smallest element can move {y} by a small step, so it receives the gradient and the others 0."),),
    ),
    "prod": OpWords(
        N_("The product of the elements"),
        N_("All the numbers are multiplied together."),
        (N_("For one element all the other factors are constant: their product is its slope."),),
    ),
    "var": OpWords(
        N_("The variance"),
        N_("The mean squared distance from the mean: how far the numbers spread."),
        (N_("An element pulls the harder the further it lies from the mean, and away from it."),),
    ),
    "std": OpWords(
        N_("The standard deviation"),
        N_("The root of the variance: the spread in the numbers' own unit."),
        (N_("As for the variance, divided by twice the root: an element pulls by its distance from the mean."),),
    ),
    "logsumexp": OpWords(
        N_("The logarithm of summed exponentials"),
        N_("A smooth maximum: the largest number rules, the others add a little."),
        (N_("The gradient is shared out by softmax: the larger an element, the larger its share."),),
    ),
    "softmax": OpWords(
        N_("The softmax"),
        N_("Numbers become shares that add up to 1; the largest number takes the largest share."),
        (
            N_(
                "The shares add up to 1, so raising one lowers the others: every output depends on every input, "
                "which takes a Jacobian."
            ),
        ),
    ),
    "log_softmax": OpWords(
        N_("The log-softmax"),
        N_("The logarithms of softmax's shares, worked out without ever dividing."),
        (N_("Each input raises its own output and lowers all of them by its share, so their sum comes off."),),
    ),
    "mse": OpWords(
        N_("The mean squared error"),
        N_("Distances between prediction and target are squared, so large ones weigh more, and averaged."),
        (
            N_("Squaring makes the slope twice the distance: the further off the prediction, the harder the pull."),
            TARGET,
        ),
    ),
    "sse": OpWords(
        N_("The squared error"),
        N_("Half of the squared distances. The ½ is there so that the derivative has no 2."),
        (N_("The 2 from the square and the ½ cancel: what remains is prediction minus target."), TARGET),
    ),
    "mae": OpWords(
        N_("The mean absolute error"),
        N_("Distances between prediction and target are averaged as they are."),
        (N_("Only the side counts, not the distance: too high pulls down, too low pulls up, always as hard."), TARGET),
    ),
    "huber": OpWords(
        N_("The Huber loss"),
        N_("Small distances are squared, large ones count as they are: outliers pull less."),
        (N_("The pull grows with the distance up to a limit and stays there, so outliers do not take over."), TARGET),
    ),
    "nll": OpWords(
        N_("The negative log-likelihood"),
        N_("For each row the log-probability of the right class, with its sign turned."),
        (N_("Only the right class' log-probability counts: raising it lowers the loss by its weight."), TARGET_WEIGHTS),
    ),
    "cross_entropy": OpWords(
        N_("Softmax and cross-entropy"),
        N_("Scores become shares, and the loss is how surprised they are by the right answer."),
        (
            N_(
                "Softmax and cross-entropy collapse: the logarithm undoes the exponential, and what is left is the "
                "share minus the target, s − t."
            ),
            TARGET_WEIGHTS,
        ),
    ),
    "cross_entropy_probs": OpWords(
        N_("The cross-entropy"),
        N_("How surprised the predicted shares are by the right answer, averaged over rows."),
        (
            N_("A logarithm's slope is 1 over its number: the less likely the right answer was, the harder the pull."),
            TARGET_WEIGHTS,
        ),
    ),
    "binary_cross_entropy": OpWords(
        N_("The binary cross-entropy"),
        N_("How surprised each predicted probability is by what happened, yes or no."),
        (
            N_(
                "The surer and the wronger a prediction, the steeper: its slope is 1 over the chance it gave the truth."
            ),
            TARGET_WEIGHTS,
        ),
    ),
    "binary_cross_entropy_with_logits": OpWords(
        N_("Sigmoid and binary cross-entropy"),
        N_("The sigmoid and the loss in one, which stays exact however large the scores are."),
        (N_("Sigmoid and cross-entropy collapse: what is left is the probability minus the target."), TARGET_WEIGHTS),
    ),
}
