"""The report as a paper: six sections, and the three tables exactly as the format draws them (国办公开办函〔2021〕30号). Pure."""

from collections.abc import Mapping

from cms.papers.paper import Block, Cell, Heading, Paper, Paragraph, Table
from disclosure.annual_report import texts
from disclosure.annual_report.cells import (
    CARRIED_IN,
    CARRIED_OUT,
    COLUMNS,
    DECISIONS,
    DOCUMENTS,
    FEES,
    GROUP_ROWS,
    GROUPS,
    LIFE,
    NATURAL,
    NEW,
    ORGANISATIONS,
    RESULT_COLUMNS,
    RESULTS,
    ROWS,
    TOTAL,
    WAYS,
    Figures,
    written,
)
from disclosure.outcomes import Row

RULE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def paper(title: str, author: str, sections: Mapping[str, str], figures: Figures) -> Paper:
    """The whole report; ``sections`` are its texts with placeholders. Raises texts.TextRefused."""
    drawn = dict(zip(("active", "applications", "remedies"), tables(figures), strict=True))
    blocks: list[Block] = []
    for name, heading in texts.SECTIONS.items():
        blocks.append(Heading(heading))
        lines = texts.filled(sections.get(name, ""), figures).splitlines()
        blocks += [Paragraph(line.strip()) for line in lines if line.strip()]
        if name in drawn:
            blocks.append(drawn[name])
    return Paper(title, tuple(blocks), author)


def tables(figures: Figures) -> list[Table]:
    return [table_2(figures), table_3(figures), table_4(figures)]


def table_2(figures: Figures) -> Table:
    cells: list[Cell] = []

    def item(number: str, columns: Mapping[str, str], rows: Mapping[str, Mapping[str, str]]) -> None:
        """A block of the table: its item of Article 20, the head of its columns, and its rows."""
        top = max((cell.row for cell in cells), default=-1) + 1
        width = 3 // len(columns)
        cells.append(_head(f"第二十条第（{number}）项", top, 0, columns=4))
        cells.append(_head("信息内容", top + 1, 0))
        cells.extend(_head(label, top + 1, 1 + place * width, columns=width) for place, label in enumerate(columns.values()))
        for row, (label, codes) in enumerate(rows.items(), start=top + 2):
            cells.append(_head(label, row, 0))
            cells.extend(_figure(figures, codes[name], row, 1 + place * width, width) for place, name in enumerate(columns))

    item("一", LIFE, {label: {act: f"{kind}.{act}" for act in LIFE} for kind, label in DOCUMENTS.items()})
    handled = {"decisions": "本年处理决定数量"}
    item("五", handled, {DECISIONS["licences"]: {"decisions": "licences.decisions"}})
    item("六", handled, {DECISIONS[kind]: {"decisions": f"{kind}.decisions"} for kind in ("penalties", "coercive")})
    item("八", {"amount": "本年收费金额（单位：万元）"}, {"行政事业性收费": {"amount": FEES}})
    return Table("主动公开政府信息情况", (3, 2, 2, 2), tuple(cells))


def table_3(figures: Figures) -> Table:
    cells = [_head(RULE, 0, 0, rows=3, columns=3), _head("申请人情况", 0, 3, columns=7)]
    cells += [_head(COLUMNS[NATURAL], 1, 3, rows=2), _head("法人或其他组织", 1, 4, columns=5), _head(COLUMNS[TOTAL], 1, 9, rows=2)]
    cells += [_head(label, 2, 4 + place) for place, label in enumerate(ORGANISATIONS.values())]
    cells += [_head(ROWS[NEW], 3, 0, columns=3), _head(ROWS[CARRIED_IN], 4, 0, columns=3)]
    cells.append(_head("三、本年度办理结果", 5, 0, rows=len(RESULTS) + 1))
    cells += [_head(RESULTS[row], 5 + place, 1, columns=2) for place, row in enumerate((Row.GRANTED, Row.PARTIAL))]
    row = 7
    for group, label in GROUPS.items():
        cells.append(_head(label, row, 1, rows=len(GROUP_ROWS[group])))
        cells += [_head(ROWS[one], row + place, 2) for place, one in enumerate(GROUP_ROWS[group])]
        row += len(GROUP_ROWS[group])
    cells += [_head(ROWS[TOTAL], row, 1, columns=2), _head(ROWS[CARRIED_OUT], row + 1, 0, columns=3)]
    for place, name in enumerate(ROWS):
        cells += [_figure(figures, f"{column}.{name}", 3 + place, 3 + across) for across, column in enumerate(COLUMNS)]
    return Table("收到和处理政府信息公开申请情况", (3, 5, 14, 4, 4, 4, 4, 4, 4, 4), tuple(cells))


def table_4(figures: Figures) -> Table:
    cells = [_head(WAYS["reconsideration"], 0, 0, columns=5), _head("行政诉讼", 0, 5, columns=10)]
    cells += [_head(label, 1, place, rows=2) for place, label in enumerate(RESULT_COLUMNS.values())]
    for start, way in ((5, "litigation_direct"), (10, "litigation_after")):
        cells.append(_head(WAYS[way], 1, start, columns=5))
        cells += [_head(label, 2, start + place) for place, label in enumerate(RESULT_COLUMNS.values())]
    codes = [f"{way}.{result}" for way in WAYS for result in RESULT_COLUMNS]
    cells += [_figure(figures, code, 3, place) for place, code in enumerate(codes)]
    return Table("政府信息公开行政复议、行政诉讼情况", (1,) * 15, tuple(cells))


def _head(text: str, row: int, column: int, rows: int = 1, columns: int = 1) -> Cell:
    return Cell(text, row, column, rows, columns, head=True)


def _figure(figures: Figures, code: str, row: int, column: int, columns: int = 1) -> Cell:
    return Cell(written(figures.get(code)), row, column, columns=columns, name=code)
