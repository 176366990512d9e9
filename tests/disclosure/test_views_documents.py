"""The pages of single items: what a citizen reads, what is linked with what, and what is never shown."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document

from cms.models import Department
from disclosure import publication
from disclosure.models import DatedItem, PolicyAct, PolicyAttachment, PolicyDocument, Theme
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home():
    return factories.home()


def shown(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def page_of(client, item) -> str:
    return shown(client, item.get_absolute_url())


def repeals(actor: PolicyDocument, subject: PolicyDocument, kind=PolicyAct.Kind.REPEALS, effective_on=date(2026, 5, 1)) -> None:
    actor.acts = [PolicyAct(subject=subject, kind=kind, effective_on=effective_on)]
    actor.save_revision().publish()


def test_document_shows_title_number_text_and_its_facts(client):
    theme = Theme.objects.filter(parent__isnull=False).first()
    issuers = [factories.unit("市卫生健康委"), factories.unit("市财政局", kind=Department.Kind.OUTSIDE)]
    policy = factories.policy("关于流感防控的通知", issuers=issuers, theme=theme, in_force_on=date(2026, 4, 1), for_citizens=False)
    page = page_of(client, policy)
    expected = [policy.title, policy.document_number, policy.index_number, "为保障公众健康", "市卫生健康委", "市财政局", theme.name]
    assert [one for one in [*expected, "2026-03-02", "2026-03-04", "2026年4月1日起施行", "现行有效"] if one not in page] == []


def test_document_says_in_words_that_it_was_repealed_and_by_what(client):
    old, new = factories.policy("旧办法"), factories.policy("新办法")
    repeals(new, old)
    page = page_of(client, old)
    assert "废止" in page and f'href="{new.get_absolute_url()}"' in page and "自 2026-05-01 起" in page
    assert f'href="{old.get_absolute_url()}"' in page_of(client, new)


def test_amendment_is_shown_on_both_documents(client):
    old, new = factories.policy("原办法"), factories.policy("修改决定")
    repeals(new, old, kind=PolicyAct.Kind.AMENDS)
    assert "已修改" in page_of(client, old) and "修改决定" in page_of(client, old)
    assert "原办法" in page_of(client, new)


def test_document_links_its_interpretations_and_they_link_it(client):
    policy = factories.policy("关于流感防控的通知")
    graphic = factories.interpretation(policy, title="一图看懂", form="graphic")
    assert graphic.get_absolute_url() in page_of(client, policy) and "图解" in page_of(client, policy)
    assert policy.get_absolute_url() in page_of(client, graphic) and policy.title in page_of(client, graphic)


def test_document_without_interpretation_says_when_it_will_follow_and_why_not_yet(client):
    policy = factories.policy(for_citizens=True, interpretation_waiver="图解正在制作", interpretation_due_on=date(2026, 11, 25))
    assert "解读 2026年11月25日前发布" in page_of(client, policy) and "图解正在制作" in page_of(client, policy)
    factories.interpretation(policy)
    assert "前发布" not in page_of(client, policy)


def test_entry_without_a_text_says_so_and_where_the_original_was(client):
    page = page_of(client, factories.policy(body="", source_url="https://old.chengjiang.gov.cn/1.htm"))
    assert "没有正文" in page and 'href="https://old.chengjiang.gov.cn/1.htm"' in page


def test_attachment_stands_with_its_type_and_size(client):
    document = Document(title="名单")
    document.file.save("list.xlsx", ContentFile(b"x" * 34_816))
    policy = factories.draft_policy()
    policy.attachments = [PolicyAttachment(document=document, title="机构名单")]
    policy.save_revision().publish()
    page = page_of(client, policy)
    assert "机构名单</a>" in page and "XLSX，34" in page


def test_short_address_leads_to_the_document_and_has_a_qr_code(client):
    policy = factories.policy()
    page = page_of(client, policy)
    assert f"http://testserver/p/{policy.pk}<" in page and f'src="/p/{policy.pk}/qr.svg"' in page
    response = client.get(f"/p/{policy.pk}")
    assert (response.status_code, response["Location"]) == (301, policy.get_absolute_url())
    picture = client.get(f"/p/{policy.pk}/qr.svg")
    assert picture["Content-Type"] == "image/svg+xml" and b"<script" not in picture.content and b"style=" not in picture.content


@pytest.mark.parametrize("letter", ["p", "i", "d"])
def test_short_address_of_nothing_is_missing(client, letter):
    shown(client, f"/{letter}/123456789012345678", status=404)


@pytest.mark.parametrize("address", ["/policies/0/", "/policies/999999999999999999999999/", "/interpretations/7/", "/dated/7/"])
def test_item_that_does_not_exist_is_missing(client, address):
    shown(client, address, status=404)


@pytest.mark.parametrize(
    "hidden",
    [
        {"live": False},
        {"attribute": "withheld", "attribute_reason": "国家秘密"},
        {"attribute": "on_request", "attribute_reason": "涉及第三方"},
    ],
)
def test_document_that_is_not_public_is_missing_and_never_named(client, hidden):
    secret, public = factories.policy("不公开的秘密标题"), factories.policy("公开的文件")
    repeals(public, secret)
    PolicyDocument.objects.filter(pk=secret.pk).update(**hidden)
    shown(client, secret.get_absolute_url(), status=404)
    shown(client, f"/p/{secret.pk}", status=404)
    assert secret.title not in page_of(client, public)


def test_interpretation_that_is_not_public_is_not_named_on_its_policy(client):
    policy = factories.policy()
    factories.draft_interpretation(policy, title="还没有发布的解读")
    assert "还没有发布的解读" not in page_of(client, policy)


def test_item_that_was_taken_down_is_gone_and_its_title_with_it(client):
    policy = factories.policy("要撤下的文件")
    publication.withdraw(policy, "内容有误", factories.administrator(), timezone.now())
    page = shown(client, policy.get_absolute_url(), status=410)
    assert "已撤下" in page and policy.title not in page


def test_document_has_anchors_and_a_table_of_contents(client):
    page = page_of(client, factories.policy(body="<p>一、总体要求</p><p>内容。</p><h2>二、主要任务</h2><p>内容。</p>"))
    assert '<a href="#s1">一、总体要求</a>' in page and '<h2 id="s2">' in page


def test_document_leads_links_outside_government_over_the_notice(client):
    page = page_of(client, factories.policy(body='<p><a href="https://example.com/">别处</a></p>'))
    assert 'href="/leave/?to=https%3A%2F%2Fexample.com%2F' in page and 'href="https://example.com/"' not in page


def test_document_is_signed_once(client):
    unsigned = factories.policy(body="<p>内容。</p>")
    signed = factories.policy(body="<p>内容。</p><p>澄江市卫生健康委员会</p><p>2026年3月2日</p>")
    assert page_of(client, unsigned).count("2026年3月2日") == page_of(client, signed).count("2026年3月2日") == 1


def test_document_stands_below_its_column(client):
    column = factories.column("行政规范性文件", under=factories.column("法定主动公开内容"))
    page = page_of(client, factories.policy(column=column))
    assert page.index("法定主动公开内容</a>") < page.index("行政规范性文件</a>")


def test_interpretation_shows_form_round_concerns_and_what_it_covers(client):
    policy = factories.policy()
    item = factories.interpretation(
        policy,
        form="video",
        round="second",
        concerns="检查要花钱吗？\n报告怎么取？",
        covers=["background", "benefits"],
        transcript="大家好。",
    )
    page = page_of(client, item)
    expected = ["视频解读", "二次解读", "检查要花钱吗？", "报告怎么取？", "制定背景、惠民利民举措", "大家好。"]
    assert [one for one in expected if one not in page] == []


def test_dated_item_shows_kind_year_and_amount(client):
    item = DatedItem(
        title="2026年部门预算", kind="budget", year=2026, amount="12345.60", body="<p>公开如下。</p>", written_on=date(2026, 1, 20)
    )
    item.save()
    item.save_revision().publish()
    page = page_of(client, item)
    assert [one for one in ("财政预算", "2026", "12,345.60", "公开如下") if one not in page] == []


def test_document_is_chinese_within_the_english_interface(client):
    client.cookies["django_language"] = "en"
    page = page_of(client, factories.policy("关于流感防控的通知"))
    assert '<article data-readable lang="zh-Hans">' in page and "In force" in page and "Document facts" in page
