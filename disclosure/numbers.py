"""发文字号: what a document number says, however it is written. Pure.

The official form is 机关代字、年份、发文顺序号, the year whole and in 〔〕, the serial without 第 and without leading zeros
(党政机关公文处理工作条例 第九条; GB/T 9704-2012, 7.2.5). What people write differs in brackets, width, order and
completeness; orders (令) carry no year.
"""

import re
import unicodedata
from typing import NamedTuple

OPEN, CLOSE = "[〔(（【{<《「\\[［]", "[〕)）】}>》」\\]］]"
HAN_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "Ｏ": "0"}
HAN_NUMBER = "[〇零○一二三四五六七八九十百]"
YEAR = re.compile(rf"{OPEN}\s*((?:19|20)?\d\d)\s*年?\s*{CLOSE}|((?:19|20)\d\d)\s*年?")
# A year in Chinese figures before its serial: 二〇二六年第三号; what is no figure may stand before it.
HAN_YEAR = re.compile(rf"(?<!{HAN_NUMBER})([一二][〇零○一二三四五六七八九]{{3}})(?=(?:年\s*|\s+)(?:第\s*)?(?:\d|{HAN_NUMBER}){{1,6}}\s*号)")
SERIAL = re.compile(r"(?:第\s*)?0*(\d{1,5})\s*(?:号|$)")
# As it stands in running text: the year in brackets and a serial with 号, or an order; the word stands before it.
CITED = re.compile(rf"{OPEN}\s*(\d{{4}})\s*{CLOSE}\s*第?\s*0*(\d{{1,5}})\s*号|(令)\s*第\s*0*(\d{{1,4}})\s*号")
HAN_BEFORE = re.compile(r"[\u4e00-\u9fff]+$")
LONGEST_WORD = 16


class DocumentNumber(NamedTuple):
    """The parts that were found; a part that is missing is empty."""

    word: str
    year: str
    serial: str

    @property
    def key(self) -> str:
        return "-".join(self)


def parse(text: str) -> DocumentNumber | None:
    """The parts of a number that stands alone, or None where there are not at least two of them."""
    rest = _folded(text)
    year = ""
    if found := YEAR.search(rest):
        year = found[1] or found[2]
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    serial = ""
    if found := list(SERIAL.finditer(rest)):
        serial = found[-1][1]
        rest = rest[: found[-1].start()] + rest[found[-1].end() :]
    word = re.sub(r"[\W_]|第|文件?$", "", rest)
    if re.search(r"\d", word) or sum(map(bool, (word, year, serial))) < 2:
        return None
    return DocumentNumber(word, year, serial)


def number_key(text: str) -> str:
    """One key for every way of writing a number: ``国发〔2019〕5号``, ``国发[2019]5``, ``国发 （2019） 第05号``: ``国发-2019-5``.

    What is no document number at all keeps its letters and digits, so that equal texts have equal keys; nothing has "".
    """
    if not text or not text.strip():
        return ""
    number = parse(text)
    return number.key if number else re.sub(r"[\W_]", "", _folded(text))


def cited(text: str) -> list[DocumentNumber]:
    """The numbers which a running text mentions, in order, each once.

    The word may carry what stood before it (``根据国发〔2019〕5号``): where it begins, a text does not say.
    """
    found = []
    for match in CITED.finditer(text):
        year, serial, order, order_serial = match.groups()
        before = text[max(match.start() - LONGEST_WORD, 0) : match.start()].rstrip() + (order or "")
        if word := HAN_BEFORE.search(before):
            found.append(DocumentNumber(word[0], year or "", _width(serial or order_serial).lstrip("0")))
    return list(dict.fromkeys(found))


def _width(text: str) -> str:
    return unicodedata.normalize("NFKC", text or "")


def _folded(text: str) -> str:
    """Full width to half width, letters to capitals, Chinese figures to Arabic ones where a figure is meant."""
    text = _width(text).upper()
    text = re.sub(rf"({OPEN}\s*)([〇零○一二三四五六七八九]{{2,4}})(?=\s*年?\s*{CLOSE})", lambda m: m[1] + _digits(m[2]), text)
    text = re.sub(r"(?<![一-鿿])([一二][〇零○一二三四五六七八九]{3})(?=年)", lambda m: _digits(m[1]), text)
    text = HAN_YEAR.sub(lambda m: _digits(m[1]), text)
    return re.sub(rf"(第?)({HAN_NUMBER}+)(?=号)", lambda m: m[1] + _counted(m[2]), text)


def _digits(text: str) -> str:
    return "".join(HAN_DIGITS[digit] for digit in text)


def _counted(text: str) -> str:
    """``二十三`` is 23, ``一百〇五`` is 105, ``二二三`` is 223."""
    if not re.search("[十百]", text):
        return _digits(text)
    total = figure = 0
    for sign in text:
        if sign in "十百":
            total += (figure or 1) * (10 if sign == "十" else 100)
            figure = 0
        else:
            figure = int(HAN_DIGITS[sign])
    return str(total + figure)
