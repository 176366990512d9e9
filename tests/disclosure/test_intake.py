"""收稿: a file becomes the ordinary form of a new document, corrected there; what was not read is said in sentences."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents.models import Document

from cms import uploads
from disclosure import intake
from disclosure.manuscripts import likeness, numbering, paper, particulars, pdf, reading, word
from disclosure.models import Genre, Manuscript, PolicyDocument
from tests import factories
from tests.disclosure.forms import policy_form
from tests.factories import files, manuscripts, papers

NOW = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = date(2026, 11, 20)
ADD = reverse("wagtailsnippets_disclosure_policydocument:add")


def html(content: bytes) -> str:
    return paper.html(word.read(content).blocks)


def stated(content: bytes) -> particulars.Particulars:
    return particulars.find(word.read(content).lines)


def brought(content: bytes, name: str = "来文.docx", keep: bool = False, by=None, others=()) -> Manuscript:
    file = SimpleUploadedFile(name, content)
    return intake.take_in(file, uploads.recognise(file), others, keep, by or factories.person("编辑"), NOW)


@pytest.fixture
def editor(client, db):
    person = factories.person("编辑")
    client.force_login(person)
    return person


# -- Word --------------------------------------------------------------------------------------------------------------


def test_headings_automatic_numbers_lists_and_tables_of_a_word_file_are_kept():
    blocks = word.read(manuscripts.official()).blocks
    assert paper.html(blocks[6:-3]) == (
        "<h2>总则</h2><p>一、备案当场办结。</p><p>二、备案不收费。</p><ol><li>身份证</li><li>执业证</li></ol><ul><li>名称</li></ul>"
        '<table><thead><tr><th scope="col">区</th><th scope="col" colspan="2">门诊</th></tr></thead>'
        '<tbody><tr><td rowspan="2">东区</td><td>一门诊</td><td>周一</td></tr><tr><td>二门诊</td><td>周二</td></tr></tbody></table>'
    )


def test_a_numbered_list_that_is_interrupted_counts_on():
    content = manuscripts.document(manuscripts.numbered("甲", 2), "插入的一段。", manuscripts.numbered("乙", 2))
    assert html(content) == '<ol><li>甲</li></ol><p>插入的一段。</p><ol start="2"><li>乙</li></ol>'


def test_hidden_text_and_deleted_text_do_not_enter_and_inserted_text_does():
    content = manuscripts.document(
        manuscripts.paragraph(papers.run("明文") + papers.hidden("暗文") + papers.deleted("旧文") + papers.inserted("新文"))
    )
    assert html(content) == "<p>明文新文</p>"


def test_a_word_file_with_three_thousand_revisions_is_read_as_accepted_and_says_how_many():
    revised = [manuscripts.paragraph(papers.deleted("旧") + papers.inserted(f"第{n}处。")) for n in range(1500)]
    read = reading.read(manuscripts.official(*revised), "docx", TODAY)
    assert "第1499处。" in read.lines and "旧第1499处。" not in read.lines
    assert read.notes[0] == "文件里有 3000 处修订，已按“接受全部修订”读入，请逐段核对；附件里的修订痕迹在公开前还要清除。"


def test_an_identity_number_in_a_comment_is_named_masked_and_does_not_enter_the_text():
    read = reading.read(manuscripts.document("正文。", comments=(f"联系人 {papers.IDENTITY}",)), "docx", TODAY)
    assert read.lines == ["正文。"]
    assert any(note.startswith("身份证号，批注 1") for note in read.notes)
    assert papers.IDENTITY not in "".join(read.notes)


def test_a_broken_word_file_ends_in_a_sentence():
    broken = files.archive({"[Content_Types].xml": files.DOCX_TYPES, "word/document.xml": "<w:document>"})
    assert reading.read(broken, "docx", TODAY).notes[0] == "文件已损坏或结构不正常，系统读不出正文。请重新保存后再上传，或者手工录入。"


@pytest.mark.parametrize(
    "number, form, said",
    [
        (12, "chineseCounting", "十二"),
        (105, "chineseCountingThousand", "一百零五"),
        (3, "decimalEnclosedCircle", "③"),
        (9, "lowerRoman", "ix"),
    ],
)
def test_a_number_is_written_in_the_form_of_its_list(number, form, said):
    assert numbering.written(number, form) == said


def test_numbers_of_deeper_levels_begin_again_below_the_next_higher_one():
    levels = {0: numbering.Level("decimal", "%1."), 1: numbering.Level("decimal", "%1.%2")}
    lists = numbering.Numbering({"1": levels})
    assert [lists.next("1", depth)[2] for depth in (0, 1, 1, 0, 1)] == ["1.", "1.1", "1.2", "2.", "2.1"]


# -- particulars -------------------------------------------------------------------------------------------------------


def test_title_number_body_and_dates_are_found_where_an_official_document_has_them():
    assert stated(manuscripts.official()) == particulars.Particulars(
        title="关于印发《澄江市诊所备案管理办法》的通知",
        number="澄卫规〔2026〕31号",
        issuers=["澄江市卫生健康委员会"],
        written_on=date(2026, 3, 2),
        in_force_on=date(2026, 4, 1),
        expires_on=date(2031, 3, 31),
        first=4,
    )


def test_a_title_on_two_lines_is_put_together_and_a_number_in_other_brackets_is_written_officially():
    found = particulars.find(["澄卫[2026]07号", "关于印发《澄江市托育机构", "备案办法（试行）》的通知", "各区：", "正文。"])
    assert (found.title, found.number, found.first) == ("关于印发《澄江市托育机构备案办法（试行）》的通知", "澄卫〔2026〕7号", 3)


def test_a_title_above_its_number_is_found_too():
    found = particulars.find(["关于做好流感防控工作的通知", "澄卫〔2026〕8号", "正文。"])
    assert (found.title, found.number, found.first) == ("关于做好流感防控工作的通知", "澄卫〔2026〕8号", 2)


def test_bodies_that_sign_together_are_found_in_their_order_and_a_date_in_chinese_figures_is_a_date():
    found = particulars.find(["关于联合检查的通知", "", "正文。", "澄江市卫生健康委员会", "澄江市公安局", "二〇二六年十月二十一日"])
    assert (found.issuers, found.written_on) == (["澄江市卫生健康委员会", "澄江市公安局"], date(2026, 10, 21))


def test_what_a_file_does_not_say_stays_empty():
    assert particulars.find(["一段没有标题的话，后面还有。"]) == particulars.Particulars()


# -- PDF and other formats ---------------------------------------------------------------------------------------------


def test_lines_of_a_pdf_that_run_on_become_one_paragraph():
    lines = ["为了规范诊所备案，根据有关法律的规定，", "制定本办法。", "一、备案", "备案当场办结，不收费。"]
    assert list(pdf.paragraphs(lines)) == ["为了规范诊所备案，根据有关法律的规定，制定本办法。", "一、备案", "备案当场办结，不收费。"]


def test_the_text_of_a_pdf_is_read():
    assert reading.read(papers.pdf("Notice of 2026"), "pdf", TODAY).lines == ["Notice of 2026"]


def test_a_pdf_of_scans_is_said_to_be_one_and_kept_as_an_attachment(db):
    manuscript = brought(papers.pdf(papers.SCAN, papers.SCAN), "扫描件.pdf")
    assert "这份 PDF 是扫描图像，没有文字" in manuscript.notes[0]
    assert [one.title for one in manuscript.attachments.all()] == ["扫描件"]


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("旧文.doc", files.ole("WordDocument"), "本机没有设置转换程序，DOC 文件只能作为附件。"),
        ("旧文.wps", files.ole("WordDocument"), "本机没有设置转换程序，DOC 文件只能作为附件。"),
        ("版式.ofd", files.ofd(), "系统读不了 OFD 文件里的文字，只能作为附件。"),
    ],
    ids=["doc", "wps", "ofd"],
)
def test_a_format_that_cannot_be_read_here_is_said_so_and_kept_as_an_attachment(db, name, content, said):
    manuscript = brought(content, name)
    assert manuscript.notes[0].startswith(said)
    assert manuscript.attachments.count() == 1


def test_an_older_format_is_converted_where_a_converter_is_set(db, settings, tmp_path):
    (tmp_path / "made.docx").write_bytes(manuscripts.official())
    program = tmp_path / "converter"
    program.write_text(f'#!/bin/sh\nmkdir -p "$7"\ncp "{tmp_path}/made.docx" "$7/source.docx"\n')
    program.chmod(0o755)
    settings.OFFICE_CONVERTER = str(program)
    manuscript = brought(files.ole("WordDocument"), "旧文.doc")
    assert manuscript.found["number"] == "澄卫规〔2026〕31号"
    assert manuscript.notes == ["正文由 DOC 文件转换而来，请对照原件核对。"]


def test_a_converter_that_fails_ends_in_a_sentence(db, settings):
    settings.OFFICE_CONVERTER = "/bin/false"
    assert brought(files.ole("WordDocument"), "旧文.doc").notes == ["转换程序没能读出这个文件，只作为附件。请另存为 docx 后再上传正文。"]


# -- likeness ----------------------------------------------------------------------------------------------------------


def test_texts_that_differ_in_a_few_words_are_alike_and_others_are_not():
    text = "诊所备案应当提交身份证明和执业证书，备案机关当场办结，不收取任何费用，备案后向社会公布。"
    assert likeness.alike("甲", text, "乙", text.replace("当场", "即时")) >= 0.6
    assert likeness.alike("关于流感防控的通知", text, "关于诊所备案的通知", "接种疫苗要带接种证，监护人陪同，留观三十分钟。") == 0


# -- the form ----------------------------------------------------------------------------------------------------------


def send(client, content: bytes, name: str = "来文.docx", **more):
    return client.post(reverse("desk_intake"), {"file": SimpleUploadedFile(name, content), **more})


def said(response) -> list[str]:
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def test_an_uploaded_file_opens_the_ordinary_form_filled_in_and_saving_it_makes_the_draft(client, editor):
    unit = factories.unit("澄江市卫生健康委员会")
    sent = send(client, manuscripts.official(), attachments=[SimpleUploadedFile("登记表.xlsx", files.xlsx())])
    page = client.get(sent.url)
    begun = page.context["form"].instance
    assert (begun.title, begun.document_number, begun.genre) == (
        "关于印发《澄江市诊所备案管理办法》的通知",
        "澄卫规〔2026〕31号",
        Genre.NOTICE,
    )
    assert begun.body.startswith("<p>各区卫生健康委员会：</p><h2>总则</h2>")
    data = policy_form(begun) | {"issuers-0-id": "", "attachments-0-id": ""}  # as the page has them, hidden
    assert client.post(ADD, data | {"action-save": ""}).status_code == 302
    made = PolicyDocument.objects.get()
    assert (made.written_on, made.in_force_on, made.expires_on, made.live) == (date(2026, 3, 2), date(2026, 4, 1), date(2031, 3, 31), False)
    assert [(one.unit, one.lead) for one in made.issuers.all()] == [(unit, True)]
    assert [one.document.title for one in made.attachments.all()] == ["登记表"]


def test_used_numbers_and_documents_much_alike_are_told_on_the_form(client, editor):
    factories.unit("澄江市卫生健康委员会")
    factories.policy(title="关于印发《澄江市诊所备案管理办法》的通知", document_number="澄卫规〔2026〕31号")
    page = client.get(send(client, manuscripts.official()).url)
    assert "与《关于印发《澄江市诊所备案管理办法》的通知》（澄卫规〔2026〕31号）相似（100%），请确认不是重复录入。" in said(page)
    assert "发文字号 澄卫规〔2026〕31号 已用于《关于印发《澄江市诊所备案管理办法》的通知》。" in said(page)


def test_a_body_that_is_not_registered_and_what_was_not_found_are_told(client, editor):
    page = client.get(send(client, manuscripts.document("一段没有标题的话，后面还有。", "", "某某联合会", "2026年3月2日")).url)
    assert "文件里没有找到标题、发文字号，请手工填写。" in said(page)
    assert "没有登记的机关：某某联合会。请先在“单位”中登记，或者另选制发机关。" in said(page)


def test_a_bomb_is_refused_with_a_sentence_and_nothing_is_kept(client, editor):
    page = send(client, files.docx(**{"word/media/x.bin": b"\0" * 40_000_000}))
    assert page.context["form"].errors["file"] == ["来文.docx：文件解压后大得反常，可能是压缩炸弹，不能接收。"]
    assert (Manuscript.objects.count(), Document.objects.count()) == (0, 0)


def test_what_another_person_brought_opens_an_empty_form(client, editor):
    manuscript = brought(manuscripts.official())
    assert client.get(f"{ADD}?manuscript={manuscript.pk}").context["form"].instance.title == ""


def test_the_last_twenty_manuscripts_of_a_person_are_kept(db):
    person = factories.person("编辑")
    made = [brought(manuscripts.document(f"第{n}份。"), by=person).pk for n in range(22)]
    assert sorted(Manuscript.objects.values_list("pk", flat=True)) == made[2:]


def test_who_may_not_draft_may_not_bring_files(client, db):
    client.force_login(factories.person("法制审核"))
    assert client.get(reverse("desk_intake")).status_code == 302


def test_the_preview_shows_the_latest_draft_at_both_widths_and_one_alone_when_asked(client, editor):
    policy = factories.draft_policy()
    address = reverse("desk_preview", args=["policydocument", policy.pk])
    assert list(client.get(address).context["shown"]) == ["1280", "360"]
    page = client.get(address, {"width": "360"})
    assert list(page.context["shown"]) == ["360"]
    assert policy.title in client.get(page.context["frame"]).content.decode()
