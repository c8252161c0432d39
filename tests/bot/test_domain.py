"""The domain knows what the training data and the pipeline can give; nothing looks for it at run time."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from rasa.shared.core.domain import Domain

from policy_kb.knowledge import current

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "bot" / "domain"))


def test_every_intent_of_the_training_data_is_declared(domain: Domain) -> None:
    files = sorted((ROOT / "nlu_data").glob("*.yml"))
    taught = {one["intent"] for file in files for one in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]}
    assert taught
    assert taught <= set(domain.intents)


def test_every_kind_of_name_is_declared(domain: Domain) -> None:
    lexicon = current().lexicon
    kinds = {kind for surface in lexicon.surfaces for mention in lexicon.find(surface) for kind, _ in mention.targets}
    assert kinds
    assert {*kinds, "quantity"} <= set(domain.entities)
