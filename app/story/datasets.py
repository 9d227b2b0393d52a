"""Data as an answer: rows, what they mean in words, and a network that can learn them."""

from __future__ import annotations

from typing import Any

from app.engine.errors import LimitError
from app.i18n import catalog_for
from app.networks.datasets import DATASETS, AnySpec, Data, DataSpec, make_data
from app.networks.datasets.registry import Dataset, Option
from app.networks.datasets.suggest import suggest_network
from app.networks.spec import NetworkSpec
from app.settings import get_settings
from app.story.dataset_titles import FEATURES, GROUPS, TITLES
from app.story.problems import refuse_engine


def load_data(spec: AnySpec, node: str = "data") -> Data:
    """Return the data that a description means.

    Args:
        spec: the description.
        node: the field of the request that holds it.

    Raises:
        RefusedError: there are too many numbers.
    """
    data = make_data(spec)
    numbers, most = data.x.size + (0 if data.t is None else data.t.size), get_settings().max_data_numbers
    if numbers > most:
        rule, found = f"data may hold {most:,} numbers", f"got {numbers:,}"
        raise refuse_engine(LimitError(rule, found, "Use fewer rows or columns."), node)
    return data


def answer_datasets(locale: str) -> dict[str, Any]:
    """Return every dataset with its title, its description and its options."""
    return {"datasets": [card(record, locale) for record in DATASETS.values()]}


def card(record: Dataset, locale: str) -> dict[str, Any]:
    """Return what a list shows of a dataset."""
    gettext = catalog_for(locale).gettext
    title, description = TITLES[record.id]
    return {
        "id": record.id,
        "group": gettext(GROUPS[record.group]),
        "title": gettext(title),
        "description": gettext(description),
        "kind": record.kind,
        "options": {name: option_json(option) for name, option in record.options.items()},
        "source": record.source,
    }


def option_json(option: Option) -> dict[str, Any]:
    """Return an option: its default with its range, or with its choices."""
    if option.choices:
        return {"default": option.default, "choices": option.choices}
    return {"default": option.default, "least": option.least, "most": option.most}


def answer_dataset(spec: DataSpec, locale: str) -> dict[str, Any]:
    """Return a dataset's rows with what they mean."""
    data = load_data(spec)
    gettext = catalog_for(locale).gettext
    told = data_json(data, suggest_network(data, spec.record.hidden))
    features = [gettext(name) if name in FEATURES else name for name in data.features]
    title, _ = TITLES[spec.dataset]
    return {**told, "id": spec.dataset, "title": gettext(title), "features": features, "source": spec.record.source}


def data_json(data: Data, network: NetworkSpec) -> dict[str, Any]:
    """Return data and the network that is suggested for them as plain data; arrays are finite."""
    return {
        "kind": data.kind,
        "x": data.x,
        "t": data.t,
        "train": data.train,
        "features": data.features,
        "targets": data.targets,
        "classes": data.classes,
        "labels": data.labels,
        "image": data.image,
        "scaling": None if data.scaling is None else {"x": data.scaling.x, "t": data.scaling.t},
        "network": network_json(network),
    }


def network_json(spec: NetworkSpec) -> dict[str, Any]:
    """Return a network's description as POST /network takes it."""
    first, *others = spec.layers
    return {
        "layers": [{"units": first.units}, *({"units": one.units, "activation": one.activation} for one in others)],
        "loss": spec.loss,
        "init": spec.init.name,
    }
