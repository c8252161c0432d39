"""First component of the pipeline: normalises the message and links it to the knowledge base.

The knowledge base is asked for its current lexicon at every message, so a notice that was imported a moment ago is
understood without training.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from policy_kb.knowledge import current
from policy_kb.language.reading import Reading, read

#: Message attribute under which later components find the ``Reading``.
READING = "reading"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class MessageReader(GraphComponent):
    """Sets the normalised text, the ``reading`` attribute and one entity per name or quantity."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageReader:
        """Rasa's factory; the component has no settings."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Read messages at run time."""
        for message in messages:
            reading = self._read(message)
            message.set(ENTITIES, message.get(ENTITIES, []) + entities_of(reading), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Read training examples; entities are linked, not learnt, so none are set."""
        for example in training_data.training_examples:
            if example.get(TEXT):
                self._read(example)
        return training_data

    def _read(self, message: Message) -> Reading:
        reading = read(message.get(TEXT) or "", current().lexicon)
        message.set(TEXT, reading.text)
        message.set(READING, reading)
        return reading


def entities_of(reading: Reading) -> list[dict[str, Any]]:
    """A reading as Rasa entities: ``value`` is the id of the thing named, or a quantity as a JSON object."""
    entities: list[dict[str, Any]] = [
        {
            "entity": kind,
            "value": target,
            "start": mention.start,
            "end": mention.end,
            "text": mention.text,
            "exact": mention.exact,
            "extractor": "MessageReader",
        }
        for mention in reading.mentions
        for kind, target in mention.targets
    ]
    entities += [
        {
            "entity": "quantity",
            "value": {"kind": q.kind, "value": str(q.value), "unit": q.unit, "qualifier": q.qualifier},
            "start": q.start,
            "end": q.end,
            "text": q.text,
            "extractor": "MessageReader",
        }
        for q in reading.quantities
    ]
    return entities
