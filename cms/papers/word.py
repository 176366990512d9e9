"""A paper as DOCX (Office Open XML), in the typefaces of official documents (GB/T 9704); the same paper gives the same bytes."""

import io
import re
import zipfile
from xml.sax.saxutils import escape

from cms.papers.paper import Block, Cell, Heading, Paper, Paragraph, Table

TEXT_WIDTH = 8844  # twentieths of a point: 156 mm
SONG, FANG, HEI = "宋体", "仿宋_GB2312", "黑体"
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx(paper: Paper) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in _parts(paper):
            entry = zipfile.ZipInfo(path)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)
    return sink.getvalue()


def _parts(paper: Paper) -> list[tuple[str, str]]:
    title = _line(paper.title, SONG, 44, "center", style="Title")
    body = title + "".join(_block(block) for block in paper.blocks)
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    )
    relations = f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    types = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    )
    return [
        ("[Content_Types].xml", f'{_XML}<Types xmlns="{_PACKAGE}/content-types">{types}</Types>'),
        (
            "_rels/.rels",
            f'{relations}<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
            "</Relationships>",
        ),
        ("word/document.xml", f'{_XML}<w:document xmlns:w="{_W}"><w:body>{body}{page}</w:body></w:document>'),
        (
            "word/_rels/document.xml.rels",
            f'{relations}<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        ),
        ("word/styles.xml", _STYLES),
        ("docProps/core.xml", _core(paper)),
    ]


def _core(paper: Paper) -> str:
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_text(paper.title)}</dc:title><dc:creator>{_text(paper.author)}</dc:creator><dc:language>zh-CN</dc:language>"
        "</cp:coreProperties>"
    )


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return _line(block.text, HEI, 32, style="Heading1")
    if isinstance(block, Paragraph):
        return _line(block.text, FANG, 32, block.align, indent=block.indent and block.align == "left")
    return _table(block)


def _line(text: str, face: str, half_points: int, align: str = "left", style: str = "", indent: bool = False) -> str:
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    indented = '<w:ind w:firstLineChars="200" w:firstLine="640"/>' if indent else ""
    fonts = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{face}"/>'
    run = f'<w:rPr>{fonts}<w:sz w:val="{half_points}"/><w:lang w:eastAsia="zh-CN"/></w:rPr>'
    return (
        f'<w:p><w:pPr>{styled}{indented}<w:jc w:val="{align}"/></w:pPr><w:r>{run}<w:t xml:space="preserve">{_text(text)}</w:t></w:r></w:p>'
    )


def _table(table: Table) -> str:
    whole = sum(table.widths)
    widths = [TEXT_WIDTH * width // whole for width in table.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = []
    for row in range(table.height):
        cells, column = [], 0
        while column < len(widths):
            cell = table.at(row, column)
            cells.append(_cell(cell, row, sum(widths[cell.column : cell.column + cell.columns])))
            column = cell.column + cell.columns
        heading = all(table.at(row, column).head for column in range(len(widths)))
        repeated = "<w:tblHeader/>" if heading and row < 3 else ""
        rows.append(f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>")
    layout = f'<w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    caption = f'<w:tblCaption w:val="{_text(table.caption, quoted=True)}"/>'
    # a paragraph after it: two tables that touch become one
    return f"<w:tbl><w:tblPr>{layout}{caption}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>{_line('', FANG, 21)}"


def _cell(cell: Cell, row: int, width: int) -> str:
    spans = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    if cell.rows > 1:
        spans += '<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>"
    text = _line(cell.text if row == cell.row else "", SONG, 18, "center")
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}<w:vAlign w:val="center"/></w:tcPr>{text}</w:tc>'


def _text(text: str, quoted: bool = False) -> str:
    return escape(_NO_XML.sub("", text), {'"': "&quot;"} if quoted else {})


_STYLES = (
    f'{_XML}<w:styles xmlns:w="{_W}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:pPr><w:spacing w:after="480"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>'
)
