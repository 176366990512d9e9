"""What stands between listed words follows the language of the interface."""

from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation

from cms import punctuation
from cms.gate import Refused
from tests import factories


@pytest.mark.parametrize(("language", "names"), [("zh-hans", "编辑、审核"), ("en", "编辑, 审核")])
def test_names_are_listed_with_the_signs_of_the_language(language, names):
    with translation.override(language):
        assert punctuation.listed(["编辑", "审核"]) == names
        assert Template("{% load components %}{{ words|listed }}").render(Context({"words": ["编辑", "审核"]})) == names


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "甲；乙"), ("en", "甲; 乙")])
def test_reasons_of_a_refusal_are_set_apart_with_the_sign_of_the_language(language, said):
    with translation.override(language):
        assert str(Refused("甲", "乙")) == said


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "原因：略"), ("en", "原因: 略")])
def test_label_is_followed_by_the_sign_of_the_language(language, said):
    with translation.override(language):
        assert punctuation.labelled("原因", "略") == said


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "listed"), [("zh-hans", "企业、公众"), ("en", "Enterprises, Citizens")])
def test_page_of_a_policy_lists_whom_it_is_for_with_the_signs_of_the_language(client, settings, language, listed):
    factories.home()
    waived = {"interpretation_waiver": "略", "interpretation_due_on": date(2026, 12, 1)}
    policy = factories.policy(for_enterprises=True, for_citizens=True, **waived)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert listed in client.get(policy.get_absolute_url()).content.decode()
