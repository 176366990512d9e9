"""The real policies, and any number of synthetic ones made from them: the same lengths, fields and vocabulary."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
REAL = ("hebei", "statecouncil", "guangzhou", "ncp")
EARLIEST, DAYS = date(2003, 1, 1), 8_500
FIRST = ("临", "安", "永", "平", "和", "清", "东", "南", "云", "丰", "宁", "长", "新", "泰", "金", "石", "青", "海", "德", "广")
SECOND = ("江", "州", "山", "阳", "川", "河", "原", "泽", "城", "湖", "溪", "岭", "源", "谷", "浦", "关", "沙", "林", "田", "水")
WORDS = ("卫", "政", "府办", "人社", "民", "财", "教", "建", "环", "医保")


def real_files() -> list[Path]:
    """The files of real policies; empty where the folder of shared data is not."""
    return [path for name in REAL if (path := SHARED / f"policies_{name}.jsonl").exists()]


def real_rows(files: list[Path]) -> list[dict]:
    return [json.loads(line) for path in files for line in path.open(encoding="utf-8") if line.strip()]


def synthetic(rows: list[dict], count: int, first: int = 0) -> Iterator[dict]:
    """``count`` documents from number ``first`` on; the same number always gives the same document."""
    bodies = [row["content"] for row in rows if row.get("content")]
    for number in range(first, first + count):
        yield _made(rows, bodies, number)


def write(rows: Iterator[dict], path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _made(rows: list[dict], bodies: list[str], number: int) -> dict:
    dice = random.Random(number)
    base = rows[number % len(rows)]
    city, county = (dice.choice(FIRST) + dice.choice(SECOND) for _ in range(2))
    day = EARLIEST + timedelta(days=dice.randrange(DAYS))
    return {
        "id": f"bench-{number}",
        "title": f"{city}市{county}县{base['title'][:120]}（第{number}号）",
        "doc_number": f"{city[0]}{county[0]}{dice.choice(WORDS)}〔{day.year}〕{number}号",
        "issuing_body": f"{city}市{dice.choice(('人民政府', '卫生健康委员会', '财政局', '教育局', '民政局'))}",
        "date": day.isoformat(),
        "theme": base.get("theme"),
        "column": base.get("column"),
        "summary": base.get("summary"),
        "content": _body(base.get("content") or "", bodies, dice),
    }


def _body(base: str, bodies: list[str], dice: random.Random) -> str:
    """As long as the base, from its own paragraphs and those of another document; empty where the base is."""
    if not base:
        return ""
    paragraphs = [line for text in (base, dice.choice(bodies)) for line in text.split("\n") if line.strip()]
    dice.shuffle(paragraphs)
    chosen: list[str] = []
    length = 0
    for line in paragraphs:
        if length >= len(base):
            break
        chosen.append(line[: len(base) - length])
        length += len(line)
    return "\n".join(chosen)
