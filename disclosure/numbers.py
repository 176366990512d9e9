"""发文字号: one key for every way of writing a document number. Pure."""

import re
import unicodedata


def number_key(text: str) -> str:
    """``国发〔2019〕5号``, ``国发[2019]5`` and ``国发（2019） 5 号`` have the same key."""
    folded = unicodedata.normalize("NFKC", text or "")
    return re.sub(r"[\s\[\]()〔〕【】{}<>《》「」\-]|号|第", "", folded).upper()
