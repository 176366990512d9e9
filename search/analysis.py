"""Chinese analysis: what of a text can be found, and what a person's words ask for."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import opencc
import rjieba

from disclosure import numbers

WIDTHS = {chr(full): chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)} | {"\u3000": " "}  # full to half
WIDE = frozenset(WIDTHS)
WORD = re.compile(r"[^\W_]")
QUOTED = re.compile(r"[\"“”„‟「『＂]([^\"“”„‟「」『』＂]*)[\"“”„‟」』＂]")
# A number in the middle of other words: the year in brackets, with a word before or a serial after it.
NUMBER = re.compile(r"[\u4e00-\u9fff]*\s*[\[〔(（【{［]\s*\d{4}\s*年?\s*[\]〕)）】}］]\s*第?\s*\d{1,5}\s*号?")
NUMBER_WORD = re.compile(r"[\u4e00-\u9fff]{2,8}")  # longer than 国卫办医政函 none is

# Words that a question is made of and that no document is about.
IDLE = frozenset(
    "的 了 和 与 及 或 是 在 有 为 对 等 从 到 被 把 将 向 于 之 其 该 此 这 那 哪 哪些 什么 如何 怎么 怎样 怎么样 多少 几 "
    "吗 呢 啊 吧 请问 哪个 哪里 谁 何 何时 是否 可以 能 能否 会 应 应该 要 需要 都 也 还 就 才 又 再 最 很 更 按 按照 由 以 "
    "以及 并 并且 而 但 但是 如果 因 因为 所以 中 上 下 内 时 后 前 进行 关于 有关 相关 什么样 为什么 多久 哪项 哪种 哪几 几个 "
    "哪家 没有 不 年 月 日 号 我 我们 你 您 想 a an and are for how in is of on or the to what".split()
)


class Token(NamedTuple):
    word: str
    start: int
    end: int


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def fold(text: str) -> str:
    """Traditional to simplified, full width to half width, capitals to small letters; keeps every character's place."""
    simple = _converter().convert(text)
    folded = simple if len(simple) == len(text) else text
    for sign in WIDE.intersection(folded):  # a few signs, each replaced at once: a fifth of what ``translate`` takes
        folded = folded.replace(sign, WIDTHS[sign])
    small = folded.lower()
    return small if len(small) == len(folded) else folded


def tokens(text: str) -> list[Token]:
    """The words of a text and the words inside them, each with its place; signs are left out.

    >>> [token.word for token in tokens("農民工")]
    ['农民', '民工', '农民工']
    """
    return [Token(*found) for found in rjieba.tokenize(fold(text), "search") if found[0][0].isalnum()]


def words(text: str) -> list[Token]:
    """The words of a text without the words inside them."""
    return [Token(*found) for found in rjieba.tokenize(fold(text)) if found[0][0].isalnum()]


@dataclass(frozen=True)
class Wanted:
    """What a person's words ask for."""

    words: tuple[Token, ...]  # each once, idle ones left out where others remain
    inner: tuple[str, ...]  # words inside those words: they help in ranking
    phrases: tuple[str, ...]
    number: numbers.DocumentNumber | None
    number_only: bool  # nothing is asked for but the number
    number_word: str = ""  # all of the query, where it may be the word of half-remembered numbers: 卫规

    @property
    def empty(self) -> bool:
        return not (self.words or self.phrases or self.number)

    @property
    def marks(self) -> list[str]:
        """What a snippet marks, longest first."""
        return sorted({token.word for token in self.words} | {*self.phrases}, key=len, reverse=True)


def read(text: str) -> Wanted:
    """Understand a query; any text will do. Signs and operators mean nothing, quotation marks make phrases."""
    folded = fold(text)
    phrases = [phrase.strip() for phrase in QUOTED.findall(folded) if WORD.search(phrase)]
    loose = QUOTED.sub(" ", folded)
    number, number_only = _number(loose)
    found = {token.word: token for token in reversed(words(loose))}
    asked = [token for token in sorted(found.values(), key=lambda token: token.start) if token.word not in IDLE]
    asked = asked or ([] if phrases else list(found.values()))
    whole = {token.word for token in asked}
    inner = Counter(token.word for token in tokens(loose) if token.word not in whole and token.word not in IDLE)
    word = folded.strip() if number is None and NUMBER_WORD.fullmatch(folded.strip()) else ""
    return Wanted(tuple(asked), tuple(inner), tuple(dict.fromkeys(phrases)), number, number_only and not phrases, word)


def _number(text: str) -> tuple[numbers.DocumentNumber | None, bool]:
    """A document number that the query is, or that stands in it with its year in brackets; and whether it is all."""
    if found := NUMBER.search(text):
        rest = text[: found.start()] + text[found.end() :]
        number, alone = numbers.parse(found[0]), not WORD.search(rest.replace("文件", "").replace("文", ""))
    else:
        number, alone = numbers.parse(text) if len(text) <= 60 else None, True
    return (number, alone) if number and number.serial else (None, False)


@lru_cache(1024)  # each number is asked for twice at least, for the public index and for the desk
def number_terms(written: str) -> list[str]:
    """Under what a document number is found: whole, without its year, without its word, by each sign of its word, and by its word
    or a part of it alone."""
    number = numbers.parse(written)
    if number is None:
        return [key] if (key := numbers.number_key(written).lower()) else []
    word, year, serial = (part.lower() for part in number)
    terms = {f"{word}-{year}-{serial}", f"{word}--{serial}", f"-{year}-{serial}"}
    if word.endswith("字"):
        terms |= {f"{word[:-1]}-{year}-{serial}", f"{word[:-1]}--{serial}"}
    parts = {word[start:end] for start in range(len(word)) for end in range(start + 2, len(word) + 1)}
    return sorted(terms | {f"{sign}~{year}-{serial}" for sign in word} | {word_term(part) for part in parts if len(word) <= 8})


def word_term(part: str) -> str:
    return f"{part}~"


def cited_terms(text: str) -> list[str]:
    """Keys of the numbers that a text mentions; where a word begins a text does not say, so several are kept."""
    return sorted(
        {f"{number.word[-size:]}-{number.year}-{number.serial}".lower() for number in numbers.cited(text) for size in range(2, 9)}
    )
