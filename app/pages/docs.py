"""The page about the API: the OpenAPI document, readable without internet and without a script."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.i18n import catalog_for
from app.pages.templates import locale_of, render

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
JSON = "application/json"
LONGEST_LINE = 96


@router.api_route("/docs", methods=["GET", "HEAD"])
def docs(request: Request) -> HTMLResponse:
    """Show every endpoint with its fields, an example request and its real answer."""
    document = translate(request.app.openapi(), catalog_for(locale_of(request)).gettext)
    return render(
        request,
        "docs.html",
        endpoints=[
            endpoint(path, method.upper(), operation, document)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        ],
        records=[record(name, schema) for name, schema in sorted(document["components"]["schemas"].items())],
        problems=document["x-problems"],
        base=str(request.base_url).rstrip("/"),
    )


def translate(value: Any, say: Callable[[str], str]) -> Any:
    """Return a part of the OpenAPI document with every description put through `say`; examples stay."""
    if isinstance(value, list):
        return [translate(one, say) for one in value]
    if not isinstance(value, dict):
        return value
    parts = {key: one if key == "example" else translate(one, say) for key, one in value.items()}
    if isinstance(value.get("description"), str):  # a field of this name would be an object
        parts["description"] = say(value["description"])
    return parts


def endpoint(path: str, method: str, operation: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """Return what the page shows of one endpoint."""
    body = operation.get("requestBody", {}).get("content", {}).get(JSON, {})
    answer = operation["responses"]["200"]["content"][JSON]
    fields = record("", resolve(body["schema"], document))["fields"] if body else []
    return {
        "id": operation["operationId"],
        "path": path,
        "method": method,
        "text": operation.get("description", ""),
        "fields": [
            *fields,
            *(
                {
                    "name": one["name"],
                    "type": type_of(one["schema"]),
                    "required": one.get("required", False),
                    "text": one.get("description", ""),
                }
                for one in operation.get("parameters", [])
            ),
        ],
        "example": compact(body["example"]) if "example" in body else "",
        "body": json.dumps(body["example"], ensure_ascii=False) if "example" in body else "",
        "answer": compact(answer["example"]) if "example" in answer else "",
        "answers": type_of(answer["schema"])["link"],
        "failures": [
            {"status": status, "text": response["description"]}
            for status, response in operation["responses"].items()
            if status >= "400"
        ],
    }


def resolve(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """Return the schema that a reference means."""
    name = schema["$ref"].rsplit("/", 1)[1]
    found: dict[str, Any] = document["components"]["schemas"][name]
    return found


def record(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return what the page shows of one schema."""
    required = schema.get("required", [])
    return {
        "name": name,
        "text": schema.get("description", ""),
        "fields": [
            {"name": field, "type": type_of(one), "required": field in required, "text": one.get("description", "")}
            for field, one in schema.get("properties", {}).items()
        ],
    }


def type_of(schema: dict[str, Any]) -> dict[str, str]:
    """Return a schema in a few words, and the record that it links to, if any."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return {"text": name, "link": name}
    if schema.get("title") in ("Numbers", "Number", "Local", "Seed") or is_numbers(schema):
        return {"text": "number" if schema.get("title") == "Number" else "number or nested list", "link": ""}
    if "const" in schema or "enum" in schema:
        values = [schema["const"]] if "const" in schema else schema["enum"]
        return {"text": " | ".join(json.dumps(value) for value in values), "link": ""}
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return join(" | ", [type_of(one) for one in schema[several]])
    if schema.get("type") == "array":
        inner = type_of(schema.get("items", {}))
        return {"text": f"list of {inner['text']}", "link": inner["link"]}
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        inner = type_of(schema["additionalProperties"])
        return {"text": f"object: name → {inner['text']}", "link": inner["link"]}
    return {
        "text": {"string": "text", "boolean": "true | false"}.get(schema.get("type", ""), schema.get("type", "any")),
        "link": "",
    }


def is_numbers(schema: dict[str, Any]) -> bool:
    """Return whether a schema is that of a number or nested lists of them."""
    return any("Infinity" in one.get("enum", ()) for one in schema.get("anyOf", ()))


def join(mark: str, parts: list[dict[str, str]]) -> dict[str, str]:
    """Return several types as one text; it links where only one of them does."""
    links = [part["link"] for part in parts if part["link"]]
    return {"text": mark.join(part["text"] for part in parts), "link": links[0] if len(links) == 1 else ""}


def compact(value: Any, indent: str = "") -> str:
    """Return JSON in lines that are short enough to read, as few as that allows."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + len(indent) <= LONGEST_LINE or not isinstance(value, dict | list) or not value:
        return flat
    inner = f"{indent}  "
    if isinstance(value, dict):
        parts = [f"{json.dumps(key, ensure_ascii=False)}: {compact(one, inner)}" for key, one in value.items()]
        return "{\n" + ",\n".join(inner + part for part in parts) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + compact(one, inner) for one in value) + f"\n{indent}]"
