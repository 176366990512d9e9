"""What the columns of the standard catalogue say: limits, sources, channels."""

import pytest
from django.utils import translation

from disclosure.standard import channels, limits, sources
from disclosure.standard.limits import Kind, Unit


def understood(text: str) -> list[tuple]:
    return [(one.kind, one.number, one.unit) for one in limits.read(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("自信息形成或者变更之日起20个工作日内", [(Kind.WITHIN, 20, Unit.WORKING_DAYS)]),
        ("信息形成之日起二十个工作日内公开", [(Kind.WITHIN, 20, Unit.WORKING_DAYS)]),
        ("自作出决定之日起７个工作日内", [(Kind.WITHIN, 7, Unit.WORKING_DAYS)]),
        ("20个工作日；结果7个工作日", [(Kind.WITHIN, 20, Unit.WORKING_DAYS), (Kind.WITHIN, 7, Unit.WORKING_DAYS)]),
        (
            "自信息形成之日起20个工作日内公开，其中行政许可、行政处罚结果7个工作日内公开",
            [(Kind.WITHIN, 20, Unit.WORKING_DAYS), (Kind.WITHIN, 7, Unit.WORKING_DAYS)],
        ),
        ("每年1月31日前", [(Kind.BY, 131, Unit.DATE)]),
        ("每年3月底前", [(Kind.BY, 331, Unit.DATE)]),
        ("会议召开前5个工作日", [(Kind.BEFORE, 5, Unit.WORKING_DAYS)]),
        ("每季度公开", [(Kind.PERIODIC, None, Unit.QUARTER)]),
        ("长期公开", [(Kind.STANDING, None, Unit.NONE)]),
        ("及时公开", [(Kind.PROMPTLY, None, Unit.NONE)]),
    ],
    ids=[
        "usual",
        "han",
        "wide",
        "two",
        "two in a sentence",
        "day of the year",
        "end of a month",
        "before",
        "quarter",
        "standing",
        "promptly",
    ],
)
def test_limit_is_understood(text, found):
    assert understood(text) == found


@pytest.mark.parametrize("text", ["", "澄江市卫生健康委员会", "√", "每年2月30日前", "0个工作日内", "900个工作日内"])
def test_limit_that_says_no_time_is_refused(text):
    with pytest.raises(limits.Unclear):
        limits.read(text)


def test_limits_keep_their_words():
    assert limits.written([one.stored() for one in limits.read("20个工作日内；结果信息7个工作日内")]) == "20个工作日内\n结果信息7个工作日内"


def test_limit_is_told_in_english_to_those_who_read_english():
    stored = limits.read("自信息形成之日起20个工作日内")[0].stored()
    with translation.override("en"):
        assert limits.words(stored) == "within 20 working days"


@pytest.mark.parametrize(("text", "beyond"), [("20个工作日内", False), ("30个工作日内", True), ("30日内", True), ("2个月内", True)])
def test_limit_longer_than_article_26_is_noticed(text, beyond):
    assert bool(limits.beyond_the_law(limits.read(text))) == beyond


def test_sources_stand_one_a_line():
    assert sources.read("《行政许可法》、《母婴保健法》第三条；国卫基层发〔2017〕13号") == [
        "《行政许可法》",
        "《母婴保健法》第三条",
        "国卫基层发〔2017〕13号",
    ]


@pytest.mark.parametrize("text", ["", "有关规定", "ogi/999"])
def test_source_that_nobody_could_look_up_is_refused(text):
    with pytest.raises(sources.Unclear):
        sources.read(text)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("《中华人民共和国政府信息公开条例》第二十条第五项", "/law/ogi/20/"),
        ("《政府信息公开条例》", "/law/ogi/"),
        ("ogi/26", "/law/ogi/26/"),
        ("《母婴保健法》", ""),
    ],
)
def test_source_leads_to_the_library_where_it_is_in_it(text, url):
    assert [one.url for one in sources.linked(text)] == [url]


def test_channels_with_marks_are_those_marked():
    assert channels.read("■政府网站 □政府公报\n■社区/企事业单位/村公示栏（电子屏）\n□精准推送") == (["website", "board"], "")


def test_channels_without_marks_are_those_named():
    assert channels.read("政府网站、两微一端") == (["website", "social"], "")


def test_channel_beyond_the_vocabulary_stands_behind_other():
    assert channels.read("■政府网站 ■其他：微信群") == (["website", "other"], "微信群")


@pytest.mark.parametrize("text", ["", "□政府网站", "■大喇叭", "20个工作日"])
def test_channels_that_say_nothing_known_are_refused(text):
    with pytest.raises(channels.Unknown):
        channels.read(text)


def test_channels_are_written_as_they_are_read():
    assert channels.read(channels.written(["website", "other"], "微信群")) == (["website", "other"], "微信群")
