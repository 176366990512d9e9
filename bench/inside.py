"""The parts that need the site itself; run by ``Instance.inside`` with the instance as Django's site. Answers in JSON."""

import json
import os
import random
import statistics
import sys
import time

from bench import census, clock

ROUNDS = 5
DOCUMENTS = 40


def one_by_one(count: int) -> dict:
    """Pages made singly, as an editor's clicks would: ``add_child``, revision, publication; then policies the same way."""
    from django.utils import timezone

    from cms.models import ArticlePage, ColumnPage, HomePage
    from disclosure.models import PolicyDocument, PolicyIssuer

    texts = list(PolicyDocument.objects.visible().exclude(body="").order_by("pk")[:count])
    above = HomePage.objects.get().add_child(instance=ColumnPage(title="逐页发布", slug="bench"))
    refused = 0
    began = time.perf_counter()
    for number, policy in enumerate(texts):
        page = ArticlePage(title=policy.title, slug=f"p{number}", source="测试", published_time=timezone.now(), live=False)
        page.body = [("paragraph", policy.body)]
        above.add_child(instance=page)
        refused += not _published(page)
    pages = (len(texts) - refused) / (time.perf_counter() - began)
    unit = texts[0].lead_issuer
    refused = 0
    began = time.perf_counter()
    for number, policy in enumerate(texts):
        item = PolicyDocument(title=policy.title, document_number=f"测逐〔2026〕{number + 1}号", body=policy.body)
        item.written_on = policy.written_on
        item.issuers = [PolicyIssuer(unit=unit, lead=True)]
        item.save()
        refused += not _published(item)
    policies = (len(texts) - refused) / (time.perf_counter() - began)
    return {"pages_a_second": pages, "policies_a_second": policies, "count": len(texts)}


def _published(item) -> bool:
    """Real texts name people's telephones: the gate keeps those back, at the same cost."""
    from cms import gate
    from disclosure import publication

    try:
        publication.publish(item)
    except gate.Refused as refused:
        print(refused, file=sys.stderr)
        return False
    return True


def pages() -> dict:
    """Anonymous pages that nobody has kept: milliseconds and queries, of documents and of the catalogue."""
    from cms.models import ColumnPage
    from disclosure.models import Interpretation, PolicyDocument, PolicyIssuer, Theme

    dice = random.Random(7)
    known = list(PolicyDocument.objects.visible().exclude(body="").values_list("pk", flat=True))
    documents = [f"/policies/{pk}/" for pk in dice.sample(known, min(DOCUMENTS, len(known)))]
    theme = Theme.objects.filter(policydocument_items__isnull=False).values_list("pk", flat=True).first()
    unit = PolicyIssuer.objects.values_list("unit", flat=True).first()
    column = ColumnPage.objects.filter(policydocument_items__isnull=False).values_list("pk", flat=True).first()
    lists = ["/policies/", "/policies/?page=2", "/policies/?page=100", "/policies/?year=2020", "/policies/?validity=valid"]
    lists += [f"/policies/?{name}={value}" for name, value in (("theme", theme), ("unit", unit), ("column", column)) if value]
    others = ["/", "/interpretations/", "/normative/", "/feeds/policies/", "/sitemap.xml"]
    explained = Interpretation.objects.visible().values_list("pk", flat=True).first()
    if explained:
        others.append(f"/interpretations/{explained}/")
    return {
        "documents": _together([_measured(address, rounds=1) for address in documents]),
        "catalogue": {address: _measured(address) for address in lists},
        "others": {address: _measured(address) for address in others},
    }


def _measured(address: str, rounds: int = ROUNDS) -> dict:
    """One address, each time by a client of its own, which has a handler of its own and so no page kept."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = _warm(Client())
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        asked = len(queries)  # now, for the next request empties the log
    took = []
    for _ in range(rounds):
        client = _warm(Client())
        began = time.perf_counter()
        client.get(address)
        took.append((time.perf_counter() - began) * 1000)
    return {"ms": statistics.median(took), "queries": asked, "status": response.status_code, "bytes": len(response.content)}


def _warm(client):
    client.get("/robots.txt")  # loads the middleware
    return client


def _together(measured: list[dict]) -> dict:
    took = sorted(one["ms"] for one in measured)
    return {
        "n": len(measured),
        "ms": statistics.median(took),
        "p95_ms": took[int(0.95 * (len(took) - 1))],
        "queries": max(one["queries"] for one in measured),
        "statuses": sorted({one["status"] for one in measured}),
    }


def search(questions: dict[str, list[str]]) -> dict:
    """The engine with facets, per kind of question: milliseconds."""
    from search.engine import FACETS, Query, engine

    found = {}
    for kind, texts in questions.items():
        for text in texts[:10]:
            engine().search(Query(text=text, facets=FACETS))
        took = []
        for text in texts:
            began = time.perf_counter()
            engine().search(Query(text=text, facets=FACETS))
            took.append((time.perf_counter() - began) * 1000)
        took.sort()
        found[kind] = {"n": len(took), "p50_ms": statistics.median(took), "p95_ms": took[int(0.95 * (len(took) - 1))]}
    return found


def change(pk: int, title: str) -> dict:
    """Publish one policy with a new title, from a process that is none of the web server's."""
    from disclosure.models import PolicyDocument

    policy = PolicyDocument.objects.get(pk=pk)
    policy.title = title
    policy.save_revision().publish()
    return {"at": time.time()}


def exactness(port: int, rounds: int) -> dict:
    """Publish, then ask every web process at once: how many answers were older than the publication?"""
    from bench import load
    from disclosure.models import PolicyDocument

    policy = PolicyDocument.objects.visible().exclude(body="").order_by("pk").first()
    before, stale, answers = policy.title, 0, 0
    for number in range(rounds):
        for _ in range(8):
            load.get(port, policy.get_absolute_url())
        title = f"第{number}次改的标题"
        change(policy.pk, title)
        for _ in range(16):  # connections of their own: the kernel spreads them over the web processes
            _status, body = load.get(port, policy.get_absolute_url())
            answers, stale = answers + 1, stale + (title.encode() not in body)
    change(policy.pk, before)
    return {"publications": rounds, "answers": answers, "stale": stale}


def some_document() -> dict:
    """A document of middling length."""
    from django.db.models.functions import Length

    from disclosure.models import PolicyDocument

    found = PolicyDocument.objects.visible().annotate(length=Length("body")).filter(length__gt=1500).order_by("pk").first()
    return {"address": found.get_absolute_url()}


PARTS = {
    part.__name__: part for part in (one_by_one, pages, search, exactness, some_document, clock.notice, clock.reminders, census.census)
}


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    django.setup()
    name, options = sys.argv[1], json.loads(sys.argv[2])
    print(json.dumps(PARTS[name](**options)))


if __name__ == "__main__":
    main()
