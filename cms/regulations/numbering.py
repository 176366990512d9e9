"""How an article's number is said: 第二十三条第一款第四项, Article 23(1)(4). Pure."""

DIGITS = "零一二三四五六七八九"
PLACES = ("", "十", "百", "千")
HIGHEST = 9999  # the Civil Code ends at 1260


def numeral(number: int) -> str:
    """A number from 1 to 9999 as statutes write it: 33 is 三十三, 201 is 二百零一. ValueError beyond."""
    if not 1 <= number <= HIGHEST:
        raise ValueError(number)
    said, gap = "", False
    for place in reversed(range(len(str(number)))):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if gap else "") + DIGITS[digit] + PLACES[place]
        gap = bool(said) and not digit
    return said.removeprefix("一") if 10 <= number < 20 else said


def is_part(number: str) -> bool:
    """Whether "33-2" or "23-1-4": a paragraph or an item of an article."""
    first, *rest = number.split("-")
    return first.isdigit() and bool(rest)


def label(number: str, language: str, undivided: bool = False) -> str:
    """Article, paragraph, item; the paragraph is left out where the article has only one (``undivided``). A number that is
    a name has no label of its own and gives an empty one.
    """
    parts = number.split("-")
    if not all(part.isdigit() for part in parts):
        return ""
    article, *below = (int(part) for part in parts)
    if language == "en":
        kept = below[1:] if undivided else below
        return f"Article {article}" + "".join(f"({part})" for part in kept)
    words = [f"第{numeral(part)}{unit}" for part, unit in zip(below, ("款", "项"), strict=False)]
    return f"第{numeral(article)}条" + "".join(words[1:] if undivided else words)
