"""The OpenAPI 3.1 document, made from the declared endpoints and the types of their handlers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import metadata
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from channels.api.endpoint import Endpoint
from channels.api.refused import MEANINGS, ErrorBody

Json = dict[str, Any]
_REF = "#/components/schemas/{model}"
_Key = tuple[int, JsonSchemaMode]


def document(endpoints: Iterable[Endpoint]) -> Json:
    """The whole document; it is the same as long as the program is."""
    listed = tuple(endpoints)
    schemas, components = _schemas(listed)
    paths: dict[str, Json] = {}
    for number, endpoint in enumerate(listed):
        operation = _operation(endpoint, number, schemas)
        paths.setdefault(endpoint.declared.path, {})[endpoint.declared.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ipdesk",
            "version": metadata.version("ipdesk"),
            "description": "Sentences in answers and errors are Chinese and meant to be shown. Money is in yuan.",
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "ipdesk_session"},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
            },
        },
    }


def _schemas(endpoints: tuple[Endpoint, ...]) -> tuple[dict[tuple[_Key, JsonSchemaMode], Json], Json]:
    inputs: list[tuple[_Key, JsonSchemaMode, TypeAdapter[Any]]] = [
        ((-1, "serialization"), "serialization", TypeAdapter(ErrorBody))
    ]
    for number, endpoint in enumerate(endpoints):
        inputs.append(((number, "serialization"), "serialization", endpoint.answer))
        if (model := _body_model(endpoint)) is not None:
            inputs.append(((number, "validation"), "validation", TypeAdapter(model)))
    schemas, definitions = TypeAdapter.json_schemas(inputs, ref_template=_REF)
    components = definitions.get("$defs", {})
    return {key: dict(value) for key, value in schemas.items()}, components


def _body_model(endpoint: Endpoint) -> type[BaseModel] | None:
    return endpoint.checked_by_handler.model if endpoint.checked_by_handler is not None else endpoint.body


def _operation(endpoint: Endpoint, number: int, schemas: dict[tuple[_Key, JsonSchemaMode], Json]) -> Json:
    declared = endpoint.declared
    answer = schemas[(number, "serialization"), "serialization"]
    operation: Json = {
        "operationId": endpoint.name,
        "summary": declared.summary,
        "parameters": [*_parameters(endpoint.path, "path"), *_parameters(endpoint.query, "query")],
        "responses": {
            str(declared.status): {"description": "The answer.", "content": {"application/json": {"schema": answer}}},
            **{str(status): _error(status, schemas) for status in endpoint.refusals},
        },
    }
    if declared.role is not None:
        operation["x-role"] = declared.role
        operation["security"] = [{"session": [], "csrf": []} if endpoint.changes else {"session": []}]
    if _body_model(endpoint) is not None:
        schema = schemas[(number, "validation"), "validation"]
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if declared.upload is not None:
        fields: Json = {"file": {"type": "string", "contentMediaType": "application/octet-stream"}}
        fields |= {name: {"type": "string"} for name in declared.upload.fields}
        form: Json = {"type": "object", "properties": fields, "required": ["file"], "additionalProperties": False}
        operation["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": form}}}
    return operation


def _error(status: int, schemas: dict[tuple[_Key, JsonSchemaMode], Json]) -> Json:
    schema = schemas[(-1, "serialization"), "serialization"]
    return {"description": MEANINGS[status], "content": {"application/json": {"schema": schema}}}


def _parameters(model: type[BaseModel] | None, place: str) -> Iterator[Json]:
    """Query and path fields are plain values and lists of them, so their schemas need no definitions."""
    if model is None:
        return
    schema = model.model_json_schema(mode="validation")
    for name, field in schema["properties"].items():
        plain = _without_null(field)
        yield {
            "name": name,
            "in": place,
            "required": place == "path" or name in schema.get("required", ()),
            "schema": {key: value for key, value in plain.items() if key != "title"},
        }


def _without_null(field: Json) -> Json:
    """A field that may be left out: in a query that is not the same as null."""
    options = [option for option in field.get("anyOf", ()) if option != {"type": "null"}]
    kept = {key: value for key, value in field.items() if key != "anyOf" and (key, value) != ("default", None)}
    return kept | options[0] if len(options) == 1 else {**kept, **({"anyOf": options} if options else {})}
