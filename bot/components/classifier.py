"""Rasa's intent classifier over the model of model.py."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from actions.handlers import QUESTIONS
from bot.components.model import OUT_OF_SCOPE, IntentModel, Settings
from bot.components.questions import asking_clause, questions_in
from bot.components.reader import READING
from bot.components.slips import copies
from bot.components.vocabulary import PolicyWords
from policy_kb.knowledge import KnowledgeBaseMissing, current
from policy_kb.language.lexicon import Lexicon
from policy_kb.language.reading import Reading, read

#: Below this confidence a story is classified by its question alone.
_SURE = 0.9
#: Where the parse result holds the questions of a message that asks several.
QUESTIONS_KEY = "questions"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class PolicyIntentClassifier(GraphComponent, IntentClassifier):
    """Sets the intent and the ranking of all intents, with calibrated probabilities."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model
        self._policy_words = PolicyWords()

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings of the model; model.py says what each does."""
        defaults = Settings()
        return {name: getattr(defaults, name) for name in Settings.__slots__}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PolicyIntentClassifier:
        """Rasa's factory for an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> PolicyIntentClassifier:
        """Rasa's factory for a trained component."""
        with model_storage.read_from(resource) as folder:
            component = cls(config, model_storage, resource, IntentModel.load(folder))
        # The first message should not wait for dictionaries; without a knowledge base it will say what is missing.
        with contextlib.suppress(KnowledgeBaseMissing):
            component.process([Message({TEXT: "你好"})])
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples that have an intent, and store the model."""
        knowledge = current()
        messages = [message for message in training_data.intent_examples if message.get(TEXT)]
        examples = [(_reading(message), str(message.get(INTENT))) for message in messages]
        changed = copies([(reading.text, intent) for reading, intent in examples], {*QUESTIONS, OUT_OF_SCOPE})
        settings = Settings(**{name: self._config[name] for name in Settings.__slots__})
        self._model = IntentModel.train(
            examples,
            self._policy_words.of(knowledge),
            settings,
            [(number, read(text, knowledge.lexicon)) for number, text in changed],
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify messages; without a model they stay without an intent."""
        if self._model is not None:
            knowledge = current()
            words = self._policy_words.of(knowledge)
            for message in messages:
                if message.get(TEXT) is not None:
                    judge = _Judge(self._model, knowledge.lexicon, words)
                    ranking = judge.ranking(_reading(message))
                    message.set(INTENT, ranking[0], add_to_output=True)
                    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
                    message.set(QUESTIONS_KEY, judge.questions(_reading(message)), add_to_output=True)
        return messages


class _Judge:
    """Classifies one message and its clauses, each text once."""

    def __init__(self, model: IntentModel, lexicon: Lexicon, words: Collection[str]) -> None:
        self._model, self._lexicon, self._words = model, lexicon, words
        self._judged: dict[str, list[tuple[str, float]]] = {}

    def ranking(self, reading: Reading) -> list[dict[str, Any]]:
        """All intents with their probabilities; of a long story those of the one clause that asks."""
        whole = self._judged[reading.text] = self._model.probabilities(reading, self._words)
        asked = asking_clause(reading, self._likeliest) if whole[0][1] < _SURE else None
        return [{"name": name, "confidence": share} for name, share in (self._shares(asked) if asked else whole)]

    def questions(self, reading: Reading) -> list[dict[str, Any]]:
        """The questions of a message that asks several."""
        return [question.as_json() for question in questions_in(reading, self._likeliest)]

    def _likeliest(self, text: str) -> tuple[str, float]:
        return self._shares(text)[0]

    def _shares(self, text: str) -> list[tuple[str, float]]:
        shares = self._judged.get(text)
        if shares is None:
            shares = self._judged[text] = self._model.probabilities(read(text, self._lexicon), self._words)
        return shares


def _reading(message: Message) -> Reading:
    reading: Reading | None = message.get(READING)
    return reading if reading is not None else read(message.get(TEXT), current().lexicon)
