"""The API described for machines (OpenAPI 3.1), made from the resources and their fields."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cms.api import resources
from cms.api.fields import Field

VERSION = "1.0.0"  # of the API: what is added keeps v1; what would break a reader gets a new number in the address
ERRORS = {400: "Error", 404: "Error", 410: "Error", 429: "Error"}


def document(base: str, site: str) -> dict:
    """In the language that is now active; ``base`` is the address of the site, without a slash at its end."""
    every = resources.every()
    schemas = {"Error": _error_schema()}
    paths = {}
    for resource in every:
        thing = _name(resource)
        schemas[thing] = _object(resource.fields)
        paths[f"/api/v1/{resource.name}/"] = {"get": _list(resource, thing)}
        if resource.single:
            whole = thing
            if resource.more:
                whole = f"{thing}Whole"
                schemas[whole] = _object((*resource.fields, *resource.more))
            paths[f"/api/v1/{resource.name}/{{id}}/"] = {"get": _one(resource, whole)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("%(site)s：政府信息公开数据接口") % {"site": site},
            "version": VERSION,
            "description": _("只读，不需要登记。只给出已经主动公开的信息；撤下的内容立即消失。"),
        },
        "servers": [{"url": base}],
        "tags": [{"name": one.name, "description": str(one.title)} for one in every],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _name(resource: resources.Resource) -> str:
    return "".join(part.capitalize() for part in resource.name.split("-"))


def _object(fields: Iterable[Field]) -> dict:
    properties = {field.name: field.schema() for field in fields}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _error_schema() -> dict:
    said = {
        "type": "object",
        "properties": {"status": {"type": "integer"}, "code": {"type": "string"}, "sentence": {"type": "string"}},
        "required": ["status", "code", "sentence"],
        "additionalProperties": False,
    }
    return {"type": "object", "properties": {"error": said}, "required": ["error"], "additionalProperties": False}


def _list(resource: resources.Resource, thing: str) -> dict:
    properties = {
        "items": {"type": "array", "items": _ref(thing)},
        "next": {"type": ["string", "null"], "format": "uri", "description": _("下一页的地址；最后一页为 null。")},
    }
    page = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {
        "operationId": f"list-{resource.name}",
        "tags": [resource.name],
        "summary": str(resource.title),
        "description": str(resource.meaning),
        "parameters": [*map(_query, resource.parameters), *_paging()],
        "responses": _responses(page),
    }


def _one(resource: resources.Resource, whole: str) -> dict:
    number = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
    return {
        "operationId": f"get-{resource.name}",
        "tags": [resource.name],
        "summary": _("%(title)s：一项的全部内容") % {"title": resource.title},
        "parameters": [number],
        "responses": _responses(_ref(whole)),
    }


def _query(parameter: resources.Parameter) -> dict:
    schema = {"type": "string", **({"enum": list(parameter.choices)} if parameter.choices else {})}
    said = {"name": parameter.name, "in": "query", "required": parameter.required, "description": str(parameter.meaning)}
    return {**said, "schema": schema}


def _paging() -> list[dict]:
    limit = {"type": "integer", "minimum": 1, "maximum": resources.MOST, "default": resources.PER_PAGE}
    return [
        {"name": "cursor", "in": "query", "required": False, "description": _("取自 next 地址。"), "schema": {"type": "string"}},
        {"name": "limit", "in": "query", "required": False, "description": _("一次给出多少项。"), "schema": limit},
    ]


def _responses(schema: dict) -> dict:
    meanings = {400: _("参数有误"), 404: _("没有这项内容"), 410: _("已经撤下"), 429: _("请求过于频繁")}
    refused = {str(status): _content(meanings[status], _ref(name)) for status, name in ERRORS.items()}
    return {"200": _content(_("给出的内容"), schema), "304": {"description": _("与上次相同（If-None-Match）")}, **refused}


def _content(meaning: str, schema: dict) -> dict:
    return {"description": meaning, "content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}
