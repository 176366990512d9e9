"""Packages for archives and libraries: whole, provable, each version once, and only what is public."""

import json
import subprocess
import zipfile
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.documents import get_document_model

from cms.models import AuditRecord
from disclosure import publication
from disclosure.models import DeliveredItem, Delivery, PolicyAttachment
from disclosure.open_data import delivery
from tests import factories
from tests.factories.files import pdf
from tests.factories.unpublished import SECRET, UNPUBLISHED

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 1, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
PERIOD = (date(2026, 1, 1), date(2026, 6, 30))


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.GONGKAI_VAR = tmp_path
    factories.home()
    return tmp_path


def with_attachment(title: str = "关于预防接种的通知"):
    document = factories.draft_policy(title)
    file = get_document_model().objects.create(title="申请表", file=ContentFile(pdf(), name="form.pdf"))
    document.attachments = [PolicyAttachment(document=file, title="申请表")]
    document.save_revision().publish()
    document.refresh_from_db()
    return document


def made(to: str = "archives", now=NOW, by=None) -> Delivery:
    return delivery.make(to, *PERIOD, by, now)


def contents(one: Delivery) -> dict[str, bytes]:
    with zipfile.ZipFile(delivery.folder() / one.file_name) as packed:
        return {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}


def test_package_has_text_attachment_metadata_and_dictionary():
    document = with_attachment()
    files = contents(made())
    line = json.loads(files["data/metadata.jsonl"])
    assert line["document_number"] == document.document_number
    assert document.body.encode() in files[f"data/{line['files']['text']}"]
    assert files[f"data/{line['files']['attachments'][0]}"] == pdf()
    assert "索引号".encode() in files["data/dictionary.csv"]


def test_package_is_proved_by_a_program_that_is_not_ours(place):
    with_attachment()
    one = made()
    with zipfile.ZipFile(delivery.folder() / one.file_name) as packed:
        packed.extractall(place)
    bag = place / one.file_name.removesuffix(".zip")
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        assert subprocess.run(["sha256sum", "--check", "--strict", "--quiet", manifest], cwd=bag).returncode == 0


def test_package_says_what_it_is_as_bagit_asks():
    with_attachment()
    files = contents(made())
    payload = [content for name, content in files.items() if name.startswith("data/")]
    about = dict(line.split(": ", 1) for line in files["bag-info.txt"].decode().splitlines())
    assert files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert about["Payload-Oxum"] == f"{sum(map(len, payload))}.{len(payload)}"
    assert (about["Coverage"], about["Bagging-Date"]) == ("2026-01-01/2026-06-30", "2026-09-01")


def test_what_was_delivered_when_and_by_whom_is_recorded():
    document, person = with_attachment(), factories.person()
    one = made(by=person)
    assert (one.made_at, one.made_by, one.item_count, one.file_count) == (NOW, person, 1, 1)
    assert [(item.item, item.released_at) for item in DeliveredItem.objects.all()] == [(document, document.released_at)]
    assert [record.subject for record in AuditRecord.objects.filter(action="delivery.make", actor=person)] == [one]


def test_item_is_delivered_to_each_recipient_once():
    factories.policy()
    assert [made(to).item_count for to in ("archives", "library")] == [1, 1]
    with pytest.raises(delivery.NotMade, match="都已移交过"):
        made()


def test_item_that_changed_is_delivered_again():
    document = factories.policy("旧标题")
    made()
    document.title = "新标题"
    document.save_revision().publish()
    assert "新标题".encode() in contents(made(now=NOW.replace(hour=10)))["data/metadata.jsonl"]


def test_only_what_was_published_within_the_period_is_delivered():
    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1)):
        factories.policy(f"{day}公开的", written_on=day, published_on=day)
    one = delivery.make("archives", date(2026, 1, 1), date(2026, 3, 31), None, NOW)
    assert sorted(item.item.title for item in one.items.all()) == ["2026-01-01公开的", "2026-03-31公开的"]


@pytest.mark.parametrize("kind", UNPUBLISHED)
def test_secret_of_what_is_unpublished_is_in_no_package(kind):
    UNPUBLISHED[kind]()
    factories.policy("一份公开的文件", published_on=date(2026, 3, 4))
    found = contents(delivery.make("archives", date(2000, 1, 1), date(2100, 1, 1), None, NOW))
    assert [name for name, content in found.items() if SECRET in content.decode()] == []


def test_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(delivery.NotMade, match="截止日期不能早于开始日期"):
        delivery.make("archives", date(2026, 2, 1), date(2026, 1, 1), None, NOW)


def test_attachment_that_is_lost_stops_the_package_and_leaves_nothing():
    document = with_attachment()
    file = document.attachments.first().document.file
    file.storage.delete(file.name)
    with pytest.raises(delivery.NotMade, match="申请表 不在存储中"):
        made()
    assert (list(delivery.folder().iterdir()), Delivery.objects.count(), DeliveredItem.objects.count()) == ([], 0, 0)


def test_item_that_is_taken_down_while_it_is_packed_is_not_delivered(place):
    document = factories.policy()
    path = place / "making"
    packed = delivery._pack(path, "making", "archives", *PERIOD, NOW)
    publication.withdraw(document, "内容有误", factories.administrator(), timezone.now())
    with pytest.raises(delivery.NotMade, match="打包期间内容有变化"):
        delivery._record(path, "making", packed, "archives", *PERIOD, None, NOW)
    assert (Delivery.objects.count(), DeliveredItem.objects.count()) == (0, 0)


def test_package_is_found_whole_when_it_is_read_again():
    with_attachment()
    assert delivery.verify(made()) == []


def test_package_with_a_changed_file_is_found_out():
    with_attachment()
    one = made()
    path = delivery.folder() / one.file_name
    files = contents(one)
    top = one.file_name.removesuffix(".zip")
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in files.items():
            packed.writestr(f"{top}/{name}", content + b" " if name == "data/metadata.jsonl" else content)
        packed.writestr(f"{top}/data/more.txt", "多出的")
    found = delivery.verify(one)
    assert found[0].endswith("与打包时的校验值不符。")
    assert found[1:] == ["多出文件 data/more.txt。", "文件 data/metadata.jsonl 与校验值不符。"]


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"PK"), lambda path: path.write_bytes(b"")])
def test_package_that_is_gone_or_broken_is_found_out(damage):
    with_attachment()
    one = made()
    damage(delivery.folder() / one.file_name)
    assert delivery.verify(one) != []


def test_command_makes_a_package_and_checks_all_of_them(capsys):
    factories.policy()
    call_command("deliver", "--to", "library", "--from", "2026-01-01", "--until", "2026-12-31")
    call_command("deliver", "--verify")
    one = Delivery.objects.get()
    said = capsys.readouterr().out
    assert one.sha256 in said and f"{one.file_name}  完好" in said


def test_command_fails_when_a_package_is_damaged():
    factories.policy()
    (delivery.folder() / made().file_name).unlink()
    with pytest.raises(CommandError, match="1 个移交包有问题"):
        call_command("deliver", "--verify")
