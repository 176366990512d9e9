"""A paper before it is a file: a title, paragraphs, headings and tables with joined cells. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Paragraph:
    text: str
    align: str = "left"  # left, center or right
    indent: bool = True  # two characters, as official papers have it


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Cell:
    """A cell of a table at its place; ``rows`` and ``columns`` say how far it reaches."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    head: bool = False
    name: str = ""  # of the figure in it, for those who link or look for one


@dataclass(frozen=True)
class Table:
    caption: str
    widths: tuple[int, ...]  # of the columns, in relation to each other
    cells: tuple[Cell, ...]  # from the upper left to the lower right, no place left empty

    @property
    def height(self) -> int:
        return max(cell.row + cell.rows for cell in self.cells)

    def row(self, number: int) -> list[Cell]:
        """The cells that begin in a row, from the left."""
        return sorted((cell for cell in self.cells if cell.row == number), key=lambda cell: cell.column)

    def heads_of(self, cell: Cell) -> list[Cell]:
        """The head cells that say what a figure is: the nearest ones above it, and those to its left."""
        above: list[Cell] = []
        for row in range(cell.row - 1, -1, -1):
            here = self.at(row, cell.column)
            if here.head and here not in above:
                above.append(here)
            elif not here.head and above:
                break
        left = [one for one in self.cells if one.head and one.column < cell.column and one.row <= cell.row < one.row + one.rows]
        return [*sorted(above, key=lambda one: one.row), *left]

    def at(self, row: int, column: int) -> Cell:
        """The cell that covers a place. Raises LookupError where none does."""
        for cell in self.cells:
            if cell.row <= row < cell.row + cell.rows and cell.column <= column < cell.column + cell.columns:
                return cell
        raise LookupError((row, column))


Block = Paragraph | Heading | Table


@dataclass(frozen=True)
class Paper:
    """What a letter has besides its text stands where official documents have it (GB/T 9704); a report leaves it empty."""

    title: str
    blocks: tuple[Block, ...]
    author: str = ""
    number: str = ""  # 发文字号
    addressee: str = ""  # 主送
    signed: tuple[str, ...] = ()  # 署名和成文日期, at the right below the text

    @property
    def laid_out(self) -> tuple[Block, ...]:
        """Everything below the title, from the number to the day."""
        above = [Paragraph(self.number, "center")] if self.number else []
        above += [Paragraph(f"{self.addressee}：", indent=False)] if self.addressee else []
        return (*above, *self.blocks, *(Paragraph(line, "right") for line in self.signed))
