"""链接: all are known, asked politely, dead only after days; and what readers, editors and the census are then told."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cms import census
from cms.gate import Refused
from cms.links import asking, checking, own_site, quarantine, register
from cms.links.addresses import in_markup, outside, placed
from cms.links.quarantine import Answer, Standing, State, Trouble
from cms.models import AuditRecord, Link, LinkPlace
from disclosure import standard_targets
from disclosure.models import StandardRow
from tests import factories
from tests.factories.neighbours import neighbour
from tests.factories.standard import release

NOW = factories.at("2026-11-24")
DAY = timedelta(days=1)
OWN = frozenset({"site.example"})


def anybody(ip) -> bool:
    return True


@pytest.fixture
def site():
    with neighbour() as one:
        yield one


def link(address: str, state: str = State.UNCHECKED, **fields) -> Link:
    values = {"outside": address.startswith("http"), "due_at": NOW, **fields}
    if state in (State.DEAD, State.FAILING):
        values = {"failing_since": NOW - 4 * DAY, "failures": 4, "trouble": Trouble.GONE, **values}
    return Link.objects.create(address=address, state=state, **values)


def public_row(address: str) -> StandardRow:
    catalogue = factories.standard_catalogue(published=False)
    row = factories.standard_row(catalogue, address=address)
    release(catalogue)
    return row


# -- what a link is ----------------------------------------------------------------------------------------------------


def test_links_of_a_text_are_its_addresses_and_wagtails_numbers():
    html = '<p><a href="https://a.example/?x=1&amp;y=2">甲</a><a id="7" linktype="page">乙</a>'
    html += '<a linktype="document" id="3">丙</a><a>丁</a></p>'
    assert list(in_markup(html)) == ["https://a.example/?x=1&y=2", "page:7", "document:3"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("HTTPS://A.Example/政策?x=1#第二条", ("https://a.example/%E6%94%BF%E7%AD%96?x=1", True)),
        ("http://a.example", ("http://a.example/", True)),
        ("https://SITE.example/policies/3/#s1", ("/policies/3/", False)),
        ("../4/", ("/policies/4/", False)),
        ("?page=2", ("/policies/3/?page=2", False)),
        ("page:12", ("page:12", False)),
        ("mailto:a@a.example", None),
        ("#s1", None),
        ("http://[broken", None),
        ("https://name:word@a.example/", None),
    ],
)
def test_address_is_kept_in_one_form(written, kept):
    assert placed(written, "/policies/3/", OWN) == kept


# -- when it is dead ---------------------------------------------------------------------------------------------------


def through(*answers: Answer, outside: bool = True, every: timedelta = DAY) -> list[str]:
    standing, states = Standing(), []
    for number, answer in enumerate(answers):
        standing, _due = quarantine.after(standing, answer, outside, NOW + number * every)
        states.append(standing.state)
    return states


GONE, GOOD = Answer(404, Trouble.GONE), Answer(200)


def test_outside_link_is_dead_at_the_fourth_failure_after_three_days():
    assert through(GONE, GONE, GONE, GONE) == ["failing", "failing", "failing", "dead"]


def test_four_failures_within_a_day_are_not_enough():
    assert through(GONE, GONE, GONE, GONE, every=timedelta(hours=6))[-1] == "failing"


def test_one_good_answer_begins_anew_and_revives_the_dead():
    assert through(GONE, GONE, GONE, GOOD, GONE) == ["failing", "failing", "failing", "good", "failing"]
    assert through(GONE, GONE, GONE, GONE, GOOD)[-1] == "good"


def test_page_that_our_own_site_does_not_have_is_dead_at_once():
    assert through(GONE, outside=False) == ["dead"]


@pytest.mark.parametrize("trouble", sorted(quarantine.UNCLEAR))
def test_what_only_a_machine_is_refused_never_counts_as_dead(trouble):
    assert set(through(*[Answer(None, trouble)] * 9)) == {"unclear"}


def test_failures_of_our_own_line_do_not_count():
    standing, due = quarantine.after(Standing(State.GOOD), Answer(None, Trouble.HOST), True, NOW, online=False)
    assert (standing, due) == (Standing(State.GOOD), NOW + quarantine.AGAIN)


# -- asking ------------------------------------------------------------------------------------------------------------


def test_page_is_asked_by_its_head_alone(site):
    site.pages["/a"] = 200
    assert asking.ask(site.at("/a"), anybody) == Answer(200)
    assert site.asked == [("HEAD", "/a")]


def test_page_without_a_head_is_fetched(site):
    site.pages["/a"] = 200
    site.without_head.add("/a")
    assert asking.ask(site.at("/a"), anybody) == Answer(200)
    assert site.asked == [("HEAD", "/a"), ("GET", "/a")]


def test_redirects_are_followed_and_a_circle_ends(site):
    site.pages |= {"/old": "/new", "/new": 200, "/round": "/round"}
    assert asking.ask(site.at("/old"), anybody) == Answer(200)
    assert asking.ask(site.at("/round"), anybody).trouble == Trouble.CIRCLE


@pytest.mark.parametrize(("status", "trouble"), [(404, Trouble.GONE), (410, Trouble.GONE), (503, Trouble.SERVER), (403, Trouble.REFUSED)])
def test_status_says_what_is_wrong(site, status, trouble):
    site.pages["/a"] = status
    assert asking.ask(site.at("/a"), anybody) == Answer(status, trouble)


def test_host_that_does_not_listen_is_no_connection():
    with neighbour() as gone:
        address = gone.at("/")
    assert asking.ask(address, anybody).trouble == Trouble.CONNECTION


def test_private_address_is_never_asked(site):
    assert asking.ask(site.at("/a")).trouble == Trouble.PRIVATE
    assert asking.ask(site.at("/a", "localhost")).trouble == Trouble.PRIVATE
    assert site.asked == []


def test_redirect_into_the_private_network_is_not_followed(site):
    site.pages |= {"/out": site.at("/in", "127.0.0.2")}
    assert asking.ask(site.at("/out"), lambda ip: str(ip) == "127.0.0.1").trouble == Trouble.PRIVATE
    assert site.asked == [("HEAD", "/out")]


# -- the register ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_register_knows_links_of_texts_blocks_fields_and_rows_with_who_answers():
    office, column = factories.unit("办公室", website="https://office.example/"), factories.column(owner_unit=factories.unit("宣传处"))
    article = factories.article(under=column, body=[("paragraph", '<p><a href="https://a.example/">甲</a></p>')])
    policy = factories.policy(body='<p><a href="https://a.example/">甲</a> <a href="/policies/999999/">乙</a></p>', publisher=office)
    factories.draft_policy(body='<p><a href="https://draft.example/">稿</a></p>')
    row = public_row("https://row.example/")
    register.gather(NOW)
    register.gather(NOW)
    found = {(place.link.address, place.title, place.unit.name) for place in LinkPlace.objects.select_related("link", "unit")}
    assert found == {
        ("https://office.example/", "办公室", "办公室"),
        ("https://a.example/", article.title, "宣传处"),
        ("https://a.example/", policy.title, "办公室"),
        ("/policies/999999/", policy.title, "办公室"),
        ("https://row.example/", str(row), "澄江市卫生健康委员会"),
    }


@pytest.mark.django_db
def test_link_that_stands_nowhere_any_more_is_forgotten():
    policy = factories.policy(body='<p><a href="https://a.example/">甲</a></p>')
    register.gather(NOW)
    policy.body = "<p>没有链接了。</p>"
    policy.save_revision().publish()
    assert register.gather(NOW) == 0


@pytest.mark.django_db
def test_links_within_the_site_are_asked_of_the_site(client):
    policy = factories.policy()
    column = factories.column(slug="news")
    assert own_site.ask(policy.get_absolute_url()) == Answer(200)
    assert own_site.ask(f"page:{column.pk}") == Answer(200)
    assert own_site.ask("/policies/999999/").trouble == Trouble.GONE
    assert own_site.ask("page:999999").trouble == Trouble.GONE
    assert own_site.ask("document:999999").trouble == Trouble.GONE


# -- the rounds --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_round_asks_each_host_once_and_claims_what_it_asks(site):
    site.pages |= {"/a": 200, "/b": 200}
    link(site.at("/a"))
    link(site.at("/b"))
    assert checking.check_due(NOW, anybody) == 1
    assert site.asked == [("HEAD", "/a")]
    assert checking.check_due(NOW, anybody) == 1
    assert checking.check_due(NOW, anybody) == 0
    assert set(Link.objects.values_list("state", flat=True)) == {"good"}


@pytest.mark.django_db
def test_link_dies_over_days_of_rounds_and_lives_again(site):
    site.pages["/b"] = 200
    one, other = link(site.at("/a")), link(site.at("/b", "localhost"))
    for day in range(4):
        checking.check_due(NOW + day * DAY, anybody)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.failures, one.status, one.trouble, other.state) == ("dead", 4, 404, "gone", "good")
    site.pages["/a"] = 200
    checking.check_due(NOW + 5 * DAY, anybody)
    one.refresh_from_db()
    assert (one.state, one.failures, one.failing_since) == ("good", 0, None)


# -- what follows ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_page_says_that_a_link_is_dead_and_leads_nowhere(client):
    dead, good = "https://dead.gov.cn/a?x=1&y=2", "https://good.gov.cn/"
    body = f'<p><a href="{dead.replace("&", "&amp;")}">死</a><a href="{good}">活</a></p>'
    policy, article = factories.policy(body=body), factories.article(body=[("paragraph", body)])
    one = link(outside(dead), State.FAILING)
    for address in (policy.get_absolute_url(), article.url):
        assert f'href="{dead.replace("&", "&amp;")}"' in client.get(address).content.decode()
    checking.note(one.pk, GONE, NOW)
    for address in (policy.get_absolute_url(), article.url):
        page = client.get(address).content.decode()
        assert '<span class="dead">死<span class="dead-why">（链接已失效）</span></span>' in page
        assert f'<a href="{good}">活</a>' in page and "dead.gov.cn" not in page.partition("<main")[2]


@pytest.mark.django_db
def test_dead_website_of_a_unit_is_said_and_not_linked(client):
    unit = factories.unit("疾控中心", website="https://cdc.example/")
    link("https://cdc.example/", State.DEAD)
    assert '<span class="dead">https://cdc.example/<span class="dead-why">' in client.get(unit.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_row_of_the_standard_catalogue_is_being_completed_while_its_address_is_dead():
    row = public_row("https://row.example/a")
    assert standard_targets.resolve_row(row, date(2026, 11, 24)).state == StandardRow.State.OPEN
    link("https://row.example/a", State.DEAD)
    assert standard_targets.resolve_row(row, date(2026, 11, 24)) == standard_targets.Resolution(StandardRow.State.DEAD)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "rule"), [("https://a.example/", "dead-link-outside"), ("/policies/999999/", "dead-link-inside")], ids=["outside", "inside"]
)
def test_census_names_the_page_on_which_a_dead_link_stands(address, rule):
    policy = factories.policy(body=f'<p><a href="{address}">甲</a></p>')
    register.gather(NOW)
    Link.objects.update(state=State.FAILING, failing_since=NOW)
    assert rule not in {entry.rule.code for entry in census.run(NOW.date()).entries}
    Link.objects.update(state=State.DEAD, trouble=Trouble.GONE)
    [entry] = [entry for entry in census.run(NOW.date()).entries if entry.rule.code == rule]
    assert [(one.subject, one.evidence) for one in entry.findings] == [(policy.title, f"链接打不开：{address}（网页不存在）。")]


# -- the desk ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_list_shows_where_a_dead_link_stands_and_who_answers(client):
    factories.policy(title="有死链的通知", body='<p><a href="https://a.example/">甲</a></p>', publisher=factories.unit("办公室"))
    register.gather(NOW)
    Link.objects.update(state=State.DEAD, failing_since=NOW, failures=4)
    client.force_login(factories.person("编辑"))
    page = client.get(reverse("links")).content.decode()
    assert "https://a.example/" in page and "有死链的通知" in page and "办公室" in page


@pytest.mark.django_db
def test_editor_has_a_link_asked_again_and_only_supervisors_vouch(client):
    one = link("https://a.example/", State.DEAD, due_at=NOW + 5 * DAY)
    client.force_login(factories.person("编辑"))
    client.post(reverse("link_act", args=[one.pk]), {"action": "again"})
    client.post(reverse("link_act", args=[one.pk]), {"action": "vouch", "reason": "手机打开了"})
    one.refresh_from_db()
    assert (one.state, one.due_at < NOW + 5 * DAY) == ("dead", True)
    client.force_login(factories.person("监督"))
    client.post(reverse("link_act", args=[one.pk]), {"action": "vouch", "reason": "手机打开了"})
    one.refresh_from_db()
    assert (one.state, list(AuditRecord.objects.filter(action="link.vouch").values_list("reason", flat=True))) == ("good", ["手机打开了"])


@pytest.mark.django_db
def test_vouching_without_a_word_is_refused():
    with pytest.raises(Refused, match="请写明是怎样打开的"):
        checking.vouch(link("https://a.example/", State.DEAD), " ", factories.person("监督"), NOW)
