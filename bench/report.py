"""The figures as a table, for the screen and for docs/performance.md."""

from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- figures: written by `python -m bench --docs` -->", "<!-- end of figures -->"


def table(found: dict) -> str:
    parts = {"import": _imports, "rebuild": _rebuild, "pages": _pages, "search": _search, "serving": _serving}
    parts |= {"deadlines": _deadlines, "notice": _notice, "reminders": _reminders, "census": _census, "memory": _memory}
    rows = [row for part, lines in parts.items() if part in found for row in lines(found)]
    lines = [_machine(found), "", "| what | measured | aim |", "| --- | --- | --- |"]
    return "\n".join(lines + [f"| {what} | {measured} | {aim} |" for what, measured, aim in rows])


def write_docs(found: dict) -> None:
    text = DOCS.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    DOCS.write_text(f"{before}{BEGIN}\n{table(found)}\n{END}{after}", encoding="utf-8")


def _machine(found: dict) -> str:
    m = found["machine"]
    whole = f"; whole bench {found['seconds']} s" if "seconds" in found else ""
    return (
        f"Measured {m['at']} at commit {m['commit']}: {m['processor']}, {m['cores']} cores, {m['memory_gb']} GB, {m['system']}, "
        f"Python {m['python']}, SQLite {m['sqlite']}; load before the start {m['load_before']}{whole}."
    )


def _imports(found: dict) -> list[tuple[str, str, str]]:
    rows = []
    for name, one in found["import"].items():
        measured = f"{one['rows_a_second']:.0f} rows/s ({one['rows']:,} rows; before the index has followed "
        measured += f"{one['rows_a_second_without_index']:.0f})"
        rows.append((f"import with indexing, {name} rows", measured, "300 rows/s"))
    single = found["one_by_one"]
    ratio = found["import"]["real"]["rows_a_second"] / single["pages_a_second"]
    measured = f"{single['pages_a_second']:.0f} pages/s; the import is {ratio:.1f} times that"
    rows.append(("page by page (`add_child`, revision, publish)", measured, ""))
    return [*rows, ("policy by policy (save, revision, gate, publish)", f"{single['policies_a_second']:.0f} policies/s", "")]


def _rebuild(found: dict) -> list[tuple[str, str, str]]:
    rebuild = found["rebuild"]
    return [(f"index rebuild at {rebuild['documents']:,} documents", f"{rebuild['seconds']:.0f} s", "")]


def _pages(found: dict) -> list[tuple[str, str, str]]:
    rows = []
    for at, pages in found["pages"].items():
        one = pages["documents"]
        measured = f"{one['ms']:.1f} ms (p95 {one['p95_ms']:.1f}), {one['queries']} queries"
        size = f"not kept, {int(at):,} documents"
        rows.append((f"document page, {size}", measured, "15 ms, 12 queries"))
        for kind, aim in (("catalogue", "15 ms, 12 queries"), ("others", "")):
            rows += [(f"`{path}`, {size}", f"{one['ms']:.1f} ms, {one['queries']} queries", aim) for path, one in pages[kind].items()]
    return rows


def _search(found: dict) -> list[tuple[str, str, str]]:
    at, aims = max(int(n) for n in found["pages"]), {"keywords": "p95 10 ms", "questions": "p95 30 ms"}
    return [
        (
            f"search with facets, {kind}, {at:,} documents",
            f"p50 {one['p50_ms']:.1f} ms, p95 {one['p95_ms']:.1f} ms ({one['n']} queries)",
            aims[kind],
        )
        for kind, one in found["search"].items()
    ]


def _serving(found: dict) -> list[tuple[str, str, str]]:
    serving = found["serving"]
    bare, usual = (serving["empty"][name]["requests_a_second"] for name in ("bare", "startproject"))
    rows = [
        ("empty Django view, no middleware", f"{bare:.0f} requests/s", ""),
        ("empty Django view, startproject's middleware", f"{usual:.0f} requests/s", ""),
    ]
    for name, one in serving["kept"].items():
        rate = one["requests_a_second"]
        measured = f"{rate:.0f} requests/s: {rate / bare:.2f} of the bare view, {rate / usual:.2f} of the usual one"
        rows.append((f"kept {name} page", measured, "0.5 of an empty view"))
    exact = serving["exactness"]
    measured = f"{exact['stale']} of {exact['answers']} after {exact['publications']} publications"
    rows.append(("answers older than a publication, from all web processes", measured, "0"))
    return rows


def _deadlines(found: dict) -> list[tuple[str, str, str]]:
    one = found["deadlines"]
    measured = f"{one['seconds']:.2f} s, {one['busy']:.2f} s of the processor ({one['with_events']:,} with events); "
    measured += f"a ledger of days {one['ledger_ms']:.2f} ms"
    return [(f"{one['count']:,} deadlines of every term computed", measured, "2 s")]


def _census(found: dict) -> list[tuple[str, str, str]]:
    one = found["census"]
    rows = []
    for run in one["runs"]:
        measured = f"{run['seconds']:.1f} s (processor {run['processor_seconds']:.1f} s), most memory {run['peak_mb']} MB, "
        rows.append((f"census over {run['documents']:,} documents", f"{measured}{run['findings']:,} findings", "60 s, flat memory"))
    gathered = f"{one['gathered_seconds']:.1f} s ({one['links']:,} links), most memory {one['peak_mb']} MB"
    return [*rows, (f"register of links read over {one['documents']:,} documents", gathered, "")]


def _memory(found: dict) -> list[tuple[str, str, str]]:
    held = ", ".join(f"{one['process']} {one['mb']} MB" for one in found["memory"])
    disk = found["disk_mb"]
    return [("memory (resident)", held, ""), ("on disk", f"database {disk['database']} MB, index {disk['index']} MB", "")]


def _notice(found: dict) -> list[tuple[str, str, str]]:
    one = found["notice"]
    size, peak, work = f"{one['deadlines']:,}", one["peak_mb"], one["processor_seconds"]
    moved = f"{one['moved']:,} moved, {one['earlier']:,} of them earlier, {one['people']} people told"
    entered = f"{one['entered_seconds']:.1f} s, processor {work['entered']:.1f} s"
    memory = f"most memory {peak['before']} MB before, {peak['shown']} MB shown, {peak['entered']} MB entered"
    return [
        (f"{size} deadlines computed", f"{one['computed_seconds']:.1f} s (processor {work['computed']:.1f} s)", "2 s"),
        (f"a notice shown with {size} open deadlines", f"{one['shown_seconds']:.1f} s", ""),
        (f"a notice entered with {size} open deadlines", f"{entered} ({moved}; {memory})", "20 s, flat memory"),
    ]


def _reminders(found: dict) -> list[tuple[str, str, str]]:
    one = found["reminders"]
    first, second = one["runs"]
    size, peak = f"{one['deadlines']:,}", one["peak_mb"]
    said = f"{first['reminded']:,} reminded in {one['letters']:,} letters; most memory {peak['before']} MB before, {peak['after']} MB after"
    took = [f"{run['seconds']:.1f} s, processor {run['processor_seconds']:.1f} s" for run in (first, second)]
    return [
        (f"the first run of reminders over {size} open deadlines", f"{took[0]} ({said})", "10 s, flat memory"),
        ("the run after it, with nothing new to say", took[1], ""),
    ]
