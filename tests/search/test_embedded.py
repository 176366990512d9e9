"""The embedded engine on documents made by hand: what is found, in which order, and how it is shown."""

import os
import signal
import subprocess
import sys
from datetime import date

import pytest

from search import analysis, embedded_writer
from search.engine import DESK, Busy, Document, EngineDown, NoSuchPage, Query, QueryRefused, engine

WORKERS = ("关于促进农民工就业创业的实施意见", "支持农民工返乡创业，提供技能培训。")
SCHOOLS = ("学校疫情防控工作方案", "学校应当做好疫情防控，开展健康监测。")


def document(key="test.thing:1", title="通知", text="正文", **fields):
    return Document(key=key, title=title, text=text, **fields)


@pytest.mark.parametrize(
    "text", ["就业 农民工", "农民工 就业", "创业 实施意见 农民工", "農民工就業", "农民工 创业 返乡", "农民工就业有什么支持？"]
)
def test_words_found_in_any_order_and_in_traditional_writing(indexed, titles, text):
    indexed(WORKERS, SCHOOLS)
    assert titles(text) == [WORKERS[0]]


def test_every_word_of_a_short_query_must_be_there(indexed, titles):
    indexed(WORKERS, SCHOOLS)
    assert titles("学校 防控") == [SCHOOLS[0]]


def test_some_words_suffice_and_are_marked_as_relaxed_where_nothing_has_all(indexed):
    indexed(WORKERS, SCHOOLS)
    result = engine().search(Query("农民工 疫苗"))
    assert (result.total, result.relaxed) == (1, True)


@pytest.mark.parametrize("quotes", ["“{}”", '"{}"', "「{}」", "„{}“"])
def test_phrase_in_any_quotes_must_stand_as_it_is(indexed, titles, quotes):
    indexed(("甲", "做好疫情防控工作"), ("乙", "疫情期间的社区防控"))
    assert titles(quotes.format("疫情防控")) == ["甲"]


def test_phrase_found_where_its_ends_are_inside_longer_words(indexed, titles):
    indexed(("甲", "促进农民工就业创业服务"), ("乙", "民工的就业"))
    assert titles('"民工就业"') == ["甲"]


def test_phrase_does_not_reach_over_the_end_of_a_line(indexed, titles):
    indexed(("甲", "促进农民工\n就业创业服务"), ("乙", "促进农民工就业\n创业服务"))
    assert titles('"农民工就业"') == ["乙"]


def test_phrase_found_in_a_line_too_long_to_be_remembered(indexed, titles):
    indexed(("甲", "做好疫情防控工作。" * 300 + "促进农民工就业\n第二行"), ("乙", "农民工的就业"))
    assert titles('"农民工就业"') == ["甲"]


@pytest.mark.parametrize("line", [*WORKERS, "１２３號文件，ＣＯＶＩＤ－１９", "", "，。", "a" * 1600])
def test_line_is_cut_as_a_query_is(line):
    cut = [token.text for token in embedded_writer._cut(analysis.fold(line)).tokens]
    assert cut == [token.word for token in analysis.tokens(line)]


def test_phrase_with_a_word_outside_the_quotes_needs_both(indexed, titles):
    indexed(("甲", "疫情防控期间的学校"), ("乙", "疫情防控期间的医院"))
    assert titles('"疫情防控" 学校') == ["甲"]


NUMBERED = document(title="关于发展实体经济的意见", numbers=("国发〔2019〕5号",))
OTHERS = [
    document("test.thing:2", "另一份意见", numbers=("国发〔2019〕15号",)),
    document("test.thing:3", "办公厅的意见", numbers=("国办发〔2019〕5号",)),
    document("test.thing:4", "去年的意见", numbers=("国发〔2018〕5号",)),
]


@pytest.mark.parametrize(
    "written",
    [
        "国发〔2019〕5号",
        "国发[2019]5",
        "国发（2019）5号",
        "国发【2019】５号",
        "国发2019 5",
        "国发 2019-5",
        "国发〔二〇一九〕五号",
        "国发〔2019〕第5号",
    ],
)
def test_number_found_in_any_bracket_style_and_width(indexed, titles, written):
    indexed(NUMBERED, *OTHERS)
    assert titles(written) == ["关于发展实体经济的意见"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("〔2019〕5号", {"关于发展实体经济的意见", "办公厅的意见"}),
        ("国发5号", {"关于发展实体经济的意见", "去年的意见"}),
        ("国办〔2019〕5号", {"关于发展实体经济的意见", "办公厅的意见"}),
    ],
)
def test_number_found_in_any_completeness(indexed, titles, written, found):
    indexed(NUMBERED, *OTHERS)
    assert set(titles(written)) == found


def test_half_remembered_number_puts_the_likelier_word_first(indexed, titles):
    indexed(document(title="甲", numbers=("澄卫发〔2024〕5号",)), document("test.thing:2", "乙", numbers=("澄教函〔2024〕5号",)))
    assert titles("澄卫〔2024〕5号")[0] == "甲"


def test_half_remembered_number_finds_its_document_before_those_that_mention_it(indexed, titles):
    mention = document("test.thing:2", "专题", text="《办法》（澄卫规〔2026〕3号）施行以后")
    indexed(mention, document(title="办法", numbers=("澄卫规〔2026〕3号",)))
    assert titles("卫规2026 3") == ["办法", "专题"]


@pytest.mark.parametrize("written", ["卫规", "澄卫", "澄卫规", "二〇二六年第三号", "澄卫规二〇二六年第三号", "二零二六年三号"])
def test_word_of_a_number_alone_or_a_number_in_chinese_figures_finds_its_document(indexed, titles, written):
    indexed(document(title="办法", numbers=("澄卫规〔2026〕3号",)), document("test.thing:2", "另一件", numbers=("澄教函〔2025〕4号",)))
    assert titles(written) == ["办法"]


def test_words_that_stand_in_a_text_find_it_beside_the_number_they_are_part_of(indexed, titles):
    indexed(document(title="办法", numbers=("澄卫健〔2026〕3号",)), document("test.thing:2", "卫健工作要点"))
    assert set(titles("卫健")) == {"办法", "卫健工作要点"}


def test_number_of_a_document_comes_before_those_that_mention_it(indexed, titles):
    indexed(document("test.thing:2", "解读", text="《意见》（国发〔2019〕5号）说了什么"), NUMBERED)
    assert titles("国发〔2019〕5号") == ["关于发展实体经济的意见", "解读"]


def test_number_among_other_words_comes_first(indexed, titles):
    indexed(NUMBERED, *OTHERS, ("甲", "国发"))
    assert titles("国发〔2019〕5号 实体经济")[0] == "关于发展实体经济的意见"


def test_title_ranks_over_text(indexed, titles):
    indexed(("食品安全工作要点", "其他内容若干"), ("工作要点", "食品安全的内容" * 3))
    assert titles("食品安全")[0] == "食品安全工作要点"


def test_valid_and_recent_rank_over_repealed_and_old(indexed, titles):
    same = {"text": "医疗机构管理"}
    indexed(
        document("test.thing:1", "旧的废止办法", weight=0.7, **same),
        document("test.thing:2", "旧的有效办法", weight=0.94, **same),
        document("test.thing:3", "新的有效办法", weight=1.0, **same),
    )
    assert titles("医疗机构管理") == ["新的有效办法", "旧的有效办法", "旧的废止办法"]


def test_newest_sorts_by_day(indexed, titles):
    indexed(
        document("test.thing:1", "医院甲", day=date(2020, 1, 1)),
        document("test.thing:2", "医院乙医院", day=date(2024, 1, 1)),
        document("test.thing:3", "医院丙", day=None),
    )
    assert titles("医院", sort="newest") == ["医院乙医院", "医院甲", "医院丙"]


def test_facets_count_what_was_found_and_filters_narrow_it(indexed):
    indexed(
        document("test.thing:1", "医院甲", facets={"type": ("policy",), "year": ("2024",)}),
        document("test.thing:2", "医院乙", facets={"type": ("policy", "interpretation"), "year": ("2023",)}),
        document("test.thing:3", "学校", facets={"type": ("article",), "year": ("2024",)}),
    )
    result = engine().search(Query("医院", facets=("type", "year")))
    assert dict(result.facets["type"]) == {"policy": 2, "interpretation": 1}
    assert dict(result.facets["year"]) == {"2024": 1, "2023": 1}
    narrowed = engine().search(Query("医院", filters={"year": ("2024",)}, facets=("type",)))
    assert (narrowed.total, dict(narrowed.facets["type"])) == (1, {"policy": 1})


def test_filter_alone_lists_the_newest_first(indexed, titles):
    indexed(
        document("test.thing:1", "甲", facets={"type": ("policy",)}, day=date(2020, 1, 1)),
        document("test.thing:2", "乙", facets={"type": ("policy",)}, day=date(2024, 1, 1)),
    )
    assert titles("", filters={"type": ("policy",)}) == ["乙", "甲"]


def test_hit_marks_where_it_matched_in_title_and_text(indexed):
    indexed(("农民工就业", "前面有很多话。" * 40 + "这里说到就业服务。" + "后面还有话。" * 40))
    (hit,) = engine().search(Query("就业 服务")).hits
    assert hit.title == "农民工<mark>就业</mark>"
    assert "<mark>就业</mark><mark>服务</mark>" in hit.snippet
    assert len(hit.snippet) < 200


OPERATORS = [
    "+-()",
    "AND",
    '"',
    '""',
    "title:",
    "*:*",
    "a AND (b",
    "/x/",
    "[a TO b]",
    "\\",
    "农民工^^",
    "~",
    "“",
    "((((",
    "NOT 农民工",
    "\x00",
    "𠮷𠮷",
]


@pytest.mark.parametrize("text", OPERATORS)
def test_operators_in_a_query_never_raise_anything_but_a_sentence(indexed, text):
    indexed(WORKERS)
    try:
        assert engine().search(Query(text)).total <= 1
    except QueryRefused as refused:
        assert str(refused).endswith("。")


def test_query_of_10000_characters_refused_with_its_length(indexed):
    indexed(WORKERS)
    with pytest.raises(QueryRefused, match="10000 个字，最多 300"):
        engine().search(Query("卫" * 10_000))


@pytest.mark.parametrize("page", [2, 51, 10**9, 0, -1])
def test_page_beyond_the_last_refused_with_a_sentence(indexed, page):
    indexed(WORKERS)
    with pytest.raises(NoSuchPage, match="没有第"):
        engine().search(Query("农民工", page=page, size=20))


def test_pages_follow_each_other_without_gap_or_repetition(indexed, titles):
    indexed(*(document(f"test.thing:{n}", f"医院 {n}", text="医院管理 " * (n % 7)) for n in range(100)))
    everything = titles("医院", size=100)
    assert [title for page in range(1, 11) for title in titles("医院", size=10, page=page)] == everything


def test_engine_without_an_index_is_down():
    with pytest.raises(EngineDown):
        engine().search(Query("农民工"))


def test_engine_with_a_damaged_index_is_down(indexed, index_root):
    indexed(WORKERS)
    (embedded_writer.current(index_root / "public") / "meta.json").write_text("{")
    with pytest.raises(EngineDown):
        engine().search(Query("农民工"))


def test_document_written_twice_is_found_once_and_removed_is_found_no_more(indexed, titles):
    indexed(WORKERS)
    indexed(WORKERS)
    assert titles("农民工") == [WORKERS[0]]
    engine().apply([], ["test.thing:1"])
    assert titles("农民工") == []


def test_change_that_raises_leaves_the_index_as_it_was_and_writable(indexed, titles):
    indexed(WORKERS)
    with pytest.raises(RuntimeError), engine().changing() as change:
        change.put(document("test.thing:2", "半途"))
        change.remove("test.thing:1")
        raise RuntimeError
    assert (titles("半途"), titles("农民工")) == ([], [WORKERS[0]])
    indexed(WORKERS, SCHOOLS)
    assert titles("防控") == [SCHOOLS[0]]


def test_document_put_twice_in_one_change_is_found_once(indexed, titles):
    indexed(SCHOOLS)
    with engine().changing() as change:
        change.put(document("test.thing:2", "农民工旧"))
        change.put(document("test.thing:2", "农民工新"))
    assert titles("农民工") == ["农民工新"]


def test_indexes_know_nothing_of_each_other(indexed):
    indexed(WORKERS)
    engine(DESK).apply([document(title="草稿")], [])
    assert engine().search(Query("草稿")).total == 0


def test_reader_sees_what_another_process_wrote(indexed, titles, index_root, settings):
    indexed(WORKERS)
    assert titles("防控") == []
    writes = (
        "import sys; from pathlib import Path; import django; from django.conf import settings; settings.configure(); django.setup();"
        "from search import embedded_writer; from search.engine import Document;"
        "embedded_writer.apply(Path(sys.argv[1]), [Document('test.thing:9', '疫情防控', '')], [])"
    )
    subprocess.run([sys.executable, "-c", writes, index_root / "public"], check=True, cwd=settings.ROOT, env={**os.environ})
    assert titles("防控") == ["疫情防控"]


def test_second_writer_waits_and_then_says_who_is_in_the_way(indexed, index_root, monkeypatch):
    monkeypatch.setattr(embedded_writer, "PATIENCE", 0.1)
    indexed(WORKERS)
    with embedded_writer.writing(index_root / "public"), pytest.raises(Busy, match="另一个进程正在写入索引"):
        engine().apply([document()], [])


def in_a_process_that_dies(root, folder, act: str) -> None:
    """Run ``act`` (w is the writer's module, folder the index's) in a process of its own that is killed within it."""
    begin = (
        "import os, sys; from pathlib import Path; import django; from django.conf import settings; settings.configure(); django.setup();"
        "from search import embedded_writer as w; from search.engine import Document; import tantivy; folder = Path(sys.argv[1])\n"
    )
    died = subprocess.run([sys.executable, "-c", begin + act, folder], check=False, cwd=root, env={**os.environ})
    assert died.returncode == -signal.SIGKILL


def test_writer_that_was_killed_leaves_no_lock(indexed, titles, index_root, settings):
    indexed(WORKERS)
    dies = (
        "with w.writing(folder):\n"
        "    writer = tantivy.Index.open(str(w.current(folder))).writer(15_000_000, 1)\n"
        "    os.kill(os.getpid(), 9)"
    )
    in_a_process_that_dies(settings.ROOT, index_root / "public", dies)
    indexed(WORKERS, SCHOOLS)
    assert titles("防控") == [SCHOOLS[0]]


KILLED_REBUILD = (
    "def stream():\n"
    "    yield Document('test.thing:2', '半途', '')\n"
    "    os.kill(os.getpid(), 9)\n"
    "w.rebuild(folder, stream(), lambda keys: [])"
)


def test_what_a_killed_rebuild_left_is_gone_with_the_next_change(indexed, titles, index_root, settings):
    indexed(WORKERS)
    in_a_process_that_dies(settings.ROOT, index_root / "public", KILLED_REBUILD)
    assert (index_root / "public" / "building" / "journal").exists()
    indexed(WORKERS, SCHOOLS)
    assert {one.name for one in (index_root / "public").iterdir() if one.is_dir()} == {embedded_writer.current(index_root / "public").name}
    assert (titles("半途"), titles("防控")) == ([], [SCHOOLS[0]])


def test_rebuild_begins_anew_after_one_that_was_killed(indexed, titles, index_root, settings):
    indexed(WORKERS)
    in_a_process_that_dies(settings.ROOT, index_root / "public", KILLED_REBUILD)
    assert engine().rebuild([document("test.thing:3", "重来")], lambda keys: []) == 1
    assert (titles("半途"), titles("重来")) == ([], ["重来"])


def test_rebuild_switches_at_once_and_keeps_what_changed_meanwhile(indexed, titles):
    indexed(WORKERS)

    def stream():
        yield document("test.thing:1", "重建之后")
        assert titles("农民工") == [WORKERS[0]]  # the live index answers while the new one is built
        engine().apply([document("test.thing:2", "重建期间")], [])

    count = engine().rebuild(stream(), lambda keys: [document("test.thing:2", "重建期间")] if keys == {"test.thing:2"} else [])
    assert count == 1
    assert set(titles("重建")) == {"重建之后", "重建期间"}
    assert titles("农民工") == []


def test_rebuild_that_was_cut_off_leaves_the_live_index(indexed, titles):
    indexed(WORKERS)

    def stream():
        yield document("test.thing:2", "半途")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine().rebuild(stream(), lambda keys: [])
    assert titles("农民工") == [WORKERS[0]]
    engine().rebuild([document("test.thing:2", "重来")], lambda keys: [])
    assert titles("重来") == ["重来"]


def test_rebuild_refused_while_another_one_runs(indexed):
    indexed(WORKERS)

    def stream():
        with pytest.raises(Busy, match="正在重建"):
            engine().rebuild([], lambda keys: [])
        yield document()

    engine().rebuild(stream(), lambda keys: [])


def test_change_during_a_rebuild_where_nothing_can_be_read_is_carried_over_by_it(indexed, titles, index_root):
    indexed(WORKERS)
    (index_root / "public" / "current").write_text("v0-1")

    def stream():
        yield document("test.thing:1", "重建之后")
        engine().apply([document("test.thing:2", "重建期间")], ["test.thing:3"])
        with pytest.raises(EngineDown):  # rather than answering from one document alone
            titles("重建")

    changed = {"test.thing:2", "test.thing:3"}
    engine().rebuild(stream(), lambda keys: [document("test.thing:2", "重建期间")] if keys == changed else [])
    assert set(titles("重建")) == {"重建之后", "重建期间"}
