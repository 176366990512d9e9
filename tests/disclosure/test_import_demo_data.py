"""The demonstration data: real documents where their folder is."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.models import ArticlePage
from disclosure.models import PolicyDocument
from tests import factories
from tests.disclosure.test_import_documents import POLICY

pytestmark = pytest.mark.django_db
PAGE = "Navigation\nA Training Was Held\nFrom:Example Health Commission\nDate:03/29/2024\n\nFirst paragraph.\n\nSecond & last.\n"


def test_demo_data_loads_pages_and_documents_once(tmp_path):
    factories.home()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "001_a.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "policies_a.jsonl").write_text(json.dumps(POLICY), encoding="utf-8")
    for _again in range(2):
        call_command("demo_data", tmp_path, stdout=StringIO(), stderr=StringIO())
    article = ArticlePage.objects.get()
    assert (article.title, article.source) == ("A Training Was Held", "Example Health Commission")
    assert timezone.localdate(article.published_time) == date(2024, 3, 29)
    assert '<p lang="en">Second &amp; last.</p>' in str(article.body)
    assert PolicyDocument.objects.count() == 1


def test_demo_data_without_its_folder_says_so(tmp_path):
    with pytest.raises(CommandError, match="没有找到数据"):
        call_command("demo_data", tmp_path / "none")
