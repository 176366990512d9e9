"""A small, strict reader of JSON schemas as our OpenAPI file uses them: a keyword that it does not know is a failure."""

import re
from datetime import date, datetime

KNOWN = {
    *("type", "properties", "required", "additionalProperties", "items", "enum", "format", "pattern", "minimum", "maximum"),
    *("title", "description", "default", "contentMediaType", "$ref"),
}
TYPES = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list, "null": type(None)}
FORMATS = {"date": date.fromisoformat, "date-time": datetime.fromisoformat, "uri": lambda text: re.match(r"https?://[^\s]+$", text).group()}


def resolve(document: dict, schema: dict) -> dict:
    if "$ref" not in schema:
        return schema
    found = document
    for part in schema["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


def wrong(document: dict, schema: dict, value, where: str = "$") -> list[str]:
    """What is wrong with a value, by the schema; nothing when it fits."""
    schema = resolve(document, schema)
    if unknown := set(schema) - KNOWN:
        return [f"{where}: the reader does not know {unknown}"]
    allowed = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if not any(type(value) is TYPES[name] for name in allowed):
        return [f"{where}: {value!r} is not {allowed}"]
    found = []
    if isinstance(value, str):
        if "enum" in schema and value not in schema["enum"]:
            found.append(f"{where}: {value!r} is none of {schema['enum']}")
        if "pattern" in schema and not re.search(schema["pattern"], value):
            found.append(f"{where}: {value!r} does not match")
        if "format" in schema:
            FORMATS[schema["format"]](value)
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        found += [f"{where}.{name} is missing" for name in schema.get("required", []) if name not in value]
        if schema.get("additionalProperties") is False:
            found += [f"{where}.{name} is not described" for name in value if name not in properties]
        for name, one in properties.items():
            if name in value:
                found += wrong(document, one, value[name], f"{where}.{name}")
    if isinstance(value, list):
        for number, one in enumerate(value):
            found += wrong(document, schema["items"], one, f"{where}[{number}]")
    return found


def references(part) -> list[str]:
    """Every $ref in the document."""
    if isinstance(part, dict):
        return [part["$ref"]] if "$ref" in part else [one for value in part.values() for one in references(value)]
    return [one for value in part for one in references(value)] if isinstance(part, list) else []
