"""普查规则 of the catalogue: each finds the fault that was planted, and nothing on what is as it should be."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images import get_image_model

from cms import registry
from disclosure.models import Interpretation, PolicyDocument
from tests import factories
from tests.factories import files

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
CODES = [
    *("interpretation-owed", "interpretation-not-linked", "item-date-wrong", "validity-unknown"),
    *("item-picture-without-text", "video-without-text", "headings-out-of-order"),
]


def found(code: str, on: date = ON) -> list[tuple[str, str]]:
    return [(one.subject, one.evidence) for one in registry.census_rules.get(code).find(on)]


def test_nothing_is_found_on_a_catalogue_as_it_should_be():
    policy = factories.policy(in_force_on=date(2026, 4, 1), body="<h2>一、总则</h2><h3>（一）目的</h3><p>略。</p>")
    factories.interpretation(policy)
    assert {code: found(code) for code in CODES} == dict.fromkeys(CODES, [])


def test_interpretation_that_was_promised_is_owed_from_the_day_after():
    policy = factories.policy(
        "承诺解读的通知", for_citizens=True, interpretation_waiver="正在拍摄视频", interpretation_due_on=date(2026, 11, 19)
    )
    rule = registry.census_rules.get("interpretation-owed")
    assert [(one.subject, one.days_left) for one in rule.find(ON)] == [("承诺解读的通知", 0)]
    assert [one.days_left for one in rule.find(date(2026, 11, 19))] == [1]
    factories.interpretation(policy)
    assert list(rule.find(ON)) == []


def test_interpretation_that_leads_to_no_public_policy_is_found():
    policy = factories.policy()
    loose = factories.interpretation(policy, title="没有文件的解读")
    loose.policies.set([])
    loose.policies.commit()
    factories.interpretation(policy, title="有文件的解读")
    assert found("interpretation-not-linked") == [("没有文件的解读", "解读没有关联已公开的政策文件。")]


def test_missing_and_future_days_of_publication_are_found():
    for title, day in (("没有日期", None), ("将来", date(2026, 11, 21)), ("今天", ON)):
        PolicyDocument.objects.filter(pk=factories.policy(title).pk).update(published_on=day)
    assert found("item-date-wrong") == [("没有日期", "没有公开日期。"), ("将来", "公开日期 2026-11-21 在将来。")]


def test_normative_document_that_says_nothing_of_its_validity_is_found():
    for title, fields in (("没有说", {}), ("有施行日期", {"in_force_on": date(2026, 4, 1)})):
        policy = factories.policy(title)
        PolicyDocument.objects.filter(pk=policy.pk).update(normative=True, in_force_on=None, expires_on=None, declared_validity="")
        PolicyDocument.objects.filter(pk=policy.pk).update(**fields)
    assert found("validity-unknown") == [("没有说", "没有施行日期、有效期，也没有标注时效。")]


def test_pictures_without_alternative_text_are_counted():
    body = '<p><img alt="" src="/media/images/a.png"/><img src="/media/images/b.png"/><img alt="门诊大厅" src="/media/images/c.png"/></p>'
    factories.policy("有图的通知", body=body)
    assert found("item-picture-without-text") == [("有图的通知", "2 张图片没有替代文字。")]


def test_interpretation_in_a_picture_without_words_is_found():
    policy = factories.policy()
    picture = get_image_model().objects.create(title="图", file=ContentFile(files.picture(), "a.png"), width=1, height=1)
    silent = factories.interpretation(policy, title="无字图解")
    Interpretation.objects.filter(pk=silent.pk).update(picture=picture, picture_text="")
    told = factories.interpretation(policy, title="有字图解")
    Interpretation.objects.filter(pk=told.pk).update(picture=picture, picture_text="三步办理。")
    assert found("item-picture-without-text") == [("无字图解", "图解没有文字说明。")]


def test_film_without_a_transcript_is_found():
    film = Document.objects.create(title="片", file=ContentFile(b"film", "a.mp4"))
    silent = factories.interpretation(factories.policy(), title="无字视频")
    Interpretation.objects.filter(pk=silent.pk).update(video=film, transcript="")
    assert found("video-without-text") == [("无字视频", "视频没有文字稿。")]
    Interpretation.objects.filter(pk=silent.pk).update(transcript="大家好。")
    assert found("video-without-text") == []


def test_heading_that_leaves_out_a_level_is_found():
    factories.policy("跳级", body="<h2>一</h2><p>略。</p><h4>1.</h4><p>略。</p>")
    assert found("headings-out-of-order") == [("跳级", "2级标题之后直接是4级标题。")]
