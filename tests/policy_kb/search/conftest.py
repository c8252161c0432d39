"""The same databases and notices as in the tests of the store."""

from tests.policy_kb.store.fixtures import data_folder, engine, sample

__all__ = ["data_folder", "engine", "sample"]
