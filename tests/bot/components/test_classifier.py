"""The Rasa component, driven as Rasa's graph does, with a knowledge base that only has a lexicon."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import classifier as module
from bot.components import reader as reader_module
from bot.components.classifier import PolicyIntentClassifier
from bot.components.reader import MessageReader

TEXTS = {
    "greet": ["你好", "您好", "早上好", "在吗"],
    "award_amount": ["能奖多少", "补多少钱", "漳州能补多少", "奖多少钱"],
}


@pytest.fixture
def knowledge(monkeypatch, lexicon):
    base = SimpleNamespace(
        lexicon=lexicon,
        sources={"one": SimpleNamespace(clauses=(SimpleNamespace(text="专利奖励"),))},
        book=SimpleNamespace(facts={}),
    )
    monkeypatch.setattr(module, "current", lambda: base)
    monkeypatch.setattr(reader_module, "current", lambda: base)
    return base


@pytest.fixture
def storage(tmp_path):
    return LocalModelStorage(tmp_path)


def context() -> ExecutionContext:
    return ExecutionContext(GraphSchema({}), uuid4().hex)


def trained(storage, config=None) -> Resource:
    resource = Resource("classifier")
    settings = {**PolicyIntentClassifier.get_default_config(), "minimum_count": 1, **(config or {})}
    component = PolicyIntentClassifier.create(settings, storage, resource, context())
    data = TrainingData([Message.build(text, intent) for intent, texts in TEXTS.items() for text in texts])
    MessageReader.create({}, storage, resource, context()).process_training_data(data)
    return component.train(data)


def test_a_loaded_component_classifies(knowledge, storage):
    resource = trained(storage)
    loaded = PolicyIntentClassifier.load({}, storage, resource, context())
    [message] = MessageReader.create({}, storage, resource, context()).process([Message.build("漳州補幾多")])
    loaded.process([message])
    assert message.get("intent")["name"] == "award_amount"
    assert [entry["name"] for entry in message.get("intent_ranking")] == ["award_amount", "greet"]
    assert sum(entry["confidence"] for entry in message.get("intent_ranking")) == pytest.approx(1.0)
    assert {"intent", "intent_ranking"} <= message.output_properties


def test_it_reads_a_message_that_nobody_has_read(knowledge, storage):
    loaded = PolicyIntentClassifier.load({}, storage, trained(storage), context())
    [message] = loaded.process([Message.build("您好")])
    assert message.get("intent")["name"] == "greet"


def test_without_a_model_messages_stay_as_they_are(knowledge, storage):
    component = PolicyIntentClassifier.create({}, storage, Resource("none"), context())
    [message] = component.process([Message.build("你好")])
    assert message.get("intent") is None


def test_a_model_loads_before_there_is_a_knowledge_base(knowledge, storage, monkeypatch):
    resource = trained(storage)

    def missing():
        raise module.KnowledgeBaseMissing("知识库还没有建立")

    monkeypatch.setattr(module, "current", missing)
    assert PolicyIntentClassifier.load({}, storage, resource, context()) is not None
