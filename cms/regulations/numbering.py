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
    if not number.split("-")[0].isdigit():
        return ""
    article = int(number.split("-")[0])
    head = f"Article {article}" if language == "en" else f"第{numeral(article)}条"
    return head + below(number, language, undivided)


def below(number: str, language: str, undivided: bool = False) -> str:
    """The paragraph and the item alone, as they are said below their article: 第一款第四项, (1)(4); empty for an article."""
    if not is_part(number):
        return ""
    parts = [int(part) for part in number.split("-")[1:]]
    units = [f"({part})" for part in parts]
    if language != "en":
        units = [f"第{numeral(part)}{unit}" for part, unit in zip(parts, ("款", "项"), strict=False)]
    return "".join(units[1:] if undivided else units)
