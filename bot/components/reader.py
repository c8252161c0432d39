"""First component of the pipeline: normalises the message, mends its slips and links it to the knowledge base.

The knowledge base is asked for its current lexicon at every message, so a notice that was imported a moment ago is
understood without training. How people write is learnt from the training examples.
"""

from __future__ import annotations

import contextlib
import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.idle import without_story
from bot.components.spelling import Spellers
from bot.components.vocabulary import PolicyWords
from policy_kb.knowledge import KnowledgeBaseMissing, current
from policy_kb.language.normalise import normalise
from policy_kb.language.reading import Reading, read
from policy_kb.language.spelling import LearntSpelling

#: Message attribute under which later components find the ``Reading``.
READING = "reading"
#: Where the parse result holds the text as it was read: normalised, its slips mended, without a story.
READ_TEXT = "read_text"
_FILE = "spelling.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class MessageReader(GraphComponent):
    """Sets the normalised text, the ``reading`` attribute and one entity per name or quantity.

    What is idle in a message (idle.py) is left out of the text: nobody after this component sees it.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource, learnt: LearntSpelling | None = None) -> None:
        self._model_storage, self._resource = model_storage, resource
        self._spellers = Spellers(learnt) if learnt is not None else None
        self._policy_words = PolicyWords()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageReader:
        """Rasa's factory for an untrained component, which has no settings and mends nothing."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MessageReader:
        """Rasa's factory for a trained component."""
        with model_storage.read_from(resource) as folder:
            stored = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        component = cls(model_storage, resource, LearntSpelling.of_json(stored))
        # The first message should not wait for dictionaries; without a knowledge base it will say what is missing.
        with contextlib.suppress(KnowledgeBaseMissing):
            component.process([Message({TEXT: "你好"})])
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn how people write from the examples, which have no slips, and store it."""
        questions = [normalise(example.get(TEXT)) for example in training_data.intent_examples if example.get(TEXT)]
        learnt = LearntSpelling.from_questions(questions, current().short_place_names())
        self._spellers = Spellers(learnt)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(learnt.as_json(), ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Read messages at run time."""
        knowledge = current()
        speller = self._spellers.of(knowledge) if self._spellers is not None else None
        for message in messages:
            text = message.get(TEXT) or ""
            facts, words = knowledge.book.facts.values(), self._policy_words.of(knowledge)
            core = without_story(
                read(text, knowledge.lexicon), facts, words
            )  # before the speller, which takes its time
            reading = _set(message, read(text if core is None else core, knowledge.lexicon, speller))
            message.set(READ_TEXT, reading.text, add_to_output=True)
            message.set(ENTITIES, message.get(ENTITIES, []) + entities_of(reading), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Read training examples; entities are linked, not learnt, so none are set."""
        for example in training_data.training_examples:
            if example.get(TEXT):
                _set(example, read(example.get(TEXT), current().lexicon))
        return training_data


def _set(message: Message, reading: Reading) -> Reading:
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
