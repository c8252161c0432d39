"""The declarative base with the names that migrations rely on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, MetaData
from sqlalchemy.orm import DeclarativeBase

#: Constraint names are the same on every database, so that later migrations can address them.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

type_map: dict[Any, Any] = {
    dict[str, Any]: JSON(none_as_null=True),
    list[str]: JSON(none_as_null=True),
    list[dict[str, Any]]: JSON(none_as_null=True),
}


class Base(DeclarativeBase):
    """Parent of all models. JSON is not JSONB on PostgreSQL: the order of keys is part of a reviewed entry."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = type_map
