"""Receipt numbers: told once to a visitor, and enough to ask how the matter stands; so nobody can guess one. Pure but for chance."""

import re
import secrets
from datetime import date

# no signs that are mistaken for one another when they are read aloud or copied by hand
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 8  # 40 bits of chance
FORM = re.compile(rf"[A-Z]{{2}}\d{{8}}-[{ALPHABET}]{{{LENGTH}}}")


def new_number(prefix: str, day: date) -> str:
    """Such as ZC20261120-7F3K9QXM."""
    return f"{prefix}{day:%Y%m%d}-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read(text: str) -> str:
    """The number as we wrote it, from what a person typed; empty where it cannot be one."""
    found = "".join(text.upper().split()).replace("—", "-").replace("－", "-")
    return found if FORM.fullmatch(found) else ""
