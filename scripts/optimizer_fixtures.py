"""Write what PyTorch's optimizers do to a small network to tests/fixtures/optimizers.json.

PyTorch is no dependency: run `pip install torch==2.13.0` in a virtual environment of its own, and there
`python scripts/optimizer_fixtures.py` from the project's root.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

STEPS = 5
PROGRAM = "h = tanh(x @ W1 + b1)\ny = h @ W2 + b2\nL = mse(y, t)\n"
DATA = {"x": [[0.5, -1.2], [1.5, 0.3], [-0.7, 0.8], [-1.1, -0.4]], "t": [[0.9], [-0.2], [0.4], [-1.3]]}
START = {
    "W1": [[0.4, -0.7, 0.1], [0.3, 0.2, -0.9]],
    "b1": [0.05, -0.1, 0.2],
    "W2": [[0.8], [-0.5], [0.6]],
    "b2": [-0.3],
}
CASES: dict[str, dict[str, Any]] = {
    "sgd": {"name": "sgd", "learning_rate": 0.3},
    "sgd, l2": {"name": "sgd", "learning_rate": 0.3, "l2": 0.05},
    "sgd, step schedule": {
        "name": "sgd",
        "learning_rate": 0.3,
        "schedule": {"name": "step", "every": 2, "factor": 0.5},
    },
    "sgd, cosine schedule": {
        "name": "sgd",
        "learning_rate": 0.3,
        "schedule": {"name": "cosine", "iterations": 4, "minimum": 0.01},
    },
    "momentum": {"name": "momentum", "learning_rate": 0.1, "momentum": 0.9},
    "momentum, l2": {"name": "momentum", "learning_rate": 0.1, "momentum": 0.8, "l2": 0.1},
    "nesterov": {"name": "nesterov", "learning_rate": 0.1, "momentum": 0.9},
    "rmsprop": {"name": "rmsprop", "learning_rate": 0.02},
    "adam": {"name": "adam", "learning_rate": 0.05},
    "adam, clip": {"name": "adam", "learning_rate": 0.05, "clip": 0.5},
    "adam, clip and l2": {"name": "adam", "learning_rate": 0.05, "beta1": 0.7, "clip": 1.0, "l2": 0.2},
    "adamw": {"name": "adamw", "learning_rate": 0.05, "weight_decay": 0.1},
    "adamw, cosine schedule": {
        "name": "adamw",
        "learning_rate": 0.05,
        "schedule": {"name": "cosine", "iterations": 5, "minimum": 0},
    },
}
STATE = {
    "sgd": {},
    "momentum": {"velocity": "momentum_buffer"},
    "nesterov": {"velocity": "momentum_buffer"},
    "rmsprop": {"v": "square_avg"},
    "adam": {"m": "exp_avg", "v": "exp_avg_sq"},
    "adamw": {"m": "exp_avg", "v": "exp_avg_sq"},
}


def make_optimizer(torch: Any, asked: dict[str, Any], parameters: list[Any]) -> Any:
    """Return PyTorch's optimizer for one of ours."""
    name, rate, l2 = asked["name"], asked["learning_rate"], asked.get("l2", 0.0)
    if name in ("sgd", "momentum", "nesterov"):
        past = asked.get("momentum", 0.0)
        return torch.optim.SGD(parameters, rate, momentum=past, nesterov=name == "nesterov", weight_decay=l2)
    if name == "rmsprop":
        return torch.optim.RMSprop(parameters, rate, weight_decay=l2)
    betas = (asked.get("beta1", 0.9), asked.get("beta2", 0.999))
    if name == "adam":
        return torch.optim.Adam(parameters, rate, betas, weight_decay=l2)
    return torch.optim.AdamW(parameters, rate, betas, weight_decay=asked.get("weight_decay", 0.01))


def make_schedule(torch: Any, asked: dict[str, Any], optimizer: Any) -> Any:
    """Return PyTorch's schedule for one of ours; None where there is none."""
    schedule = asked.get("schedule", {"name": "constant"})
    if schedule["name"] == "step":
        return torch.optim.lr_scheduler.StepLR(optimizer, schedule["every"], schedule["factor"])
    if schedule["name"] == "cosine":
        return torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, schedule["iterations"], schedule["minimum"])
    return None


def train(torch: Any, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the loss before each update, the learning rate, and the parameters and the state after it."""
    tensor = {name: torch.tensor(value, dtype=torch.float64) for name, value in {**DATA, **START}.items()}
    parameters = {name: tensor[name].requires_grad_() for name in START}
    optimizer = make_optimizer(torch, asked, list(parameters.values()))
    schedule = make_schedule(torch, asked, optimizer)
    told = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        hidden = torch.tanh(tensor["x"] @ tensor["W1"] + tensor["b1"])
        loss = torch.nn.functional.mse_loss(hidden @ tensor["W2"] + tensor["b2"], tensor["t"])
        loss.backward()
        if "clip" in asked:
            torch.nn.utils.clip_grad_norm_(parameters.values(), asked["clip"])
        rate = optimizer.param_groups[0]["lr"]
        optimizer.step()
        if schedule is not None:
            schedule.step()
        kept = STATE[asked["name"]]
        told.append(
            {
                "loss": loss.item(),
                "learning_rate": rate,
                "parameters": {name: value.tolist() for name, value in parameters.items()},
                "state": {
                    ours: {name: optimizer.state[value][theirs].tolist() for name, value in parameters.items()}
                    for ours, theirs in kept.items()
                },
            }
        )
    return told


def main() -> None:
    """Write the file."""
    torch = importlib.import_module("torch")
    version = torch.__version__.partition("+")[0]
    head = json.dumps({"torch": version, "program": PROGRAM, "data": DATA, "start": START})
    cases = [{"title": title, "optimizer": one, "steps": train(torch, one)} for title, one in CASES.items()]
    lines = ",\n".join(map(json.dumps, cases))
    text = f'{head[:-1]}, "cases": [\n{lines}\n]}}\n'
    Path("tests/fixtures/optimizers.json").write_text(text, encoding="utf-8")
    sys.stdout.write(f"{len(CASES)} cases\n")


if __name__ == "__main__":
    main()
