"""Runs Rasa's graph one component after the other.

Rasa's own runner plans the graph anew with Dask for every message, which took a tenth of the time of a parse.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage


class OrderedRunner(GraphRunner):
    """The components of a graph in the order of their needs, which is worked out once for each set of targets."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema, self._nodes = schema, nodes
        self._orders: dict[tuple[str, ...], tuple[str, ...]] = {}

    @classmethod
    def of(cls, runner: DaskGraphRunner) -> OrderedRunner:
        """With the loaded components of Rasa's runner."""
        return cls(runner._graph_schema, runner._instantiated_nodes)

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> OrderedRunner:
        """Load the components as Rasa's runner does."""
        return cls.of(DaskGraphRunner.create(graph_schema, model_storage, execution_context, hooks))

    def components(self) -> Iterator[Any]:
        """The loaded components."""
        for node in self._nodes.values():
            yield node._component

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """The output of each target. Raises GraphRunError if an input has the name of a component."""
        wanted = tuple(targets or self._schema.target_names)
        given = inputs or {}
        if clash := given.keys() & self._nodes.keys():
            raise GraphRunError(f"inputs named like components: {', '.join(sorted(clash))}")
        results: dict[str, tuple[str, Any]] = {name: (name, value) for name, value in given.items()}
        for name in self._order(wanted):
            if name not in results:
                needs = self._schema.nodes[name].needs.values()
                results[name] = self._nodes[name](*(results.get(need, need) for need in needs))
        return dict(results[name] for name in wanted)

    def _order(self, targets: tuple[str, ...]) -> tuple[str, ...]:
        """The components that the targets need and the targets themselves, each after what it needs."""
        order = self._orders.get(targets)
        if order is None:
            found: dict[str, None] = {}
            for target in targets:
                self._add(target, found)
            order = self._orders[targets] = tuple(found)
        return order

    def _add(self, name: str, found: dict[str, None]) -> None:
        if name in found or name not in self._schema.nodes:
            return
        for need in self._schema.nodes[name].needs.values():
            self._add(need, found)
        found[name] = None
