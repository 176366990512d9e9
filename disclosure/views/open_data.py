"""开放数据: the whole catalogue as files, their fields, and where programs go."""

import time

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms import metatags
from cms.accounts.locking import client_address
from cms.api.fields import dictionary
from cms.api.limits import Limit
from disclosure.open_data import exports, kept
from disclosure.open_data.fields import EVERYTHING

DOWNLOADS = Limit(settings.EXPORTS_PER_HOUR, 3600)
WAIT = 60  # seconds until another one is probably made


@never_cache  # which files are there is not content: no stamp tells when it changes
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    now = kept.state(timezone.localdate())
    context = {
        "files": [{"name": name, "format": one, "kept": kept.last(name, now)} for name, one in exports.FORMATS.items()],
        "fields": dictionary(EVERYTHING),
        "tags": metatags.column_tags(_("开放数据"), "政府信息公开"),
        "crumb_title": _("开放数据"),
    }
    return render(request, "disclosure/open_data.html", context)


@require_safe
def export(request: HttpRequest, name: str) -> HttpResponse:
    """The catalogue in one of the formats: the kept file while it is current, otherwise made as it is sent."""
    today = timezone.localdate()
    now = kept.state(today)
    tag = f'"{now}.{name}"'
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None and unchanged.status_code == 304:
        return unchanged
    try:
        response = _file(request, name, now)
    except kept.Busy:
        return _wait(request, 503, WAIT, _("正在为其他人生成文件，请一分钟后再来。"))
    if response.status_code == 200:
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Content-Disposition"] = f'attachment; filename="catalogue-{today:%Y%m%d}.{name}"'
    return response


def _file(request: HttpRequest, name: str, now: str) -> HttpResponse:
    media_type = exports.FORMATS[name].media_type
    found = kept.last(name, now)
    if found is not None and found.current:
        return FileResponse(found.path.open("rb"), content_type=media_type)
    if request.method == "HEAD":
        return HttpResponse(content_type=media_type)
    if seconds := DOWNLOADS.wait(client_address(request), time.monotonic()):
        return _wait(request, 429, seconds, _("下载过于频繁，请 %(minutes)d 分钟后再来。") % {"minutes": -(-seconds // 60)})
    return StreamingHttpResponse(kept.make(name, timezone.localdate()), content_type=media_type)


def _wait(request: HttpRequest, status: int, seconds: int, sentence: str) -> HttpResponse:
    context = {"sentence": sentence, "crumb_title": _("开放数据")}
    response = render(request, "disclosure/open_data_wait.html", context, status=status)
    response.headers["Retry-After"] = str(seconds)
    return response


@require_safe
def data_dictionary(request: HttpRequest) -> HttpResponse:
    content = b"".join(exports.dictionary_pieces())
    headers = {"Content-Disposition": 'attachment; filename="dictionary.csv"'}
    return HttpResponse(content, content_type=exports.FORMATS["csv"].media_type, headers=headers)
