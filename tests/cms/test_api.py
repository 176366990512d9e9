"""The API: what it answers, how it is described, how it refuses; with real rows of every kind."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.api import resources, views
from cms.api.limits import ADDRESSES, Limit
from cms.models import ColumnPage
from disclosure import publication
from disclosure.models import DatedItem, DisclosureAttribute, PolicyAct, Theme
from tests import factories
from tests.cms import openapi
from tests.factories.unpublished import SECRET, UNPUBLISHED, dated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return factories.home()


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """Each test begins with a store of its own."""
    monkeypatch.setattr(views, "ASKED", Limit(1000, 60))


def published_dated(**fields) -> DatedItem:
    item = dated(**{"title": "2026年部门预算", **fields})
    publication.publish(item)
    return item


def items(client, address: str) -> list[dict]:
    response = client.get(address)
    assert response.status_code == 200, response.text
    return response.json()["items"]


def a_bit_of_everything() -> None:
    column = factories.column("政策文件", shows=ColumnPage.Shows.POLICIES)
    theme = Theme.objects.exclude(parent=None).first()
    new = factories.policy("新办法", column=column, theme=theme, normative=True, in_force_on=date(2026, 4, 1), for_citizens=False)
    old = factories.policy("旧办法")
    new.acts = [PolicyAct(subject=old, kind=PolicyAct.Kind.REPEALS, effective_on=date(2026, 5, 1))]
    new.save_revision().publish()
    factories.interpretation(new)
    published_dated(year=2026, amount="1234.50")
    factories.unit("办公室", parent=factories.unit("澄江市卫生健康委员会"))


def described(client) -> dict:
    return client.get("/api/v1/openapi.json").json()


# -- what it answers ----------------------------------------------------------------------------------------------


def test_policy_is_given_with_number_validity_and_interpretation(client):
    document = factories.policy("关于预防接种的通知", in_force_on=date(2026, 4, 1))
    explained = factories.interpretation(document, title="一图读懂")
    found = client.get(f"/api/v1/policies/{document.pk}/").json()
    assert (found["title"], found["document_number"]) == ("关于预防接种的通知", document.document_number)
    assert found["validity"] == {"code": "valid", "label": "现行有效"}
    assert [one["id"] for one in found["interpretations"]] == [explained.pk]
    assert found["body"] == "<p>为保障公众健康，制定本办法。</p>"
    assert found["text"] == "为保障公众健康，制定本办法。"


def test_list_leaves_the_text_to_the_thing_itself(client):
    factories.policy()
    assert {"body", "text"} & set(items(client, "/api/v1/policies/")[0]) == set()


def test_repealed_policy_names_what_ended_it(client):
    a_bit_of_everything()
    found = {one["title"]: one for one in items(client, "/api/v1/policies/")}
    assert found["旧办法"]["validity"]["code"] == "repealed"
    assert [one["name"] for one in found["旧办法"]["ended_by"]] == ["新办法"]


def test_catalogue_gives_items_of_every_kind_once(client):
    a_bit_of_everything()
    kinds = [one["type"]["code"] for one in items(client, "/api/v1/catalogue/")]
    assert kinds == ["policy", "policy", "interpretation", "dated"]


def test_catalogue_of_one_kind_gives_only_that(client):
    a_bit_of_everything()
    assert [one["title"] for one in items(client, "/api/v1/catalogue/?type=dated")] == ["2026年部门预算"]


@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize("name", ["catalogue", "policies", "themes", "departments", "columns"])
def test_leafing_by_next_gives_everything_once_and_in_one_order(client, name, limit):
    a_bit_of_everything()
    found, whole = (leafed(client, f"/api/v1/{name}/?limit={one}") for one in (limit, 100))
    assert found == whole
    assert len(set(map(str, found))) == len(found)


def leafed(client, address: str | None) -> list:
    found = []
    while address:
        page = client.get(address).json()
        found += [(one.get("type"), one["id"]) for one in page["items"]]
        address = page["next"]
    return found


def test_answer_has_no_more_than_it_was_asked_for(client):
    assert [len(items(client, f"/api/v1/themes/{query}")) for query in ("?limit=3", "", "?limit=100")] == [3, 50, 100]


def test_what_is_published_while_one_leafs_shifts_nothing(client):
    for number in range(4):
        factories.policy(f"第{number}份")
    first = client.get("/api/v1/policies/?limit=2").json()
    factories.policy("刚刚公开的")
    rest = client.get(first["next"]).json()
    assert [one["title"] for one in first["items"] + rest["items"]] == ["第3份", "第2份", "第1份", "第0份"]


def test_next_of_the_last_page_is_null(client):
    factories.policy()
    assert client.get("/api/v1/policies/?limit=1").json()["next"] is None


def test_policies_are_narrowed_by_validity_year_and_body(client):
    a_bit_of_everything()
    issuer = factories.unit("澄江市卫生健康委员会")
    assert [one["title"] for one in items(client, "/api/v1/policies/?validity=repealed")] == ["旧办法"]
    assert items(client, "/api/v1/policies/?year=1999") == []
    assert len(items(client, f"/api/v1/policies/?unit={issuer.pk}")) == 2


def test_english_is_given_for_labels_to_those_who_ask_for_it(client):
    document = factories.policy(in_force_on=date(2026, 4, 1))
    address = f"/api/v1/policies/{document.pk}/"
    english = client.get(address, headers={"Accept-Language": "en-GB,en;q=0.9,zh;q=0.5"})
    assert english.json()["validity"] == {"code": "valid", "label": "In force"}
    assert (english["Content-Language"], english.json()["title"]) == ("en", document.title)
    chinese = client.get(address, headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.1"})
    assert chinese.json()["validity"]["label"] == "现行有效"


def test_search_finds_as_the_page_does(client, work_outbox):
    factories.policy("关于职业健康检查的通知")
    factories.policy("关于托育机构备案的通知")
    work_outbox()
    assert [one["title"] for one in items(client, "/api/v1/search/?q=职业健康检查")] == ["关于职业健康检查的通知"]


def test_search_is_leafed_by_next(client, work_outbox):
    for number in range(5):
        factories.policy(f"关于职业健康检查第{number}号事项的通知")
    work_outbox()
    address, found = "/api/v1/search/?q=职业健康检查&limit=2", []
    while address:
        page = client.get(address).json()
        found += [one["url"] for one in page["items"]]
        address = page["next"]
    assert len(found) == len(set(found)) == 5


# -- only what is public ------------------------------------------------------------------------------------------


def every_address(client) -> list[str]:
    """Each list, each thing that a list gives, and the search for the secret."""
    lists = [f"/api/v1/{one.name}/" for one in resources.every() if one.name != "search"]
    things = [
        f"/api/v1/{one.name}/{item['id']}/" for one in resources.every() if one.single for item in items(client, f"/api/v1/{one.name}/")
    ]
    return [*lists, *things, f"/api/v1/search/?q={SECRET}", "/api/v1/search/?q=公开的标题", "/api/v1/openapi.json", "/api/"]


@pytest.mark.parametrize("kind", UNPUBLISHED)
def test_secret_of_what_is_unpublished_is_at_no_address_of_the_api(kind, client, work_outbox):
    UNPUBLISHED[kind]()
    work_outbox()
    addresses = every_address(client)
    assert len(addresses) > 10
    said = {address: client.get(address).json() if address != "/api/" else client.get(address).text for address in addresses}
    assert [address for address, words in said.items() if SECRET in str(words)] == []


def test_taken_down_policy_leaves_the_list_and_answers_410(client):
    document = factories.policy()
    publication.withdraw(document, "内容有误", factories.administrator(), timezone.now())
    response = client.get(f"/api/v1/policies/{document.pk}/")
    assert (response.status_code, response.json()["error"]["code"]) == (410, "gone")
    assert items(client, "/api/v1/policies/") == []


def test_draft_is_not_found_like_what_never_was(client):
    draft = factories.draft_policy()
    answers = [client.get(f"/api/v1/policies/{pk}/") for pk in (draft.pk, draft.pk + 1000)]
    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()


def test_attribute_other_than_active_is_not_given(client):
    factories.draft_policy(attribute=DisclosureAttribute.ON_REQUEST, attribute_reason="略")
    assert items(client, "/api/v1/policies/") == []


def test_unpublished_column_is_not_named_by_its_items(client):
    column = factories.column("还没有公开的栏目", live=False)
    document = factories.policy(column=column)
    assert client.get(f"/api/v1/policies/{document.pk}/").json()["column"] is None


# -- how it refuses -----------------------------------------------------------------------------------------------

WRONG = {
    "unknown_parameter": "/api/v1/policies/?colour=red",
    "bad_cursor": "/api/v1/policies/?cursor=abc",
    "bad_cursor, of another list": "/api/v1/policies/?cursor=cG9saWN5OjE",
    "bad_cursor, long": "/api/v1/policies/?cursor=" + "A" * 5000,
    "bad_cursor, too large": "/api/v1/policies/?cursor=" + "OTk5" * 8,
    "bad_cursor, of the catalogue": "/api/v1/catalogue/?cursor=bWFnaWM6MQ",
    "bad_limit": "/api/v1/policies/?limit=101",
    "bad_limit, none": "/api/v1/policies/?limit=0",
    "bad_limit, no number": "/api/v1/policies/?limit=many",
    "bad_parameter": "/api/v1/policies/?validity=maybe",
    "bad_parameter, no number": "/api/v1/policies/?theme=abc",
    "bad_parameter, no year": "/api/v1/interpretations/?year=99999",
    "missing_parameter": "/api/v1/search/",
    "bad_query": "/api/v1/search/?q=" + "长" * 400,
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_answered_is_refused_with_a_sentence(case, client):
    response = client.get(WRONG[case])
    error = response.json()["error"]
    assert (response.status_code, error["status"], error["code"]) == (400, 400, case.split(",")[0])
    assert re.search(r"[\u4e00-\u9fff].*。$", error["sentence"])


@pytest.mark.parametrize(
    "address", ["/api/v1/", "/api/v1/nothing/", "/api/v2/policies/", "/api/v1/search/1/", "/api/v1/policies/" + "9" * 40]
)
def test_unknown_address_is_not_found_in_json(address, client):
    response = client.get(address)
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(method):
    response = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/policies/")
    assert (response.status_code, response.json()["error"]["code"]) == (405, "read_only")
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_head_has_the_headers_and_no_body(client):
    got, head = client.get("/api/v1/policies/"), client.head("/api/v1/policies/")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", got["ETag"])


def test_options_says_what_is_possible_to_pages_of_any_site(client):
    response = client.options("/api/v1/policies/")
    assert (response.status_code, response["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert response["Access-Control-Allow-Origin"] == "*"


def test_too_many_requests_are_told_how_long_to_wait(client, monkeypatch):
    monkeypatch.setattr(views, "ASKED", Limit(2, 60))
    answers = [client.get("/api/v1/themes/") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 1 <= int(answers[2]["Retry-After"]) <= 30
    assert answers[2].json()["error"]["code"] == "too_often"


def test_one_address_does_not_use_up_what_another_may_ask():
    limit = Limit(1, 60)
    assert [limit.wait(address, 0.0) for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1")] == [0, 0, 60]


def test_store_of_requests_fills_again():
    limit = Limit(2, 60)
    assert [limit.wait("192.0.2.1", moment) for moment in (0.0, 0.0, 0.0, 30.0, 30.0)] == [0, 0, 30, 0, 30]


def test_limit_of_nothing_limits_nothing():
    limit = Limit(0, 60)
    assert {limit.wait("192.0.2.1", 0.0) for _ in range(1000)} == {0}


def test_limit_remembers_only_so_many_addresses():
    limit = Limit(1, 60)
    for number in range(ADDRESSES + 5):
        limit.wait(str(number), 0.0)
    assert len(limit.stores) == ADDRESSES


# -- unchanged ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/api/v1/policies/", "/api/v1/catalogue/", "/api/v1/policies/{pk}/", "/api/v1/openapi.json"])
def test_who_has_the_answer_gets_no_second_copy(address, client):
    address = address.format(pk=factories.policy().pk)
    tag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_answer_that_is_unchanged_asks_nothing_of_the_catalogue(client):
    factories.policy()
    tag = client.get("/api/v1/policies/")["ETag"]
    with CaptureQueriesContext(connection) as queries:
        client.get("/api/v1/policies/", headers={"If-None-Match": tag})
    assert [one["sql"] for one in queries if "policydocument" in one["sql"]] == []


def test_list_is_new_after_a_publication_and_after_a_takedown(client):
    document = factories.policy()
    tags = [client.get("/api/v1/policies/")["ETag"]]
    factories.policy()
    tags.append(client.get("/api/v1/policies/")["ETag"])
    publication.withdraw(document, "内容有误", factories.administrator(), timezone.now())
    tags.append(client.get("/api/v1/policies/")["ETag"])
    assert len(set(tags)) == 3


def test_thing_is_new_when_it_changes_and_stays_when_another_does(client):
    document = factories.policy()
    address = f"/api/v1/policies/{document.pk}/"
    first = client.get(address)["ETag"]
    factories.policy()
    assert client.get(address)["ETag"] == first
    factories.interpretation(document)
    assert client.get(address)["ETag"] != first


def test_languages_have_tags_of_their_own(client):
    tags = {client.get("/api/v1/policies/", headers={"Accept-Language": wanted})["ETag"] for wanted in ("zh", "en")}
    assert len(tags) == 2


# -- queries ------------------------------------------------------------------------------------------------------


def queries_of(address: str) -> int:
    Client().get(address)
    client = Client()
    client.get("/robots.txt")
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries)


LISTS = [
    "/api/v1/policies/",
    "/api/v1/interpretations/",
    "/api/v1/catalogue/",
    "/api/v1/dated/",
    "/api/v1/departments/",
    "/api/v1/columns/",
]


def test_lists_ask_the_same_with_one_and_with_thirty_things():
    theme = Theme.objects.exclude(parent=None).first()

    def more(count: int) -> None:
        for number in range(count):
            column = factories.column(f"栏目{number}", owner_unit=factories.unit())
            document = factories.policy(column=column, theme=theme, issuers=[factories.unit(), factories.unit()])
            for one in (factories.policy(), factories.policy()):
                document.acts.add(PolicyAct(subject=one, kind=PolicyAct.Kind.AMENDS, effective_on=date(2026, 5, 1)))
            document.save_revision().publish()
            factories.interpretation(document)
            published_dated()

    more(1)
    few = {address: queries_of(address) for address in LISTS}
    more(9)  # thirty policies
    assert {address: queries_of(address) for address in LISTS} == few


# -- how it is described ------------------------------------------------------------------------------------------


def test_description_is_openapi_3_1_with_everything_it_refers_to(client):
    document = described(client)
    assert (document["openapi"], document["info"]["version"]) == ("3.1.0", "1.0.0")
    assert {"title", "version"} <= set(document["info"]) and document["servers"][0]["url"].startswith("http")
    assert all(openapi.resolve(document, {"$ref": reference}) for reference in openapi.references(document))
    for address, methods in document["paths"].items():
        named = re.findall(r"\{(\w+)\}", address)
        assert [one["name"] for one in methods["get"]["parameters"] if one["in"] == "path"] == named
        assert all("description" in response for response in methods["get"]["responses"].values())


def test_each_operation_has_a_name_of_its_own(client):
    names = [methods["get"]["operationId"] for methods in described(client)["paths"].values()]
    assert len(names) == len(set(names))


def test_description_names_every_address_of_the_api(client):
    lists = {f"/api/v1/{one.name}/" for one in resources.every()}
    things = {f"/api/v1/{one.name}/{{id}}/" for one in resources.every() if one.single}
    assert set(described(client)["paths"]) == lists | things


def test_every_answer_is_as_described(client, work_outbox):
    a_bit_of_everything()
    work_outbox()
    document = described(client)
    for resource in resources.every():
        address = f"/api/v1/{resource.name}/"
        answer = client.get(address + ("?q=办法" if resource.name == "search" else "")).json()
        assert answer["items"], resource.name
        schema = document["paths"][address]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert openapi.wrong(document, schema, answer) == []
        if resource.single:
            schema = document["paths"][f"{address}{{id}}/"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
            whole = client.get(f"{address}{answer['items'][0]['id']}/").json()
            assert openapi.wrong(document, schema, whole) == []


def test_refusal_is_as_described(client):
    document = described(client)
    answer = client.get("/api/v1/policies/?colour=red").json()
    assert openapi.wrong(document, {"$ref": "#/components/schemas/Error"}, answer) == []


def test_page_for_people_names_every_resource_and_field(client):
    words = client.get("/api/").text
    for resource in resources.every():
        assert f"/api/v1/{resource.name}/" in words
        assert [field.name for field in resource.fields if f"<code>{field.name}</code>" not in words] == []
