"""What people want of a station and which roles serve it (services.yaml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from policy_kb.catalogue.schema import Entry, InstitutionRole, Text

SERVICES_FILE = Path(__file__).with_name("services.yaml")


class Service(Entry):
    """One service; see the head of services.yaml for what the fields mean."""

    id: Text
    name: Text
    words: tuple[Text, ...]
    roles: tuple[InstitutionRole, ...]
    topics: tuple[Text, ...]
    questions: tuple[Text, ...]
    usual_for: tuple[Text, ...]
    specific: bool


class ServiceTable(Entry):
    """services.yaml."""

    services: tuple[Service, ...]


@cache
def services() -> ServiceTable:
    """The table, read once."""
    return ServiceTable.model_validate(yaml.safe_load(SERVICES_FILE.read_text(encoding="utf-8")))
