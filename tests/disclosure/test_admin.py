"""The catalogue's staff screens: lists, forms, “写解读”, warnings, takedown, preview."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms import registry
from cms.models import ColumnPage, Department
from disclosure import publication
from disclosure.models import DatedItem, Interpretation, PolicyAct, PolicyDocument, Theme
from tests import factories
from tests.disclosure.forms import interpretation_form, policy_form

pytestmark = pytest.mark.django_db
POLICIES = "wagtailsnippets_disclosure_policydocument"
INTERPRETATIONS = "wagtailsnippets_disclosure_interpretation"
DATED = "wagtailsnippets_disclosure_dateditem"


@pytest.fixture
def editor(client):
    person = factories.person("编辑")
    client.force_login(person)
    return person


def listed(client, name=POLICIES, **params) -> list:
    response = client.get(reverse(f"{name}:list"), params)
    assert response.status_code == 200
    return list(response.context["object_list"])


def said(response) -> list[str]:
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def page(client, name, *args, **params) -> str:
    response = client.get(reverse(name, args=args), params)
    assert response.status_code == 200
    return response.content.decode()


# -- lists --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "make"),
    [
        (POLICIES, lambda: factories.interpretation(factories.policy())),
        (INTERPRETATIONS, lambda: factories.interpretation(factories.policy())),
        (DATED, lambda: DatedItem.objects.create(title="2026年预算", kind="budget", year=2026).save_revision()),
    ],
    ids=["policies", "interpretations", "dated"],
)
def test_list_asks_as_many_queries_for_30_items_as_for_one(client, editor, django_assert_num_queries, name, make):
    make()
    listed(client, name)
    with CaptureQueriesContext(connection) as one:
        listed(client, name)
    for _ in range(29):
        make()
    with django_assert_num_queries(len(one)):
        assert len(listed(client, name)) == 30


def test_list_shows_number_validity_interpretations_and_state(client, editor):
    policy = factories.policy("列表中的通知", document_number="澄卫〔2026〕901号")
    factories.interpretation(policy)
    html = page(client, f"{POLICIES}:list")
    assert all(text in html for text in ["列表中的通知", "澄卫〔2026〕901号", "现行有效", "已公开", "2026-03-04"])


def test_list_begins_with_what_was_edited_last(client, editor):
    first, second = factories.policy(), factories.policy()
    first.save_revision()
    assert listed(client) == [first, second]


@pytest.fixture
def many(db):
    """One policy of each sort that the filters tell apart."""
    theme = Theme.objects.filter(parent__name="卫生、体育", name="卫生").get()
    repealed = factories.policy("被废止的", genre="意见", published_on=date(2024, 5, 1))
    actor = factories.policy("现行的", theme=theme, column=factories.column("通知公告"))
    PolicyAct.objects.create(actor=actor, subject=repealed, kind="repeals", effective_on=date(2026, 1, 1))
    factories.policy("规范性的", normative=True, issuers=[factories.unit("澄江市财政局")])
    due = {"interpretation_waiver": "专家尚未定稿", "interpretation_due_on": date(2026, 12, 1)}
    factories.policy("没有解读的", for_citizens=True, **due)
    factories.draft_policy("草稿")
    factories.draft_policy("依申请的", attribute="on_request", attribute_reason="过程性信息")
    publication.withdraw(factories.policy("下线的"), "误发", None, timezone.now())


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({"state": "draft"}, {"草稿", "依申请的"}),
        ({"state": "taken_down"}, {"下线的"}),
        ({"state": "live"}, {"被废止的", "现行的", "规范性的", "没有解读的"}),
        ({"validity": "repealed"}, {"被废止的"}),
        ({"genre": "意见"}, {"被废止的"}),
        ({"normative": "true"}, {"规范性的"}),
        ({"attribute": "on_request"}, {"依申请的"}),
        ({"without_interpretation": "true"}, {"没有解读的"}),
        ({"year": "2024"}, {"被废止的"}),
        ({"column": "通知公告"}, {"现行的"}),
        ({"theme": "卫生、体育"}, {"现行的"}),
        ({"issuer": "澄江市财政局"}, {"规范性的"}),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_list_is_filtered(client, editor, many, filters, titles):
    named = {
        "column": lambda name: ColumnPage.objects.get(title=name).pk,
        "theme": lambda name: Theme.objects.get(name=name, parent=None).pk,
        "issuer": lambda name: Department.objects.get(name=name).pk,
    }
    params = {key: named[key](value) if key in named else value for key, value in filters.items()}
    assert {policy.title for policy in listed(client, **params)} == titles


@pytest.mark.parametrize("text", ["母婴", "母婴 办法", "澄卫[2026]77", "澄卫〔2026〕77号"])
def test_list_is_searched_by_title_and_by_number_in_any_writing(client, editor, text, monkeypatch):
    monkeypatch.setitem(registry.staff_search.entries, "desk", lambda model, text: None)  # the engine is down
    wanted = factories.draft_policy("澄江市母婴设施建设管理办法", document_number="澄卫〔2026〕77号")
    factories.draft_policy("关于别的事项的通知", document_number="澄卫〔2026〕78号")
    assert listed(client, q=text) == [wanted]


def test_search_takes_over_what_the_search_app_finds_in_its_order(client, editor, monkeypatch):
    first, second, _third = (factories.policy() for _ in range(3))
    monkeypatch.setitem(registry.staff_search.entries, "desk", lambda model, text: [second.pk, first.pk])
    assert listed(client, q="疫情防控") == [second, first]
    assert listed(client, q="疫情防控", ordering="document_number") == [first, second]


def test_list_is_given_out_as_a_table(client, editor):
    factories.policy("导出的通知")
    response = client.get(reverse(f"{POLICIES}:list"), {"export": "csv"})
    assert "导出的通知" in b"".join(response.streaming_content).decode()


def test_public_item_is_not_deleted_by_one_click(client):
    client.force_login(factories.administrator())
    policy = factories.policy()
    client.post(reverse(f"{POLICIES}:delete", args=[policy.pk]))
    client.post(reverse("wagtail_bulk_action", args=["disclosure", "policydocument", "delete"]) + f"?id={policy.pk}")
    assert PolicyDocument.objects.filter(pk=policy.pk).exists()


# -- forms --------------------------------------------------------------------------------------------------------


def test_editor_creates_a_draft_and_stays_with_it(client, editor):
    form = policy_form(PolicyDocument(title="新的通知", body="<p>内容</p><table><tr><td>一</td></tr></table>"))
    response = client.post(reverse(f"{POLICIES}:add"), form)
    policy = PolicyDocument.objects.get()
    assert response.url == reverse(f"{POLICIES}:edit", args=[policy.pk])
    assert (policy.live, "<td>一</td>" in policy.body) == (False, True)


def test_body_of_a_draft_is_cleaned(client, editor):
    form = policy_form(PolicyDocument(title="通知")) | {"body": "<p onclick=x>好<script>alert(1)</script></p>"}
    client.post(reverse(f"{POLICIES}:add"), form)
    policy = PolicyDocument.objects.get()
    assert policy.body == policy.get_latest_revision_as_object().body == "<p>好</p>"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "长" * 5000, "不超过 500"),
        ("written_on", "2026-13-45", "日期"),
        ("attribute", "withheld", "不主动公开的，请说明理由。"),
        ("column", "999999", "选择一个有效的选项"),
    ],
    ids=["title of 5000 characters", "malformed date", "no reason", "unknown column"],
)
def test_bad_value_is_refused_with_a_sentence_and_nothing_is_stored(client, editor, field, value, sentence):
    form = policy_form(PolicyDocument(title="通知")) | {field: value}
    response = client.post(reverse(f"{POLICIES}:add"), form)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not PolicyDocument.objects.exists()


def test_repeal_that_would_be_circular_is_refused_in_the_form(client, editor):
    first, second = factories.draft_policy(), factories.draft_policy()
    PolicyAct.objects.create(actor=first, subject=second, kind="repeals", effective_on=date(2026, 1, 1))
    rows = {"acts-TOTAL_FORMS": "1", "acts-0-kind": "repeals", "acts-0-subject": first.pk, "acts-0-effective_on": "2026-02-01"}
    rows |= {"acts-0-ORDER": "1", "acts-0-note": ""}
    response = client.post(reverse(f"{POLICIES}:edit", args=[second.pk]), policy_form(second) | rows)
    assert "循环废止" in response.content.decode()
    assert not second.acts.exists()


def test_form_shows_the_computed_validity_and_by_what_it_ended(client, editor):
    old, new = factories.policy(), factories.policy("关于废止旧文件的通知")
    PolicyAct.objects.create(actor=new, subject=old, kind="repeals", effective_on=date(2026, 1, 1))
    html = page(client, f"{POLICIES}:edit", old.pk)
    assert "被《关于废止旧文件的通知》废止" in html


def test_form_lists_the_interpretations_and_the_way_to_write_one(client, editor):
    policy = factories.policy()
    factories.interpretation(policy, title="图解新规")
    html = page(client, f"{POLICIES}:edit", policy.pk)
    assert "图解新规" in html
    assert f"{reverse(f'{INTERPRETATIONS}:add')}?policy={policy.pk}" in html


@pytest.mark.parametrize("name", [POLICIES, INTERPRETATIONS, DATED])
def test_form_of_a_new_item_opens(client, editor, name):
    assert 'name="title"' in page(client, f"{name}:add")


def test_check_list_is_ticked(client, editor):
    form = interpretation_form(title="解读", policies=[factories.policy()]) | {"covers": ["background", "scope"]}
    client.post(reverse(f"{INTERPRETATIONS}:add"), form)
    assert Interpretation.objects.get().covers == ["background", "scope"]


# -- writing an interpretation ------------------------------------------------------------------------------------


def test_writing_an_interpretation_begins_with_what_the_policy_says(client, editor):
    theme = Theme.objects.get(parent__name="卫生、体育", name="卫生")
    waiver = {"interpretation_waiver": "略", "interpretation_due_on": date(2026, 12, 1)}
    policy = factories.policy("托育机构备案办法", theme=theme, for_citizens=True, **waiver)
    form = client.get(reverse(f"{INTERPRETATIONS}:add"), {"policy": policy.pk}).context["form"]
    assert form["title"].value() == "《托育机构备案办法》政策解读"
    assert [str(pk) for pk in form["policies"].value()] == [str(policy.pk)]
    assert (form["theme"].value(), form["for_citizens"].value()) == (theme.pk, True)


@pytest.mark.parametrize("policy", ["0", "x", "99999999999999999999"], ids=["none", "letters", "too large"])
def test_writing_an_interpretation_of_nothing_opens_an_empty_form(client, editor, policy):
    assert client.get(reverse(f"{INTERPRETATIONS}:add"), {"policy": policy}).status_code == 200


def test_picker_finds_policies_by_number_in_any_writing(client, editor):
    policy = factories.draft_policy("新规", document_number="澄卫〔2026〕88号")
    found = client.get(reverse("desk_policies"), {"q": "澄卫[2026]88"}).json()
    assert found == {"policies": [{"pk": policy.pk, "title": "新规 澄卫〔2026〕88号 （未公开）"}]}


@pytest.mark.parametrize("name", ["desk_policies", "desk_used"])
def test_what_scripts_ask_is_answered_to_staff_only(client, name):
    assert client.get(reverse(name), {"kind": "policydocument"}).status_code == 302


# -- warnings -----------------------------------------------------------------------------------------------------


def test_warnings_while_writing_name_what_is_used(client, editor):
    factories.policy("关于托育机构的通知", document_number="澄卫〔2026〕66号")
    asked = {"kind": "policydocument", "pk": "", "title": "关于托育机构的通知", "number": "澄卫 [2026]66号"}
    assert client.get(reverse("desk_used"), asked).json()["warnings"] == [
        "已有标题相同或相近的内容：《关于托育机构的通知》，请确认不是重复录入。",
        "发文字号 澄卫 [2026]66号 已用于《关于托育机构的通知》。",
    ]


def test_item_does_not_warn_of_itself(client, editor):
    policy = factories.policy("关于托育机构的通知")
    asked = {"kind": "policydocument", "pk": policy.pk, "title": policy.title, "number": policy.document_number}
    assert client.get(reverse("desk_used"), asked).json() == {"warnings": []}


def test_saving_warns_and_saves(client, editor):
    factories.policy(document_number="澄卫〔2026〕66号")
    draft = factories.draft_policy()
    form = policy_form(draft) | {"document_number": "澄卫〔2026〕66号"}
    response = client.post(reverse(f"{POLICIES}:edit", args=[draft.pk]), form)
    assert any(sentence.startswith("发文字号 澄卫〔2026〕66号 已用于") for sentence in said(response))
    draft.refresh_from_db()
    assert draft.document_number == "澄卫〔2026〕66号"


# -- preview, history, takedown -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "make"),
    [(POLICIES, factories.draft_policy), (INTERPRETATIONS, lambda: factories.draft_interpretation(factories.policy()))],
    ids=["policy", "interpretation"],
)
def test_draft_is_previewed_as_the_citizen_will_see_it(client, editor, name, make):
    item = make()
    form = (policy_form(item) if name == POLICIES else interpretation_form(title=item.title)) | {"title": "预览的标题"}
    url = reverse(f"{name}:preview_on_edit", args=[item.pk])
    assert client.post(url, form).json()["is_valid"]
    html = client.get(url, {"in_preview_panel": "true"}).content.decode()
    assert "预览的标题" in html
    assert "<h1" in html


def test_draft_is_previewed_in_large_print(client, editor):
    policy = factories.draft_policy()
    url = reverse(f"{POLICIES}:preview_on_edit", args=[policy.pk])
    client.post(url, policy_form(policy))
    assert 'data-size="large"' in client.get(url, {"mode": "large"}).content.decode()
    assert 'data-size="normal"' in client.get(url).content.decode()


def test_item_not_stored_yet_is_previewed(client, editor):
    url = reverse(f"{POLICIES}:preview_on_add")
    client.post(url, policy_form(PolicyDocument(title="还没有保存")))
    assert "还没有保存" in client.get(url).content.decode()


def test_versions_are_compared(client, editor):
    policy = factories.policy("第一稿")
    policy.title = "第二稿"
    policy.save_revision()
    html = page(client, f"{POLICIES}:revisions_compare", policy.pk, "live", "latest")
    assert "第一" in html
    assert page(client, f"{POLICIES}:history", policy.pk)


def test_policy_taken_back_takes_along_what_explains_only_it(client):
    client.force_login(factories.person("审核"))
    policy = factories.policy()
    interpretation = factories.interpretation(policy)
    client.post(reverse(f"{POLICIES}:unpublish", args=[policy.pk]))
    assert not PolicyDocument.objects.visible().exists()
    assert not Interpretation.objects.visible().exists()
    publication.publish(policy)
    assert list(Interpretation.objects.visible()) == [interpretation]


def test_takedown_asks_for_a_reason(client):
    client.force_login(factories.person("审核"))
    policy = factories.policy()
    url = reverse("desk_withdraw", args=["disclosure", "policydocument", policy.pk])
    assert url in page(client, f"{POLICIES}:edit", policy.pk)
    assert client.post(url, {"reason": " "}).status_code == 200
    client.post(url, {"reason": "含有个人信息"})
    policy.refresh_from_db()
    assert (policy.live, policy.takedown_reason) == (False, "含有个人信息")
    client.post(reverse("desk_restore", args=["disclosure", "policydocument", policy.pk]), {"reason": "已遮盖"})
    policy.refresh_from_db()
    assert policy.taken_down_at is None


def test_page_is_taken_down_from_its_edit_page(client):
    client.force_login(factories.person("审核"))
    article = factories.article()
    url = reverse("desk_withdraw", args=["cms", "articlepage", article.pk])
    assert url in page(client, "wagtailadmin_pages:edit", article.pk)
    client.post(url, {"reason": "误发"})
    article.refresh_from_db()
    assert not article.live


@pytest.mark.parametrize("model", ["user", "nothing"])
def test_takedown_of_what_never_is_public_is_not_found(client, model):
    client.force_login(factories.administrator())
    assert client.get(reverse("desk_withdraw", args=["cms", model, 1])).status_code == 404
