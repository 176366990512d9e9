"""How often one address may ask. Each web process counts by itself, in memory (docs/decisions/api.md). No clock: moments come
from the caller, in seconds of a clock that only goes forward."""

import math
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

ADDRESSES = 10_000  # remembered at once, some hundred bytes each; the one heard of longest ago is forgotten first


@dataclass
class Limit:
    """A store of ``most`` requests for each address that fills again evenly within ``seconds``; ``most`` 0 limits nothing."""

    most: int
    seconds: float
    stores: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)  # address -> (requests left, when)
    lock: Lock = field(default_factory=Lock)

    def wait(self, address: str, moment: float) -> int:
        """0 when the address may ask now, which is then counted; otherwise after how many seconds it may."""
        if not self.most:
            return 0
        rate = self.most / self.seconds
        with self.lock:
            left, at = self.stores.pop(address, (float(self.most), moment))
            left = min(float(self.most), left + max(0.0, moment - at) * rate)
            allowed = left >= 1
            self.stores[address] = (left - 1 if allowed else left, moment)
            while len(self.stores) > ADDRESSES:
                self.stores.popitem(last=False)
        return 0 if allowed else math.ceil((1 - left) / rate)
