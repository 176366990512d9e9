"""普查规则 of films, files and accounts elsewhere: each finds the fault that was planted."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from cms import registry
from cms.models import LeaderHearing, NewMediaAccount
from tests import factories
from tests.factories import papers
from tests.factories.neglect import article_of, column_updated, well_kept_site

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)


def found(code: str, on: date = ON) -> list[tuple[str, str, int]]:
    return [(one.subject, one.evidence, one.days_left) for one in registry.census_rules.get(code).find(on)]


def account(name: str, **fields) -> NewMediaAccount:
    values = {"platform": "wechat", "unit": factories.unit("宣传处"), "opened_on": date(2026, 1, 5), **fields}
    return NewMediaAccount.objects.create(name=name, **values)


def test_film_of_an_article_without_a_transcript_is_found():
    news, film = well_kept_site(ON), Document.objects.create(title="片", file=ContentFile(b"film", "a.mp4"))
    for title, said in (("有文字稿", "大家好。"), ("没有文字稿", " ")):
        article_of(ON, news, title=title, body=[("video", {"file": film, "poster": None, "transcript": said})])
    assert found("article-video-without-text") == [("没有文字稿", "1 段视频没有文字稿。", 0)]


def test_scanned_file_is_found_once_it_is_public():
    scan = Document.objects.create(title="扫描件", file=ContentFile(papers.pdf(papers.SCAN, "some words"), "scan.pdf"))
    policy = factories.draft_policy("附有扫描件的通知")
    policy.attachments.create(document=scan)
    policy.save_revision()
    assert found("scanned-file") == []
    type(policy).objects.filter(pk=policy.pk).update(live=True, released_at=factories.at("2026-11-01"))
    assert found("scanned-file") == [("附有扫描件的通知", "附件《扫描件》有 1 页是扫描图像，没有文字。", 0)]


def test_account_counts_on_the_fourteenth_day_and_a_closed_one_not():
    account("健康发布", last_posted_on=date(2026, 11, 6))
    account("健康周刊", last_posted_on=date(2026, 11, 7))
    account("旧号", last_posted_on=date(2026, 1, 6), closed_on=date(2026, 5, 1))
    account("新号", opened_on=date(2026, 11, 6))
    assert found("new-media-stale") == [
        ("微信“健康发布”", "最近一次更新是 2026-11-06。", 0),
        ("微信“健康周刊”", "最近一次更新是 2026-11-07。", 1),
        ("微信“新号”", "登记后没有更新过。", 0),
    ]


def test_account_without_interaction_is_found():
    account("健康发布")
    account("单向", interacts=False)
    assert found("new-media-silent") == [("微信“单向”", "没有互动功能。", 0)]


def test_service_statistics_count_after_three_months():
    well_kept_site(ON)
    column_updated("办事统计", date(2026, 8, 20), column_type="办事统计")
    assert found("service-statistics-stale") == [("办事统计", "最近一次更新是 2026-08-20。", 0)]
    assert found("service-statistics-stale", date(2026, 11, 19)) == [("办事统计", "最近一次更新是 2026-08-20。", 1)]


def test_hearing_counts_at_the_end_of_a_year_without_one():
    assert [days for _subject, _evidence, days in found("hearing-owed", date(2026, 12, 31))] == [0]
    assert [days for _subject, _evidence, days in found("hearing-owed", date(2026, 12, 24))] == [7]
    LeaderHearing.objects.create(on=date(2026, 3, 2), leader="主任", reported_by="办公室", matters="年度要点")
    assert found("hearing-owed", date(2026, 12, 31)) == []
