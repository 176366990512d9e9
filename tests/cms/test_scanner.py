"""With a virus scanner set, nothing comes in that it has not called clean; without one, nothing is scanned."""

import io
import threading
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents.models import Document

from cms import scanner, uploads
from tests import factories
from tests.clamd import EICAR, LARGEST, Clamd, ClamdOverTCP, Dumb, Talk
from tests.factories import files

AWAY = "病毒扫描程序没有应答，文件暂不能接收。请稍后再试，或者告知管理员。"
VIRUS = "文件带有病毒（Eicar-Test-Signature），不能接收。请先在本机杀毒。"


@contextmanager
def listening(server):
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def place():
    """Short, because the name of a Unix socket may have about a hundred characters only."""
    with TemporaryDirectory(prefix="clamd-") as folder:
        yield str(Path(folder) / "clamd.ctl")


@pytest.fixture
def clamd(settings, place):
    settings.CLAMD_SOCKET = place
    with listening(Clamd(place, Talk)):
        yield


def refusal(content: bytes, name: str = "说明.txt") -> str | None:
    try:
        uploads.judge(io.BytesIO(content), name)
    except uploads.UploadRefused as refused:
        return str(refused)
    return None


def test_virus_is_refused_by_its_name(clamd):
    assert refusal(EICAR) == VIRUS


def test_virus_behind_much_else_is_refused(clamd):
    assert refusal(b"a" * 500_000 + EICAR) == VIRUS


@pytest.mark.parametrize(("content", "name"), [(files.docx(), "通知.docx"), (files.picture(), "图.png")], ids=["docx", "picture"])
def test_clean_file_comes_in_and_stands_at_its_beginning(clamd, content, name):
    file = io.BytesIO(content)
    assert (uploads.judge(file, name).size, file.tell()) == (len(content), 0)


def test_scanner_over_tcp_is_asked_too(settings):
    server = ClamdOverTCP(("127.0.0.1", 0), Talk)
    settings.CLAMD_SOCKET = f"127.0.0.1:{server.server_address[1]}"
    with listening(server):
        assert (refusal(EICAR), refusal(b"clean")) == (VIRUS, None)


@pytest.mark.parametrize("where", ["/nowhere/clamd.ctl", "127.0.0.1:1", "nonsense"])
def test_nothing_comes_in_while_the_scanner_is_away(settings, where):
    settings.CLAMD_SOCKET = where
    assert refusal(b"clean") == AWAY


def test_nothing_comes_in_when_the_scanner_says_nothing(settings, place):
    settings.CLAMD_SOCKET = place
    with listening(Dumb(place, Talk)):
        assert refusal(b"clean") == AWAY


def test_file_too_big_for_the_scanner_is_refused_with_what_it_said(clamd):
    sentence = "病毒扫描程序没有查完这个文件（INSTREAM size limit exceeded. ERROR），不能接收。请告知管理员。"
    assert refusal(b"a" * (LARGEST + 1)) == sentence


def test_nothing_is_scanned_without_a_scanner(settings):
    assert (settings.CLAMD_SOCKET, refusal(EICAR)) == ("", None)


@pytest.mark.django_db
def test_form_refuses_a_virus_with_a_sentence(client, clamd):
    factories.home()
    client.force_login(factories.administrator())
    response = client.post(reverse("wagtaildocs:add"), {"title": "说明", "file": SimpleUploadedFile("说明.txt", EICAR)})
    assert (VIRUS in response.content.decode(), Document.objects.exists()) == (True, False)


def test_check_before_going_live_names_a_scanner_that_is_away(settings):
    settings.CLAMD_SOCKET = "/nowhere/clamd.ctl"
    assert [error.id for error in scanner.check_answers()] == ["gongkai.E001"]


def test_check_before_going_live_finds_the_scanner(clamd):
    assert scanner.check_answers() == []


def test_check_before_going_live_says_nothing_without_a_scanner():
    assert scanner.check_answers() == []
