"""Publication waits until each finding is masked, removed or justified; nothing of a number is stored."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.base import ContentFile
from django.db.models import TextField
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cms import discovery, findings, gate
from cms.models import AuditRecord, Finding, ScannedFile
from disclosure import publication
from disclosure.models import DatedItem, PolicyAttachment, PolicyDocument
from tests import factories
from tests.factories import papers
from tests.factories.papers import IDENTITY, MOBILE

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
State = Finding.State


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def document(content: bytes, name: str = "名单.docx", title: str = "名单") -> Document:
    return Document.objects.create(title=title, file=ContentFile(content, name=name))


def with_attachment(upload: Document, **fields) -> PolicyDocument:
    policy = factories.draft_policy(**fields)
    policy.attachments = [PolicyAttachment(document=upload)]
    policy.save()
    policy.save_revision()
    return policy


def publish(item) -> None:
    item.refresh_from_db()
    publication.publish(item)


def refusal(item) -> list[str]:
    with pytest.raises(gate.Refused) as refused:
        publication.publish(item)
    return refused.value.sentences


def told(item) -> set[tuple[str, str, str]]:
    return {(row.kind, row.excerpt, row.state) for row in Finding.objects.of(item)}


# ---- found and waited for -----------------------------------------------------------------------------------------------


def test_number_in_a_draft_is_written_down_masked():
    policy = factories.draft_policy(body=f"<p>通知如下。</p><p>联系人证件号{IDENTITY[:6]}<b>{IDENTITY[6:]}</b>。</p>")
    row = Finding.objects.of(policy).get()
    assert (row.kind, row.excerpt, row.place, row.state) == ("identity", "110***********0038", "正文第 2 段", State.OPEN)


def test_publication_waits_for_a_number_and_says_where():
    policy = factories.draft_policy(body=f"<p>电话{MOBILE}</p>")
    assert refusal(policy) == ["正文第 1 段有电话号码（138******78）：请删去，或者在“内容检查”中打码，或者说明理由后保留。"]


def test_publication_waits_for_what_is_hidden_in_an_attachment():
    policy = with_attachment(document(papers.word("正文", comments=(f"证件号{IDENTITY}",))))
    assert told(policy) == {
        ("identity", "110***********0038", "open"),
        ("comment", "证件号110***********0038", "open"),
    }
    assert [sentence[:9] for sentence in refusal(policy)] == ["附件《名单》批注 "] * 2


@pytest.mark.parametrize("content", [papers.pdf(papers.SCAN)], ids=["scan"])
def test_publication_waits_for_a_person_to_look_at_a_scan(content):
    sentences = refusal(with_attachment(document(content, "扫描件.pdf", "扫描件")))
    assert sentences == [
        "附件《扫描件》：第 1 页是扫描图像，没有文字，系统读不到；请人工查看，并尽量换成带文字的版本。 人工查看后，请在“内容检查”中说明。"
    ]


def test_publication_waits_for_a_number_in_an_interpretation_a_dated_item_and_an_article():
    policy = factories.policy()
    interpretation = factories.draft_interpretation(policy, concerns=f"请拨打{MOBILE}")
    dated = DatedItem.objects.create(title="处罚决定", kind="penalty", body=f"<p>{IDENTITY}</p>")
    dated.save_revision()
    article = factories.article(live=False, body=[("callout", {"title": "", "text": f"<p>{MOBILE}</p>"})])
    article.save_revision()
    assert [len(refusal(item)) for item in (interpretation, dated, article)] == [1, 1, 1]


def test_place_in_a_picture_of_an_article_is_found():
    picture = Image.objects.create(title="照片", width=60, height=40, file=ContentFile(papers.photograph(), name="a.jpg"))
    article = factories.article(live=False, picture=picture)
    article.save_revision()
    assert told(article) == {("location", "照片记有拍摄地点的经纬度（4 项）", "open")}


def test_telephone_of_a_unit_is_no_finding():
    factories.unit("值班室", telephone="0512-66880000")
    assert told(factories.draft_policy(body="<p>联系电话：66880000</p>")) == set()


def test_many_findings_are_said_in_few_sentences():
    policy = factories.draft_policy(body="".join(f"<p>{13800000000 + n}</p>" for n in range(30)))
    sentences = refusal(policy)
    assert len(sentences) == 11
    assert sentences[-1] == "另有 20 处个人信息、隐藏内容或者不当表述，见“内容检查”。"


def test_full_number_is_stored_nowhere_in_the_findings():
    with_attachment(document(papers.word(f"证件{IDENTITY}", comments=(IDENTITY,))), summary=f"电话{MOBILE}")
    stored = [str(values) for model in (Finding, ScannedFile, AuditRecord) for values in model.objects.values()]
    assert stored and not any(IDENTITY[3:14] in one or MOBILE[3:9] in one for one in stored)


# ---- kept up to date ----------------------------------------------------------------------------------------------------


def test_number_that_was_deleted_is_marked_removed_and_publication_goes_on():
    policy = factories.draft_policy(body=f"<p>电话{MOBILE}</p>")
    policy.body = "<p>电话见官网</p>"
    policy.save_revision()
    assert told(policy) == {("phone", "138******78", State.REMOVED)}
    publish(policy)
    assert policy.live


def test_number_that_comes_back_is_open_again():
    policy = factories.draft_policy(body=f"<p>{MOBILE}</p>")
    for body in ("<p>无</p>", f"<p>{MOBILE}</p>"):
        policy.body = body
        policy.save_revision()
    assert told(policy) == {("phone", "138******78", State.OPEN)}


def test_unchanged_file_is_not_looked_through_again():
    policy = with_attachment(document(papers.word("正文", author="王五")))
    ScannedFile.objects.update(found=[])
    policy.save_revision()
    assert told(policy) == {("metadata", "2 处，如：王五", State.REMOVED)}


def test_file_is_looked_through_again_when_the_directory_of_units_changes():
    policy = with_attachment(document(papers.word("联系电话0512-66880000")))
    factories.unit("值班室", telephone="0512-66880000")
    policy.save_revision()
    assert told(policy) == {("phone", "051*-******00", State.REMOVED)}


def test_decision_holds_when_the_draft_is_stored_again():
    policy = factories.draft_policy(body=f"<p>{MOBILE}</p>")
    findings.justify(Finding.objects.get(), "公布的值班手机", factories.person(), NOW)
    policy.save_revision()
    publish(policy)
    assert told(policy) == {("phone", "138******78", State.JUSTIFIED)}


# ---- decided ------------------------------------------------------------------------------------------------------------


def test_justified_finding_is_kept_with_reason_and_person_in_the_record():
    policy = factories.draft_policy(body=f"<p>{MOBILE}</p>")
    officer = factories.person()
    findings.justify(Finding.objects.get(), "公布的值班手机", officer, NOW)
    row = Finding.objects.get()
    assert (row.state, row.reason, row.decided_by, row.decided_at) == (State.JUSTIFIED, "公布的值班手机", officer, NOW)
    record = AuditRecord.objects.about(policy).get()
    assert (record.action, record.actor, record.reason) == ("finding.justify", officer, "公布的值班手机")


def test_finding_is_not_justified_without_a_reason():
    factories.draft_policy(body=f"<p>{MOBILE}</p>")
    with pytest.raises(gate.Refused, match="请写明保留的理由"):
        findings.justify(Finding.objects.get(), "  ", factories.person(), NOW)
    assert Finding.objects.get().state == State.OPEN


def test_finding_is_decided_once():
    factories.draft_policy(body=f"<p>{MOBILE}</p>")
    finding = Finding.objects.get()
    findings.justify(finding, "公布的值班手机", factories.person(), NOW)
    with pytest.raises(gate.Refused, match="这一处已经处理过了（说明后保留）。"):
        findings.justify(finding, "再次说明", factories.person(), NOW)


def test_number_in_the_text_is_masked_as_a_new_draft_and_published():
    policy = factories.draft_policy(body=f"<p>证件{IDENTITY[:6]}<b>{IDENTITY[6:]}</b>，电话{MOBILE}</p>")
    officer = factories.person()
    for finding in Finding.objects.of(policy):
        findings.mask(finding, officer, TODAY, NOW)
    publish(policy)
    assert policy.body == "<p>证件110***<b>********0038</b>，电话138******78</p>"
    assert {state for _kind, _excerpt, state in told(policy)} == {State.MASKED}
    assert policy.latest_revision.user == officer
    assert AuditRecord.objects.about(policy).count() == 2


def test_number_in_a_block_of_an_article_is_masked():
    article = factories.article(live=False, body=[("steps", ["打电话", f"拨{MOBILE}"]), ("heading", "办法")])
    article.save_revision()
    findings.mask(Finding.objects.get(), factories.person(), TODAY, NOW)
    article.refresh_from_db()
    draft = article.get_latest_revision_as_object()
    assert [list(draft.body[0].value), draft.body[1].value] == [["打电话", "拨138******78"], "办法"]


def test_locked_item_is_not_masked():
    policy = factories.draft_policy(body=f"<p>{MOBILE}</p>")
    PolicyDocument.objects.filter(pk=policy.pk).update(locked=True)
    with pytest.raises(gate.Refused, match="已锁定，不能修改。"):
        findings.mask(Finding.objects.get(), factories.person(), TODAY, NOW)
    assert Finding.objects.get().state == State.OPEN


# ---- masked copies ------------------------------------------------------------------------------------------------------

WORD = papers.word(
    papers.run("电话138") + papers.run("1234") + papers.run("5678"),
    papers.inserted("三日") + papers.deleted("五日") + papers.hidden("内部"),
    comments=(IDENTITY,),
    author="王五",
    header=MOBILE,
    **{"word/media/image1.jpeg": papers.photograph()},
)
TABLE = papers.table([("姓名", "电话"), ("某某", int(MOBILE))], hide_sheet=[(IDENTITY,)], hide_column="B", comment="核对", author="王五")
PDF = papers.pdf(f"{papers.shown(MOBILE)} {papers.BLACK_BOX}", "Notice", author="Wang Wu")


@pytest.mark.parametrize(
    ("content", "name"),
    [(WORD, "a.docx"), (TABLE, "a.xlsx"), (papers.photograph(camera="K7"), "a.jpg"), (f"电话{MOBILE}".encode(), "a.txt")],
    ids=["docx", "xlsx", "jpg", "txt"],
)
def test_masked_copy_takes_the_place_of_the_attachment_and_holds_nothing(content, name):
    original = document(content, name)
    policy = with_attachment(original)
    findings.replace_by_masked_copy(Finding.objects.of(policy).first(), factories.person(), TODAY, NOW)
    publish(policy)
    attached = policy.attachments.get().document
    assert attached.title == "名单（公开版）"
    assert discovery.in_file(attached, TODAY, findings.allowed()) is not None
    assert list(discovery.in_file(attached, TODAY, findings.allowed())) == []
    assert {state for _kind, _excerpt, state in told(policy)} == {State.MASKED}
    assert discovery.read(original) == content


def test_masked_copy_of_a_pdf_is_a_picture_where_something_was_found_and_text_elsewhere():
    policy = with_attachment(document(PDF, "a.pdf"))
    findings.replace_by_masked_copy(Finding.objects.of(policy).first(), factories.person(), TODAY, NOW)
    left = list(Finding.objects.of(policy).open())
    assert [(row.kind, row.excerpt[:9]) for row in left] == [("unread", "第 1 页是扫描图")]
    findings.justify(left[0], "已看过，号码已涂黑", factories.person(), NOW)
    publish(policy)
    assert policy.live


def test_original_of_a_masked_copy_is_not_public(client):
    original = document(WORD)
    policy = with_attachment(original)
    findings.replace_by_masked_copy(Finding.objects.of(policy).first(), factories.person(), TODAY, NOW)
    publish(policy)
    assert client.get(original.url).status_code == 404
    assert client.get(policy.attachments.get().document.url).status_code == 200


def test_masked_copy_of_a_format_that_cannot_be_rewritten_is_refused():
    policy = with_attachment(document(factories.files.ole("WordDocument"), "a.doc"))
    with pytest.raises(gate.Refused, match="系统做不出 DOC 文件的打码副本"):
        findings.replace_by_masked_copy(Finding.objects.get(), factories.person(), TODAY, NOW)
    assert Document.objects.count() == 1
    assert policy.get_latest_revision_as_object().attachments.get().document.title == "名单"


def test_copy_in_which_something_is_left_is_refused():
    slide = f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{MOBILE}</a:t></a:r></a:p></p:sld>'
    styled = {"word/charts/chart1.xml": "<c/>", "ppt/slides/slide1.xml": slide}
    inside = factories.files.archive({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>", **styled})
    with_attachment(document(papers.word("正文", **{"word/embeddings/a.pptx": inside})))
    with pytest.raises(gate.Refused, match="打码副本"):
        findings.replace_by_masked_copy(Finding.objects.get(), factories.person(), TODAY, NOW)


def test_copy_in_which_the_number_can_still_be_read_is_refused_and_nothing_is_kept_of_it():
    policy = with_attachment(document(papers.table(header=f"联系电话{MOBILE}"), "a.xlsx"))
    with pytest.raises(gate.Refused) as refused:
        findings.replace_by_masked_copy(Finding.objects.get(), factories.person(), TODAY, NOW)
    said = "打码副本中还有没有清除的内容（页眉页脚 138******78），没有采用。请在原来的软件中改好后重新上传。"
    assert refused.value.sentences == [said]
    assert Document.objects.count() == 1
    assert told(policy) == {("phone", "138******78", State.OPEN)}


# ---- files behind links ----------------------------------------------------------------------------------------------------


def link_to(upload: Document) -> str:
    return f'<p>见<a linktype="document" id="{upload.pk}">名单</a></p>'


def test_publication_waits_for_what_is_hidden_in_a_file_behind_a_link_in_the_text():
    upload = document(papers.word("正文", comments=("内部意见",)))
    policy = factories.draft_policy(body=link_to(upload))
    article = factories.article(live=False, body=[("question", {"question": "在哪里？", "answer": link_to(upload)})])
    article.save_revision()
    for item in (policy, article):
        assert told(item) == {("comment", "内部意见", "open")}
        assert [sentence[:9] for sentence in refusal(item)] == ["附件《名单》批注 "]


def test_picture_within_rich_text_is_looked_at():
    picture = Image.objects.create(title="照片", width=60, height=40, file=ContentFile(papers.photograph(), name="a.jpg"))
    policy = factories.draft_policy(body=f'<p>一</p><embed embedtype="image" id="{picture.pk}" format="left" alt="照片"/>')
    assert told(policy) == {("location", "照片记有拍摄地点的经纬度（4 项）", "open")}


def test_masked_copy_takes_the_place_of_a_file_behind_a_link():
    upload = document(papers.word("正文", comments=("内部意见",)))
    policy = factories.draft_policy(body=link_to(upload))
    article = factories.article(live=False, body=[("paragraph", link_to(upload))])
    article.save_revision()
    for item in (policy, article):
        copy = findings.replace_by_masked_copy(Finding.objects.of(item).get(), factories.person(), TODAY, NOW)
        item.refresh_from_db()
        draft = item.get_latest_revision_as_object()
        body = draft.body if item is policy else draft.body[0].value.source
        assert f'id="{copy.pk}"' in body and f'id="{upload.pk}"' not in body
        assert {state for _kind, _excerpt, state in told(item)} == {State.MASKED}


# ---- imports ------------------------------------------------------------------------------------------------------------


def test_imported_item_with_a_number_is_public_and_on_the_list_of_warnings():
    policy = factories.policy()
    policy.body = f"<p>{MOBILE}</p>"
    findings.inherit([policy, policy], TODAY, NOW, findings.allowed())
    assert told(policy) == {("phone", "138******78", State.INHERITED)}
    assert list(findings.check(policy, TODAY)) == []
    assert Finding.objects.to_look_at().count() == 1


def test_every_text_of_a_policy_is_looked_through():
    fields = {one.name for one in findings.content.text_fields(PolicyDocument) if isinstance(one, TextField) or one.name == "title"}
    assert {"title", "summary", "body"} <= fields
