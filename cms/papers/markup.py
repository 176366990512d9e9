"""A paper as markup for a page: each figure of a table names the head cells that say what it is (GB/T 37668, WCAG H43)."""

from html import escape

from cms.papers.paper import Block, Heading, Paper, Table


def html(paper: Paper) -> str:
    """The blocks without the title, which the page around them has; passes the sanitizer unchanged."""
    tables = iter(range(1, len(paper.laid_out) + 1))
    return "\n".join(_block(block, tables) for block in paper.laid_out)


def _block(block: Block, tables) -> str:
    if isinstance(block, Heading):
        return f"<h2>{escape(block.text)}</h2>"
    if isinstance(block, Table):
        return _table(block, next(tables))
    align = "" if block.align == "left" else f' align="{block.align}"'
    return f"<p{align}>{escape(block.text)}</p>"


def _table(table: Table, number: int) -> str:
    ids = {cell: f"t{number}r{cell.row}c{cell.column}" for cell in table.cells if cell.head}
    rows = []
    for row in range(table.height):
        cells = []
        for cell in table.row(row):
            spans = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (f' rowspan="{cell.rows}"' if cell.rows > 1 else "")
            if cell.head:
                cells.append(f'<th id="{ids[cell]}"{spans}>{escape(cell.text)}</th>')
            else:
                heads = " ".join(ids[head] for head in table.heads_of(cell))
                cells.append(f'<td align="center" headers="{heads}"{spans}>{escape(cell.text)}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><caption>{escape(table.caption)}</caption><tbody>{''.join(rows)}</tbody></table>"
