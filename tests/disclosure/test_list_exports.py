"""Staff lists as tables: what the filters show, whole, in words, harmless."""

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.models import Theme
from tests import factories

pytestmark = pytest.mark.django_db
POLICIES = "wagtailsnippets_disclosure_policydocument:list"
INTERPRETATIONS = "wagtailsnippets_disclosure_interpretation:list"
DATED = "wagtailsnippets_disclosure_dateditem:list"


@pytest.fixture(autouse=True)
def editor(client):
    client.force_login(factories.person("编辑"))


def exported(client, name: str = POLICIES, form: str = "csv", **params) -> list[dict]:
    response = client.get(reverse(name), {**params, "export": form})
    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    if form == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    head, *rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_export_has_what_the_filters_show(client, form):
    factories.policy("已公开的")
    factories.draft_policy("还是草稿的")
    assert [row["标题"] for row in exported(client, form=form, state="draft")] == ["还是草稿的"]
    assert len(exported(client, form=form)) == 2


def test_export_has_what_the_search_shows(client):
    factories.policy("关于预防接种的通知")
    factories.policy("关于职业健康的通知")
    assert [row["标题"] for row in exported(client, q="预防接种")] == ["关于预防接种的通知"]


def test_export_goes_beyond_the_first_page(client):
    for _number in range(31):
        factories.draft_policy()
    assert len(exported(client)) == 31


def test_export_speaks_in_words(client):
    theme = Theme.objects.exclude(parent=None).select_related("parent").first()
    factories.interpretation(factories.policy(normative=True, theme=theme))
    row = exported(client)[0]
    said = {name: row[name] for name in ("公开属性", "状态", "时效", "解读", "行政规范性文件", "主题分类")}
    assert said == {
        "公开属性": "主动公开", "状态": "已公开", "时效": "现行有效", "解读": "1", "行政规范性文件": "是", "主题分类": str(theme),
    }  # fmt: skip


def test_export_of_interpretations_names_their_policies(client):
    factories.interpretation(factories.policy("甲办法"), factories.policy("乙办法"), form="video")
    row = exported(client, INTERPRETATIONS)[0]
    assert (row["解读的政策"], row["解读形式"]) == ("甲办法；乙办法", "视频解读")


def test_title_that_is_a_formula_is_a_text(client):
    factories.draft_policy("=1+1")
    assert exported(client)[0]["标题"] == "'=1+1"
    assert exported(client, form="xlsx")[0]["标题"] == "=1+1"


@pytest.mark.parametrize("name", [POLICIES, INTERPRETATIONS, DATED])
def test_list_offers_both_forms(client, name):
    words = client.get(reverse(name)).text
    assert "export=csv" in words and "export=xlsx" in words


def test_export_asks_the_same_for_one_and_for_thirty_rows(client):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            exported(client)
        return len(queries)

    theme = Theme.objects.exclude(parent=None).first()
    factories.policy(theme=theme, column=factories.column(), publisher=factories.unit())
    asked()
    few = asked()
    for _number in range(29):
        factories.policy(theme=theme, column=factories.column(), publisher=factories.unit())
    assert asked() == few


def test_record_of_acts_is_exported_in_words(client):
    client.force_login(factories.administrator())
    response = client.get(reverse("audit_report"), {"export": "xlsx"})
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    head = next(openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.iter_rows(values_only=True))
    assert head == ("时间", "操作人姓名", "操作", "对象", "理由", "详情")
