"""What is found in a file that its readers do not see, and that nothing passes in silence."""

from datetime import date

import pytest

from cms.hidden_content import look
from tests.factories import files, papers
from tests.factories.papers import BLACK_BOX, IDENTITY, MOBILE, SCAN

TODAY = date(2026, 11, 2)


def seen(content: bytes) -> list[tuple[str, str, str]]:
    return [(one.kind, one.place, one.excerpt) for one in look(content, TODAY)]


def kinds(content: bytes) -> set[str]:
    return {one.kind for one in look(content, TODAY)}


# ---- DOCX ---------------------------------------------------------------------------------------------------------------


def test_word_document_with_nothing_hidden_gives_nothing():
    assert seen(papers.word("为保障公众健康，制定本办法。")) == []


def test_identity_number_in_a_word_comment_is_found_with_its_place():
    content = papers.word("正文", comments=(f"此人证件号 {IDENTITY}",))
    assert ("identity", "批注 1（批注）", "110***********0038") in seen(content)
    assert ("comment", "批注 1", "此人证件号 110***********0038") in seen(content)


def test_number_split_over_several_runs_is_found():
    content = papers.word(papers.run("电话138") + papers.run("1234") + papers.run("5678"))
    assert seen(content) == [("phone", "正文第 1 段", "138******78")]


def test_tracked_insertion_and_deletion_are_one_finding():
    content = papers.word(papers.run("应当") + papers.inserted("三日") + papers.deleted("五日") + papers.run("内"))
    assert [(kind, place) for kind, place, _excerpt in seen(content)] == [("revision", "正文第 1 段")]


def test_number_in_deleted_text_is_found():
    assert ("phone", "正文第 1 段（修订痕迹）", "138******78") in seen(papers.word(papers.deleted(f"电话{MOBILE}")))


def test_hidden_word_text_is_found():
    assert seen(papers.word(papers.run("正文") + papers.hidden("内部意见"))) == [("hidden_text", "正文第 1 段", "内部意见")]


def test_text_whose_switch_says_not_hidden_is_seen():
    assert seen(papers.word(papers.run("正文", '<w:vanish w:val="0"/>'))) == []


def test_text_hidden_by_its_style_is_found():
    styles = f'<w:styles {papers.W}><w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    content = papers.word(papers.run("内部意见", '<w:rStyle w:val="H"/>'), **{"word/styles.xml": styles})
    assert kinds(content) == {"hidden_text"}


def test_author_of_a_word_document_is_found():
    content = papers.word("正文", author="王五")
    assert seen(content) == [("metadata", "文件属性（作者）", "2 处，如：王五")]


def test_program_named_as_author_is_nobody():
    assert seen(papers.table(author="openpyxl")) == []


def test_number_in_the_header_is_found():
    assert seen(papers.word("正文", header=MOBILE)) == [("phone", "页眉第 1 段", "138******78")]


def test_photograph_within_a_word_document_tells_its_place():
    content = papers.word("正文", **{"word/media/image1.jpeg": papers.photograph()})
    assert [(kind, place) for kind, place, _excerpt in seen(content)] == [("location", "image1.jpeg 照片信息")]


def test_three_thousand_revisions_are_one_finding():
    content = papers.word(*(papers.inserted(f"第{number}处") for number in range(3000)))
    assert [(kind, excerpt) for kind, _place, excerpt in seen(content)] == [("revision", "3000 处，如：第0处")]


# ---- XLSX ---------------------------------------------------------------------------------------------------------------


def test_workbook_with_nothing_hidden_gives_nothing():
    assert seen(papers.table()) == []


def test_phone_in_a_hidden_column_is_found_with_its_cell():
    content = papers.table([("姓名", "电话"), ("某某", MOBILE)], hide_column="B")
    assert ("phone", "名单!B2（隐藏的列）", "138******78") in seen(content)
    assert kinds(content) == {"phone", "hidden_columns"}


def test_phone_kept_as_a_number_is_found():
    assert seen(papers.table([(int(MOBILE),)])) == [("phone", "名单!A1", "138******78")]


def test_numbers_of_neighbouring_cells_are_not_read_as_one():
    assert seen(papers.table([(138, 1234, 5678)])) == []


def test_hidden_row_and_hidden_sheet_are_found():
    assert kinds(papers.table([("甲",), ("乙",)], hide_row=2)) == {"hidden_rows"}
    assert kinds(papers.table(hide_sheet=[("底数", 3)])) == {"hidden_sheet"}


def test_comment_and_author_of_a_workbook_are_found():
    assert kinds(papers.table(comment="请核对", author="王五")) == {"comment", "metadata"}


# ---- PDF ----------------------------------------------------------------------------------------------------------------


def test_pdf_with_nothing_hidden_gives_nothing():
    assert seen(papers.pdf("Notice")) == []


def test_number_under_a_black_box_is_found():
    content = papers.pdf(f"{papers.shown(MOBILE)} {BLACK_BOX}")
    assert ("phone", "第 1 页（遮盖下的文字）", "138******78") in seen(content)
    assert ("covered", "第 1 页", "138******78") in seen(content)


def test_text_on_a_coloured_ground_is_not_covered():
    assert seen(papers.pdf(f"0.8 0.9 1 rg 60 690 300 30 re f 0 0 0 rg {papers.shown('Notice')}")) == []


def test_text_under_a_redaction_that_was_only_marked_is_covered():
    content = papers.pdf("Secret", annotation="<</Type/Annot/Subtype/Redact/Rect[60 690 360 720]>>")
    assert seen(content) == [("covered", "第 1 页", "Secret")]


def test_note_in_a_pdf_is_found():
    content = papers.pdf("Notice", annotation="<</Type/Annot/Subtype/Text/Rect[10 10 30 30]/Contents(check again)>>")
    assert seen(content) == [("annotation", "第 1 页", "check again")]


def test_author_of_a_pdf_is_found():
    assert seen(papers.pdf("Notice", author="Wang Wu")) == [("metadata", "文件属性（作者）", "Wang Wu")]


def test_scan_without_text_is_said_so():
    sentence = "第 1、2 页是扫描图像，没有文字，系统读不到；请人工查看，并尽量换成带文字的版本。"
    assert seen(papers.pdf(SCAN, SCAN, "Notice")) == [("unread", "", sentence)]


def test_empty_page_is_no_scan():
    assert seen(files.pdf()) == []


# ---- pictures and archives --------------------------------------------------------------------------------------------


def test_place_and_camera_of_a_photograph_are_found():
    assert kinds(papers.photograph(camera="Kamera 7")) == {"location", "camera"}
    assert seen(papers.photograph(located=False)) == []


def test_file_in_an_archive_is_looked_into():
    content = files.archive({"名单.xlsx": papers.table([(MOBILE,)])})
    assert seen(content) == [("phone", "名单.xlsx 名单!A1", "138******78")]


def test_slides_are_read():
    slide = f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{MOBILE}</a:t></a:r></a:p></p:sld>'
    content = files.archive({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>", "ppt/slides/slide1.xml": slide})
    assert seen(content) == [("phone", "幻灯片 1", "138******78")]


# ---- what cannot be read ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [files.ofd(), files.ole("WordDocument")], ids=["ofd", "doc"])
def test_format_that_cannot_be_read_is_said_so(content):
    assert kinds(content) == {"unread"}


def test_broken_word_document_is_said_so():
    assert seen(files.docx()) == [("unread", "", "文件已损坏或结构不正常，系统读不到里面的内容，请人工查看。")]


def test_document_that_declares_entities_is_not_expanded():
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert kinds(papers.word("正文 &b;", prolog=bomb)) == {"unread"}


def test_archive_that_unpacks_to_too_much_is_said_so():
    content = papers.word("正文", **{"word/header1.xml": b" " * 40_000_000})
    assert seen(content) == [("unread", "", "文件解压后大得反常，可能是压缩炸弹，不能接收。")]


def test_excerpt_holds_nothing_of_the_middle_of_a_number():
    content = papers.word(f"证件{IDENTITY}电话{MOBILE}", comments=(f"{IDENTITY} {MOBILE}",))
    assert not any(IDENTITY[3:14] in one.excerpt or MOBILE[3:9] in one.excerpt for one in look(content, TODAY))


def test_more_findings_than_anyone_reads_are_summed_up():
    content = papers.table([(13800000000 + number,) for number in range(250)])
    assert [one.kind for one in look(content, TODAY)].count("phone") == 200
    assert "另有 50 处个人信息没有逐一列出。" in [one.excerpt for one in look(content, TODAY)]
