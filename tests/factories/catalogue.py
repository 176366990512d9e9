from datetime import date
from itertools import count

from disclosure import publication
from disclosure.models import Interpretation, PolicyDocument, PolicyIssuer

from .people import unit

_serial = count(1)


def draft_policy(title: str = "", issuers=(), **fields) -> PolicyDocument:
    """A policy that would pass the gate, not published yet."""
    number = next(_serial)
    values = {
        "document_number": f"澄卫〔2026〕{number}号",
        "body": "<p>为保障公众健康，制定本办法。</p>",
        "written_on": date(2026, 3, 2),
        "published_on": date(2026, 3, 4),
        **fields,
    }
    policy = PolicyDocument(title=title or f"关于做好第{number}项工作的通知", **values)
    policy.issuers = [PolicyIssuer(unit=one, lead=not i) for i, one in enumerate(issuers or [unit("澄江市卫生健康委员会")])]
    policy.clean()
    policy.save()
    policy.save_revision()
    return policy


def policy(title: str = "", **fields) -> PolicyDocument:
    """A published policy."""
    draft = draft_policy(title, **fields)
    publication.publish(draft)
    return draft


def draft_interpretation(*policies: PolicyDocument, title: str = "", **fields) -> Interpretation:
    values = {"body": "<p>这份文件规定了办事的条件和时限。</p>", "published_on": date(2026, 3, 4), **fields}
    item = Interpretation(title=title or f"政策解读之{next(_serial)}", **values)
    item.save()
    item.policies.set(policies)
    item.save()
    item.save_revision()
    return item


def interpretation(*policies: PolicyDocument, title: str = "", **fields) -> Interpretation:
    """A published interpretation of published policies."""
    draft = draft_interpretation(*policies, title=title, **fields)
    publication.publish(draft)
    return draft
