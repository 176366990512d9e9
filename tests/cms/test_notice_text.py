"""A notice is read as it says, and what contradicts itself is refused with a sentence."""

import csv
from datetime import date

import pytest

from cms import calendar_seed, notice_text
from cms.notice_text import About, NoticeRefused
from cms.workdays import State, WorkCalendar
from tests.cms.notice_wordings import EXAMPLE_2027, WORDINGS

SEED = calendar_seed.notices()
TODAY = date(2026, 11, 24)
KNOWN_ON = date(2026, 11, 20)
TITLE = "关于放假安排的通知"  # as it was typed


def seeded(code: str):
    return next(notice for notice in SEED if notice.code == code)


def before(code: str) -> list:
    """The notices on record when this one came."""
    one = seeded(code)
    return [other for other in SEED if (other.year, other.code) < (one.year, one.code) and other.jurisdiction in ("CN", one.jurisdiction)]


def read(
    text: str, year: int = 2027, covers_year: bool = True, notices=SEED, jurisdiction: str = "CN", known_on: date = KNOWN_ON, title=TITLE
):
    return notice_text.read(text, About(year, jurisdiction, known_on, covers_year, title), notices, TODAY)


def refusal(text: str, **options) -> list[str]:
    with pytest.raises(NoticeRefused) as refused:
        read(text, **options)
    return refused.value.sentences


def telling(days: dict) -> dict:
    """Without the Saturdays and Sundays off, which a notice may name or not."""
    return {day: state for day, state in days.items() if state is not State.OFF or day.weekday() < 5}


@pytest.mark.parametrize("year", WORDINGS)
def test_usual_wording_gives_exactly_the_seeded_days(year):
    found = read(WORDINGS[year], year, notices=before(f"CN-{year}"), known_on=date(year - 1, 12, 1))
    assert telling(found.notice.days) == telling(seeded(f"CN-{year}").days)
    assert found.not_understood == () and found.missing == ()


@pytest.mark.parametrize("year", WORDINGS)
def test_usual_wording_makes_every_day_of_the_year_what_it_was(year):
    kept = before(f"CN-{year}")
    found = read(WORDINGS[year], year, notices=kept, known_on=date(year - 1, 12, 1)).notice
    ours, seeds = WorkCalendar([*kept, found]), WorkCalendar([*kept, seeded(f"CN-{year}")])
    first, last = date(year - 1, 12, 1), date(year, 12, 31)
    assert [day.working for day in ours.days(first, last)] == [day.working for day in seeds.days(first, last)]


def test_shared_columns_are_read_as_the_days_they_are():
    rows = [f"{day},{day:%a},{'off' if state is State.OFF else 'make_up_workday'},2026" for day, state in seeded("CN-2026").days.items()]
    found = read("\n".join(["date,weekday,kind,notice_year", *rows]), 2026, notices=before("CN-2026"), known_on=date(2025, 11, 4))
    assert dict(found.notice.days) == dict(seeded("CN-2026").days)


@pytest.mark.parametrize("line", ["2027-01-01 off 元旦", "2027-01-01,off,元旦", "2027-01-01\t放假\t元旦", "2027-01-01，放假，元旦"])
def test_day_a_line_is_read_with_its_name(line):
    found = read(line).notice
    assert (dict(found.days), dict(found.names)) == ({date(2027, 1, 1): State.OFF}, {date(2027, 1, 1): "元旦"})


def test_seeded_file_of_days_can_be_pasted_again():
    with (calendar_seed.FOLDER / "days.csv").open(encoding="utf-8") as lines:
        rows = [f"{row['date']},{row['state']},{row['name']}" for row in csv.DictReader(lines) if row["code"] == "CN-2025"]
    found = read("\n".join(rows), 2025, notices=before("CN-2025"), known_on=date(2024, 11, 12)).notice
    assert (dict(found.days), dict(found.names)) == (dict(seeded("CN-2025").days), dict(seeded("CN-2025").names))


def test_what_is_encouraged_is_no_day_off():
    assert date(2024, 2, 9) not in read(WORDINGS[2024], 2024, notices=before("CN-2024"), known_on=date(2023, 10, 25)).notice.days


def test_two_holidays_together_give_their_name_to_each_day():
    found = read(WORDINGS[2025], 2025, notices=before("CN-2025"), known_on=date(2024, 11, 12)).notice
    assert found.names[date(2025, 10, 8)] == "国庆节、中秋节"


def test_compensated_day_is_off_and_a_joined_weekend_too():
    found = read("一、清明节：4月5日放假，4月6日（星期二）补休。\n二、元旦：1月1日放假，与周末连休。").notice.days
    assert found == {date(2027, 1, day): State.OFF for day in (1, 2, 3)} | {date(2027, 4, day): State.OFF for day in (5, 6)}


def test_form_of_2006_with_what_it_only_explains_is_read():
    text = (
        "一、元旦：1月1日－3日放假，共3天。其中，1月1日(星期日)为法定假日，将1月1日(星期日)公休日调至1月3日(星期二)，"
        "将2005年12月31日(星期六)公休日调至1月2日(星期一)，12月31日(星期六)上班。"
    )
    found = read(text, 2006, notices=before("CN-2006"), known_on=date(2005, 12, 22))
    off = {date(2006, 1, day): State.OFF for day in (1, 2, 3)}
    assert (found.notice.days, found.not_understood) == ({date(2005, 12, 31): State.WORK, **off}, ())


def test_form_of_2008_with_several_weekdays_in_brackets_is_read():
    text = (
        "二、春节：2月6日－12日（农历除夕至正月初六）放假，共7天。其中，2月6日（除夕）、2月7日（春节）、2月8日（正月初二）为法定节假日，"
        "2月9日（星期六）、2月10日（星期日）照常公休，2月2日、3日（星期六、星期日）两个公休日调至2月11日（星期一）、2月12日（星期二）。"
        "2月2日、3日（星期六、星期日）上班。"
    )
    found = read(text, 2008, notices=before("CN-2008"), known_on=date(2007, 12, 16))
    worked = {date(2008, 2, day): State.WORK for day in (2, 3)}
    off = {date(2008, 2, day): State.OFF for day in range(6, 13)}
    assert (found.notice.days, found.not_understood) == (worked | off, ())


def test_title_and_number_are_taken_from_the_text():
    found = read(EXAMPLE_2027, title="").notice
    assert (found.code, found.title, found.number) == ("CN-2027", "关于2027年部分节假日安排的通知", "国办发明电〔2026〕99号")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("国务院办公厅关于2027年\n部分节假日安排的通知\n国办发明电〔2026〕99号", "国务院办公厅关于2027年部分节假日安排的通知"),
        ("国务院办公厅\n\n关于2027年\n部分节假日\n安排的通知\n各省、自治区人民政府：", "关于2027年部分节假日安排的通知"),
        ("国办发明电〔2026〕99号\n关于2027年部分\n节假日安排的通知", "关于2027年部分节假日安排的通知"),
    ],
)
def test_title_on_several_lines_is_joined(head, title):
    assert read(f"{head}\n一、元旦：1月1日放假。", title="").notice.title == title


def test_title_that_was_typed_holds():
    assert read(EXAMPLE_2027, title="关于放假的通知").notice.title == "关于放假的通知"


# -- changes of single days --------------------------------------------------------------------------------------------


def changed(text: str, year: int, known_on: date):
    notices = [*before(f"CN-{year}"), seeded(f"CN-{year}")]
    return notices, read(text, year, covers_year=False, notices=notices, known_on=known_on)


def test_change_of_may_day_2019_gives_the_calendar_that_it_gave():
    text = "经批准，现将2019年劳动节假期安排调整为：2019年5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。"
    notices, found = changed(text, 2019, date(2019, 3, 22))
    ours, seeds = WorkCalendar([*notices, found.notice]), WorkCalendar([*notices, seeded("CN-2019-2")])
    year = (date(2019, 1, 1), date(2019, 12, 31))
    assert [day.working for day in ours.days(*year)] == [day.working for day in seeds.days(*year)]
    assert (found.notice.code, found.notice.covers_year, found.notice.known_on) == ("CN-2019-2", False, date(2019, 3, 22))


def test_extended_holiday_gives_the_days_that_it_adds():
    text = "延长2020年春节假期至2月2日（农历正月初九，星期日），2月3日（星期一）起正常上班。"
    _notices, found = changed(text, 2020, date(2020, 1, 27))
    assert (dict(found.notice.days), found.not_understood) == (dict(seeded("CN-2020-2").days), ())


def test_one_day_changed_into_another_is_plain_again():
    _notices, found = changed("将9月29日（星期日）上班调整为9月28日（星期六）上班。", 2019, date(2019, 8, 1))
    assert found.notice.days == {date(2019, 9, 28): State.WORK, date(2019, 9, 29): State.PLAIN}


def test_day_off_taken_back_is_plain():
    _notices, found = changed("将5月1日（星期三）调整为正常上班。", 2019, date(2019, 3, 22))
    assert found.notice.days == {date(2019, 5, 1): State.PLAIN}


def test_city_adds_its_own_days():
    found = read("11月5日（周五）放假，11月6日（周六）上班。", jurisdiction="CN-HE-130400", covers_year=False).notice
    assert (found.code, found.days[date(2027, 11, 6)]) == ("CN-HE-130400-2027", State.WORK)


# -- refusals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "options", "part"),
    [
        ("一、元旦：1月1日（周四）放假。", {}, "2027年1月1日（星期五）写作星期四，日期与星期不符"),
        ("2027-01-01,Thu,off", {}, "日期与星期不符"),
        ("一、元旦：1月1日至3日放假，共4天。", {}, "写明共4天，所列日期却是 3 天"),
        ("一、元旦：1月1日至3日放假，共四天。", {}, "写明共四天，所列日期却是 3 天"),
        ("一、元旦：1月1日放假。1月4日上班。", {}, "2027年1月4日（星期一）本来就是工作日，不能调休上班"),
        ("一、元旦：1月1日至3日放假，共3天。1月3日（周日）上班。", {}, "2027年1月3日（星期日）既放假又上班"),
        ("2026-05-01 off", {}, "2026年5月1日（星期五）不在2027年"),
        ("2028-01-01 off", {}, "2028年1月1日（星期六）不在2027年"),
        ("2027-01-01,Fri,off,2026", {}, "属于别的年份的通知"),
        ("现将2026年放假安排通知如下。\n一、元旦：1月1日放假。", {}, "这是2026年的通知，填写的年份却是2027年"),
        ("一、元旦：2月30日放假。", {}, "没有“2月30日”这一天"),
        ("2027-02-30 off", {}, "没有“2027-02-30”这一天"),
        ("一、春节：2月12日至5日放假。", {}, "日期前后不对"),
        ("10月9日（周六）、10月9日（周六）上班。", {}, "2027年10月9日（星期六）写了两次"),
        ("10月9日（周六）上班。10月9日（周六）上班。", {}, "2027年10月9日（星期六）写了两次"),
        ("1月1日、1月1日放假。", {}, "2027年1月1日（星期五）写了两次"),
        ("2027-01-01 off\n2027-01-01 off", {}, "2027年1月1日（星期五）写了两次"),
        ("一、元旦：1月1日放假。", {"title": ""}, "没有从所给的内容中读出通知的标题"),
        ("2027-01-01 off", {"title": ""}, "没有从所给的内容中读出通知的标题"),
        ("国务院办公厅", {}, "没有从所给的内容中读出"),
        ("", {}, "没有从所给的内容中读出"),
        ("2026-01-01 off", {"year": 2026}, "2026年的全年安排已经录入；如有变动，请作为“只改动个别日子”的通知录入"),
        ("2029-01-01 off", {"year": 2029}, "请先录入2027年的全年安排"),
        ("2003-01-01 off", {"year": 2003}, "工作日安排从2004年起才有记录"),
        ("2027-01-01 plain", {}, "全年安排只写放假和调休上班的日子"),
        ("2027-01-01 off", {"jurisdiction": "CN-XX"}, "没有“CN-XX”的工作日安排"),
        ("2027-01-01 off", {"jurisdiction": "US"}, "没有“US”的工作日安排"),
        ("2027-01-01 off", {"jurisdiction": "CN-SH"}, "地方的通知只改动个别日子"),
        ("2027-01-01 off", {"known_on": date(2026, 11, 25)}, "公布日期2026年11月25日（星期三）还没有到"),
        ("一" * 20_001, {}, "通知超过 20000 字"),
    ],
)
def test_notice_that_cannot_be_right_is_refused_with_a_sentence(text, options, part):
    assert any(part in sentence for sentence in refusal(text, **options))


def test_everything_that_is_wrong_is_said_at_once():
    assert len(refusal("一、元旦：1月1日（周四）至3日放假，共4天。1月4日上班。")) == 3


def test_text_of_20000_characters_is_read():
    text = "一、元旦：1月1日放假。\n"
    assert read(text + "。" * (20_000 - len(text))).notice.days == {date(2027, 1, 1): State.OFF}


@pytest.mark.parametrize("part", ["将", "关于", "由", "1月1日至", "(", "调整为", "一、"])
def test_text_of_one_part_over_and_over_is_answered(part):
    """Within the limit of length nothing takes more than a moment; a pattern that doubles back would take minutes."""
    with pytest.raises(NoticeRefused):
        read("1月1日" + part * (19_990 // len(part)))


def test_item_without_a_date_is_named_and_not_guessed():
    assert read("一、元旦：1月1日放假。\n二、春节：除夕至初七放假。").not_understood == ("除夕至初七放假",)


def test_line_of_days_without_a_known_state_is_named():
    assert read("2027-01-01 off\n2027-01-02 maybe").not_understood == ("2027-01-02 maybe",)


def test_holiday_without_a_day_off_is_named():
    assert [one[:3] for one in read(EXAMPLE_2027.replace("五、端午节：6月9日（周三）放假1天，不调休。", "")).missing] == ["端午节"]
