"""Components run once each, after what they need, and give what Rasa's own runner gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner

from bot.graph_runner import OrderedRunner

NEEDS = {
    "sum": {"left": "left", "right": "right"},
    "left": {"given": "base"},
    "right": {"given": "base"},
    "base": {"given": "__message__"},
    "apart": {"given": "__tracker__"},
}


def runners(calls: list[str]) -> tuple[OrderedRunner, DaskGraphRunner]:
    """Both runners over five components that note their calls and join their inputs."""
    schema = GraphSchema(
        {
            name: SchemaNode(needs=needs, uses=object, constructor_name="create", fn="run", config={})
            for name, needs in NEEDS.items()
        }
    )

    def component(name: str) -> Callable[..., tuple[str, Any]]:
        def run(*inputs: tuple[str, Any]) -> tuple[str, Any]:
            calls.append(name)
            return name, f"{name}({','.join(str(value) for _, value in inputs)})"

        return run

    nodes: dict[str, Any] = {name: component(name) for name in NEEDS}
    dask = DaskGraphRunner.__new__(DaskGraphRunner)
    dask._graph_schema, dask._instantiated_nodes, dask._execution_context = schema, nodes, None
    return OrderedRunner.of(dask), dask


@pytest.mark.parametrize("targets", [["sum"], ["left", "right"], ["sum", "apart"], ["base"]])
def test_gives_what_rasas_runner_gives(targets: list[str]) -> None:
    ordered, dask = runners([])
    inputs = {"__message__": "问", "__tracker__": "记"}
    for _ in range(2):
        assert ordered.run(inputs, targets) == dask.run(inputs, targets)


def test_runs_each_component_once_and_only_what_is_needed() -> None:
    calls: list[str] = []
    ordered, _ = runners(calls)
    assert ordered.run({"__message__": "问"}, ["sum"]) == {"sum": "sum(left(base(问)),right(base(问)))"}
    assert calls == ["base", "left", "right", "sum"]


def test_an_input_with_the_name_of_a_component_is_refused() -> None:
    ordered, _ = runners([])
    with pytest.raises(GraphRunError, match="base"):
        ordered.run({"base": "x"}, ["sum"])
