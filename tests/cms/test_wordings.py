"""Forbidden and error-prone wordings: found in drafts, at the gate, and in everything public, with a task for its owner."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from cms import findings, worded_pages, wordings
from cms.gate import Refused
from cms.models import Assignment, Finding, JobRun, WordedPage, Wording
from cms.wordings import Listed, Matcher
from disclosure import publication
from disclosure.models import PolicyDocument
from tests import factories

NOW = datetime(2026, 11, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
OLD_NAME = "国家卫计委"


def listed(text, *exceptions, level="error_prone"):
    return Listed(text, level, "略"), list(exceptions)


def found(text, *entries) -> list[tuple[int, str]]:
    return [(place, one.text) for place, one in Matcher(entries).find(text)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("由环境保护部发布", [(1, "环境保护部")]),
        ("由环境保护部门发布", []),
        ("环境保护部门和环境保护部", [(7, "环境保护部")]),
        ("环境保护部、环境保护部", [(0, "环境保护部")]),
    ],
    ids=["itself", "a word that is right", "both", "twice"],
)
def test_wording_is_found_once_and_not_within_a_word_that_is_right(text, places):
    assert found(text, listed("环境保护部", "环境保护部门")) == places


@pytest.mark.parametrize(
    ("source", "may"),
    [
        ("<p>由环境<b>保护部</b>发布</p>", True),
        ('<p><img alt="环境保护部"></p>', True),
        ("<p>环&#22659;保护部</p>", True),
        ("<p>由生态环境部发布</p>", False),
    ],
    ids=["through markup", "read aloud", "as an entity", "nowhere"],
)
def test_quick_look_passes_over_no_text_with_a_wording(source, may):
    assert Matcher([listed("环境保护部")]).may_stand_in(source) is may


def test_longer_entry_wins_over_the_one_within_it():
    assert found("台湾、香港等国家", listed("等国家"), listed("台湾、香港等国家")) == [(0, "台湾、香港等国家")]


def test_empty_list_finds_nothing():
    assert found("国家卫计委") == []


@pytest.mark.django_db
def test_seed_stands_in_the_database_and_each_entry_is_whole():
    rows = {row.text: row for row in Wording.objects.all()}
    assert sorted(rows) == sorted(entry["text"] for entry in wordings.seed())
    for row in rows.values():
        row.full_clean()
        assert wordings.matcher().listed[row.text].suggestion == row.suggestion
        assert [one.text for _place, one in wordings.matcher().find(row.suggestion)] == []


@pytest.mark.parametrize(("text", "exceptions"), [("部", ""), ("环境保护部", "生态环境部门")], ids=["one sign", "foreign exception"])
def test_entry_that_would_find_too_much_or_never_is_refused(text, exceptions):
    with pytest.raises(ValidationError):
        Wording(text=text, suggestion="略", exceptions=exceptions).clean()


@pytest.mark.django_db
def test_forbidden_refuses_publication_and_is_not_justified():
    policy = factories.draft_policy(body="<p>往来台湾、香港<b>等国家</b>的旅客</p>")
    with pytest.raises(Refused) as refused:
        publication.publish(policy)
    assert refused.value.sentences == ["正文第 1 段有不得使用的表述：“台湾、香港等国家”，应为“台湾、香港等地区”，请改正。"]
    with pytest.raises(Refused, match="不能说明后保留"):
        findings.justify(Finding.objects.get(), "引用", factories.person(), NOW)


@pytest.mark.django_db
def test_error_prone_is_published_once_it_is_confirmed_with_a_reason():
    policy = factories.draft_policy(body=f"<p>转发{OLD_NAME}的通知</p>")
    with pytest.raises(Refused) as refused:
        publication.publish(policy)
    assert refused.value.sentences == [
        "正文第 1 段有容易写错的表述：“国家卫计委”，应为“国家卫生健康委”。请改正；确需这样写的，请在“内容检查”中说明理由。"
    ]
    findings.justify(Finding.objects.get(), "2016年文件的原名", factories.person(), NOW)
    publication.publish(policy)
    assert policy.live


@pytest.mark.django_db
def test_entry_that_is_switched_off_asks_nothing():
    Wording.objects.filter(text=OLD_NAME).update(active=False)
    policy = factories.draft_policy(body=f"<p>转发{OLD_NAME}的通知</p>")
    publication.publish(policy)
    assert policy.live


@pytest.mark.django_db
def test_edit_screen_counts_it_and_its_page_offers_no_mask(client):
    client.force_login(factories.person("编辑"))
    policy = factories.draft_policy(body=f"<p>转发{OLD_NAME}的通知，往来港澳台国家</p>")
    edit = client.get(reverse("wagtailsnippets_disclosure_policydocument:edit", args=[policy.pk])).content.decode()
    page = client.get(reverse("findings_of", args=["disclosure", "policydocument", policy.pk])).content.decode()
    assert "内容检查（2）" in edit
    assert ('value="mask"' in page, page.count('value="justify"'), "请在编辑页改正。" in page) == (False, 1, True)


def published_before_the_entry(**fields) -> PolicyDocument:
    """Public with a wording that came to be on the list later."""
    Wording.objects.update(active=False)
    policy = factories.policy(**{"body": f"<p>转发{OLD_NAME}的通知</p>", **fields})
    Wording.objects.update(active=True)
    return policy


@pytest.mark.django_db
def test_check_of_everything_lists_the_page_and_gives_its_owner_a_task():
    unit = factories.unit("医政医管处")
    owner = factories.person("承办部门", unit=unit)
    policy = published_before_the_entry(title="转发通知", publisher=unit)
    factories.draft_policy(body=f"<p>{OLD_NAME}</p>")
    checked = worded_pages.check_everything(NOW)
    assert (checked.found, checked.tasks) == (1, 1)
    row = WordedPage.objects.get()
    assert (row.subject, row.unit, row.forbidden, row.url) == (policy, unit, False, policy.get_absolute_url())
    task = Assignment.objects.get()
    assert (task.title, task.owner, task.fault) == ("改正表述：转发通知", owner, "正文第 1 段：“国家卫计委”应为“国家卫生健康委”")


@pytest.mark.django_db
def test_page_in_a_column_is_its_owners():
    unit = factories.unit("办公室")
    column = factories.column("动态", owner_unit=unit)
    Wording.objects.update(active=False)
    factories.article("国家卫计委来调研", under=column)
    Wording.objects.update(active=True)
    worded_pages.check_everything(NOW)
    assert WordedPage.objects.get().unit == unit


@pytest.mark.django_db
def test_second_check_makes_no_second_task_and_closes_what_is_mended():
    policy = published_before_the_entry()
    worded_pages.check_everything(NOW)
    assert worded_pages.check_everything(NOW).tasks == 0
    policy.body = "<p>转发国家卫生健康委的通知</p>"
    policy.save_revision().publish()
    checked = worded_pages.check_everything(NOW)
    assert (checked.found, checked.settled, Assignment.objects.open().count()) == (0, 1, 0)


@pytest.mark.django_db
def test_what_a_person_let_stand_is_not_listed_again():
    policy = factories.draft_policy(body=f"<p>转发{OLD_NAME}的通知</p>")
    findings.justify(Finding.objects.get(), "2016年文件的原名", factories.person(), NOW)
    publication.publish(policy)
    assert worded_pages.check_everything(NOW).found == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("body", "tasks"), [("国家卫计委", 0), ("港澳台国家", 1)], ids=["name of its time", "forbidden"])
def test_older_catalogue_is_listed_and_sends_a_task_only_for_what_is_forbidden(body, tasks):
    published_before_the_entry(legacy=True, body=f"<p>{body}</p>")
    checked = worded_pages.check_everything(NOW)
    assert (checked.found, checked.tasks) == (1, tasks)


@pytest.mark.django_db
def test_list_shows_pages_by_level_and_the_button_makes_the_check_due(client):
    published_before_the_entry(title="转发通知")
    call_command("wordings")
    JobRun.objects.update_or_create(name="wordings", defaults={"started_at": NOW})
    client.force_login(factories.person("信息公开工作人员"))
    pages = [client.get(reverse("worded_pages"), {"shows": shows}).content.decode() for shows in ("error_prone", "forbidden")]
    assert ["转发通知" in page for page in pages] == [True, False]
    client.post(reverse("worded_pages_again"))
    assert JobRun.objects.get(name="wordings").started_at is None
