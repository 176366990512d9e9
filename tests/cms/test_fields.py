"""Rich text is clean wherever it is kept: on save, in bulk, in forms, in revisions, in blocks."""

import pytest
from wagtail.blocks import RichTextBlock
from wagtail.rich_text import RichText

from cms.blocks import BodyBlock
from cms.fields import CleanRichTextBlock
from disclosure.models import PolicyDocument
from tests import factories

HOSTILE, CLEAN = "<p onclick=alert(1)>正文<script>alert(1)</script></p>", "<p>正文</p>"


@pytest.mark.django_db
def test_rich_text_is_clean_in_memory_and_in_the_row_after_save():
    policy = factories.draft_policy(body=HOSTILE)
    assert policy.body == CLEAN
    assert PolicyDocument.objects.get(pk=policy.pk).body == CLEAN


@pytest.mark.django_db
def test_rich_text_is_clean_after_update_and_bulk_create():
    PolicyDocument.objects.bulk_create([PolicyDocument(title="批量", body=HOSTILE)])
    assert PolicyDocument.objects.get(title="批量").body == CLEAN
    PolicyDocument.objects.update(body=HOSTILE.replace("正", "条"))
    assert PolicyDocument.objects.get(title="批量").body == "<p>条文</p>"


@pytest.mark.django_db
def test_rich_text_is_clean_in_a_revision_that_was_never_saved_to_the_row():
    policy = factories.draft_policy()
    policy.body = HOSTILE
    assert policy.save_revision().content["body"] == CLEAN


def test_rich_text_is_clean_out_of_a_form():
    assert PolicyDocument._meta.get_field("body").formfield().clean(HOSTILE) == CLEAN


def test_rich_text_of_a_block_is_clean_from_the_form_and_from_code():
    block = CleanRichTextBlock()
    assert block.value_from_form(HOSTILE).source == CLEAN
    assert block.get_prep_value(RichText(HOSTILE)) == CLEAN


def test_every_rich_text_block_of_the_closed_set_cleans():
    def rich(block):
        children = getattr(block, "child_blocks", {}) or {}
        found = [block] if isinstance(block, RichTextBlock) else []
        return found + [one for child in children.values() for one in rich(child)]

    assert len(rich(BodyBlock())) == 3
    assert all(isinstance(block, CleanRichTextBlock) for block in rich(BodyBlock()))
