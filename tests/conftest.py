"""What is made once for all tests: the real trained assistant, and databases to copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
import pytest_asyncio

from channels.loading import model_folder, newest_model
from evaluation.collection import AS_OF
from policy_kb.settings import settings
from tests.policy_kb.store.moulds import Moulds

if TYPE_CHECKING:
    from bot.runtime import Assistant


# How long an example takes depends on what else the machine does.
hypothesis.settings.register_profile("ipdesk", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("ipdesk")


#: Files that take long, the longest first. Workers take them in this order, so none is left with one at the end.
LONG = (
    "conversations/generated",
    "evaluation/test_regression.py",
    "channels/test_at_once.py",
    "conversations",
    "channels/api/test_openapi.py",
    "channels/browser",
    "policy_kb/review",
    "policy_kb/store",
    "policy_kb/search",
    "channels/desk",
    "channels/backup",
    "policy_kb/awards/test_zhangzhou.py",
    "channels/test_server.py",
    "actions/test_drafts.py",
    "policy_kb/extract",
    "policy_kb/ingest",
)
HERE = Path(__file__).parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files stay whole, and tests in the order of their file."""
    items.sort(key=lambda item: next((n for n, name in enumerate(LONG) if _within(item, name)), len(LONG)))


def _within(item: pytest.Item, name: str) -> bool:
    return item.path.is_relative_to(HERE / name)


@pytest.fixture(autouse=True)
def settings_read_anew() -> Iterator[None]:
    """What a test set in the environment is not what the next one gets."""
    yield
    settings.cache_clear()


@pytest.fixture(scope="session")
def moulds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moulds]:
    """Databases that are made once and given to each test as they were."""
    made = Moulds(tmp_path_factory.mktemp("moulds"))
    yield made
    made.close()


@contextmanager
def day_of_the_collection() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPDESK_TODAY", AS_OF.isoformat())
        settings.cache_clear()
        yield
    settings.cache_clear()


@pytest.fixture(scope="module")
def fixed_today() -> Iterator[None]:
    """The day for which the question files are written."""
    with day_of_the_collection():
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def assistant() -> Assistant:
    """The model that `ipdesk train` put in place; whoever asks it fixes the day."""
    # Importing Rasa takes seconds that most tests need not wait.
    from bot.runtime import Assistant

    with day_of_the_collection():
        return await Assistant.load(newest_model(model_folder(settings())))
