"""What is made once for all tests: the real trained assistant, and databases to copy."""

from __future__ import annotations

from collections.abc import Iterator
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


@pytest.fixture(scope="session")
def fixed_today() -> Iterator[None]:
    """The day for which the question files are written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPDESK_TODAY", AS_OF.isoformat())
        settings.cache_clear()
        yield
    settings.cache_clear()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def assistant(fixed_today: None) -> Assistant:
    """The model that `ipdesk train` put in place."""
    # Importing Rasa takes seconds that most tests need not wait.
    from bot.runtime import Assistant

    return await Assistant.load(newest_model(model_folder(settings())))
