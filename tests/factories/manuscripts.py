"""Official documents as people bring them: whole Word files with styles, numbering and tables. Each is bytes."""

from .papers import W, run, word

HEADING = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
STYLES = (
    f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    "</w:style></w:styles>"
)
LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
FORMS = {1: ("chineseCountingThousand", "%1、"), 2: ("decimal", "%1."), 3: ("bullet", "·")}


def numbering() -> str:
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{LEVEL.format(form=form, text=text)}</w:abstractNum>' for n, (form, text) in FORMS.items()
    )
    lists = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in FORMS)
    return f"<w:numbering {W}>{kinds}{lists}</w:numbering>"


def numbered(text: str, list_id: int) -> str:
    return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>{run(text)}</w:p>'


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p>{properties}{inner if inner.startswith('<w:') else run(inner) if inner else ''}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells: str, head: bool = False) -> str:
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if head else ''}{''.join(cells)}</w:tr>"


TABLE = (
    "<w:tbl>"
    + row(cell("区"), cell("门诊", '<w:gridSpan w:val="2"/>'), head=True)
    + row(cell("东区", '<w:vMerge w:val="restart"/>'), cell("一门诊"), cell("周一"))
    + row(cell("", "<w:vMerge/>"), cell("二门诊"), cell("周二"))
    + "</w:tbl>"
)


def document(*blocks: str, comments: tuple[str, ...] = ()) -> bytes:
    inner = "".join(block if block.startswith("<w:") else paragraph(block) for block in blocks)
    body = f"<w:document {W}><w:body>{inner}</w:body></w:document>"
    parts = {"word/document.xml": body, "word/styles.xml": STYLES, "word/numbering.xml": numbering()}
    return word(comments=comments, **parts)


def official(*more: str, title: str = "关于印发《澄江市诊所备案管理办法》的通知", number: str = "澄卫规〔2026〕31号") -> bytes:
    """A notice as 党政机关公文格式 has it, signed and dated."""
    return document(
        "澄江市卫生健康委员会文件",
        number,
        "",
        title,
        "",
        "各区卫生健康委员会：",
        paragraph(run("总则"), HEADING),
        numbered("备案当场办结。", 1),
        numbered("备案不收费。", 1),
        numbered("身份证", 2),
        numbered("执业证", 2),
        numbered("名称", 3),
        TABLE,
        "本办法自2026年4月1日起施行，有效期5年。",
        *more,
        "澄江市卫生健康委员会",
        "2026年3月2日",
    )
