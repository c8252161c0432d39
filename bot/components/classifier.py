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
            words = self._policy_words.of(current())
            for message in messages:
                if message.get(TEXT) is not None:
                    reading = _reading(message)
                    ranking = self._ranking(self._model, reading, words)
                    message.set(INTENT, ranking[0], add_to_output=True)
                    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
                    message.set(QUESTIONS_KEY, self._questions(reading, words), add_to_output=True)
        return messages

    def _ranking(self, model: IntentModel, reading: Reading, words: Collection[str]) -> list[dict[str, Any]]:
        """All intents with their probabilities; of a long story those of the one clause that asks."""
        lexicon = current().lexicon

        def classify(text: str) -> tuple[str, float]:
            return model.probabilities(read(text, lexicon), words)[0]

        whole = model.probabilities(reading, words)
        asked = asking_clause(reading, classify) if whole[0][1] < _SURE else None
        shares = model.probabilities(read(asked, lexicon), words) if asked else whole
        return [{"name": name, "confidence": share} for name, share in shares]

    def _questions(self, reading: Reading, words: Collection[str]) -> list[dict[str, Any]]:
        """The questions of a message that asks several."""
        model, lexicon = self._model, current().lexicon
        if model is None:
            return []

        def classify(text: str) -> tuple[str, float]:
            return model.probabilities(read(text, lexicon), words)[0]

        return [question.as_json() for question in questions_in(reading, classify)]


def _reading(message: Message) -> Reading:
    reading: Reading | None = message.get(READING)
    return reading if reading is not None else read(message.get(TEXT), current().lexicon)
