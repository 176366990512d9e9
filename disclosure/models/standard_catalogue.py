"""政务公开标准目录: the national table, by year and edition, each row leading to what it promises (国办发〔2019〕54号)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms import stamps
from cms.addresses import numbered
from cms.duties import STATUTORY_ITEMS
from cms.models import Stamped, StampedQuerySet
from disclosure.standard import channels, limits, sources
from disclosure.standard.sources import Source

STANDARD = "standard"  # the cache tag of every page of the standard catalogue
FORBIDDEN = set("[]:*?/\\'")  # in the name of a field: it names a sheet of the workbook
LONGEST_FIELD = 31  # characters of a sheet's name


class StandardCatalogueQuerySet(StampedQuerySet):
    def published(self):
        return self.filter(released_at__isnull=False)

    def newest_first(self):
        return self.order_by("-year", "-edition")


class StandardCatalogue(Stamped):
    """One edition of the table. What is published stays as it is; what changes makes a new edition with a change notice."""

    year = models.PositiveSmallIntegerField(_("年度"))
    edition = models.PositiveSmallIntegerField(_("版次"), default=1)
    title = models.CharField(_("名称"), max_length=200)
    levels = models.TextField(_("公开层级"), default="市级\n县级", help_text=_("每行一级，如市级、区级、街镇；各行条目从中勾选。"))
    change_notice = models.TextField(_("变更说明"), blank=True, help_text=_("与上一版相比改了什么、为什么；有上一版时必填，随目录公布。"))
    released_at = models.DateTimeField(_("公布时间"), null=True, blank=True, editable=False)
    changes = models.JSONField(default=dict, editable=False)  # against the edition before, as it was when this one went out
    checked_at = models.DateTimeField(_("上次检查"), null=True, blank=True, editable=False)

    objects = StandardCatalogueQuerySet.as_manager()
    stamp_name, stamp_tags = "standard-catalogue", (STANDARD,)

    class Meta:
        ordering = ["-year", "-edition"]
        verbose_name = verbose_name_plural = _("政务公开标准目录")
        constraints = [models.UniqueConstraint(fields=["year", "edition"], name="standard_edition_once")]
        permissions = [("publish_standardcatalogue", _("公布标准目录"))]

    def __str__(self):
        return self.title if self.edition == 1 else f"{self.title}（{self.edition}）"

    def get_absolute_url(self):
        return reverse("standard_edition", args=[self.year, self.edition])

    @property
    def published(self) -> bool:
        return self.released_at is not None

    @property
    def level_names(self) -> list[str]:
        return [line.strip() for line in self.levels.splitlines() if line.strip()]

    def clean(self):
        names = self.level_names
        if not names or len(set(names)) < len(names):
            raise ValidationError({"levels": _("请写出公开层级，每行一级，不重复。")})


class StandardRowQuerySet(StampedQuerySet):
    def in_order(self):
        return self.order_by("position", "pk")

    def unresolved(self):
        return self.exclude(state__in=[StandardRow.State.OPEN, StandardRow.State.ON_REQUEST])

    def found(self, state: str) -> None:
        """Keep what a check found; no page but the catalogue's shows it, so the others stay as they are."""
        with transaction.atomic():
            models.QuerySet.update(self, state=state)
            stamps.bump(STANDARD)

    found.alters_data = True


class StandardRow(Stamped):
    """One row of the table: the fixed core, the optional columns, and what it opens."""

    class State(models.TextChoices):
        UNCHECKED = "unchecked", _("尚未检查")
        OPEN = "open", _("可以打开")
        ON_REQUEST = "on_request", _("依申请公开")
        EMPTY = "empty", _("所指栏目没有内容")
        UNPUBLISHED = "unpublished", _("所指内容没有公开")
        NOTHING = "nothing", _("没有指向任何内容")
        DEAD = "dead", _("所指站外网址打不开")

    catalogue = models.ForeignKey(StandardCatalogue, models.CASCADE, related_name="rows", verbose_name=_("目录"))
    position = models.PositiveIntegerField(_("序号"), default=0)
    field = models.CharField(_("领域"), max_length=LONGEST_FIELD)
    first_item = models.CharField(_("一级事项"), max_length=200)
    second_item = models.CharField(_("二级事项"), max_length=200, blank=True)
    content = models.TextField(_("公开内容（要素）"), max_length=3000)
    sources = models.TextField(
        _("公开依据"), max_length=3000, help_text=_("每行一项，如《政府信息公开条例》第二十条；也可以写法规库的编号，如 ogi/20。")
    )
    time_limits = models.JSONField(_("公开时限"), default=list)
    bodies = models.CharField(_("公开主体"), max_length=300)
    channels = models.JSONField(_("公开渠道和载体"), default=list)
    other_channel = models.CharField(_("其他渠道"), max_length=100, blank=True)
    everyone = models.BooleanField(_("全社会"), default=True)
    particular = models.BooleanField(_("特定群体"), default=False)
    particular_who = models.CharField(_("哪一群体"), max_length=200, blank=True)
    active = models.BooleanField(_("主动公开"), default=True)
    on_request = models.BooleanField(_("依申请公开"), default=False)
    levels = models.JSONField(_("公开层级"), default=list)
    telephone = models.CharField(_("咨询电话"), max_length=100, blank=True)
    responsibility = models.CharField(_("公开责任"), max_length=300, blank=True)
    scope = models.CharField(_("公开范围"), max_length=200, blank=True)
    statutory_item = models.CharField(_("法定公开事项"), max_length=5, choices=STATUTORY_ITEMS, blank=True)
    unit = models.ForeignKey(
        "cms.Department", models.PROTECT, null=True, blank=True, related_name="standard_rows", verbose_name=_("责任单位")
    )
    page = models.ForeignKey(
        "wagtailcore.Page", models.SET_NULL, null=True, blank=True, related_name="standard_rows", verbose_name=_("栏目或者网页")
    )
    query = models.CharField(_("目录查询"), max_length=300, blank=True, help_text=_("政策文件库的筛选条件，如 theme=3&year=2026。"))
    address = models.CharField(_("网址"), max_length=1000, blank=True, help_text=_("站内地址以 / 开头，站外地址写完整网址。"))
    state = models.CharField(_("检查结果"), max_length=12, choices=State, default=State.UNCHECKED, editable=False)

    objects = StandardRowQuerySet.as_manager()
    stamp_name, stamp_tags = "standard-row", (STANDARD,)
    # What the edition promises; when it is public, only what the row opens and who answers for it may change.
    CORE = (
        *("field", "first_item", "second_item", "content", "sources", "time_limits", "bodies", "channels", "other_channel"),
        *("everyone", "particular", "particular_who", "active", "on_request", "levels", "responsibility", "scope"),
        "statutory_item",
    )
    BESIDE = ("telephone", "unit_id", "page_id", "query", "address")

    class Meta:
        ordering = ["position", "id"]
        verbose_name = verbose_name_plural = _("标准目录条目")
        indexes = [
            models.Index(fields=["catalogue", "position", "id"], name="standard_row_order"),
            models.Index(fields=["catalogue", "state", "field", "unit"], name="standard_row_coverage"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(everyone=True) | models.Q(particular=True),
                name="standard_row_for_somebody",
                violation_error_message=_("公开对象至少勾选一项：全社会，或者特定群体。"),
            ),
            models.CheckConstraint(
                condition=models.Q(active=True) | models.Q(on_request=True),
                name="standard_row_some_way",
                violation_error_message=_("公开方式至少勾选一项：主动，或者依申请。"),
            ),
        ]

    def __str__(self):
        return " › ".join(name for name in (self.first_item, self.second_item) if name)

    def get_absolute_url(self):
        return numbered("standard_row", self.pk)

    @property
    def resolved(self) -> bool:
        return self.state in (self.State.OPEN, self.State.ON_REQUEST)

    @property
    def limit_words(self) -> list[str]:
        return [limits.words(one) for one in self.time_limits]

    @property
    def channel_words(self) -> str:
        return channels.words(self.channels, self.other_channel)

    @property
    def source_links(self) -> list[Source]:
        return sources.linked(self.sources)

    def clean(self):
        told: dict[str, list] = {}
        for name, sentence in row_sentences(self):
            told.setdefault(name, []).append(sentence)
        if self.catalogue_id and (strange := [name for name in self.levels if name not in self.catalogue.level_names]):
            told.setdefault("levels", []).append(_("本目录没有这一公开层级：%(name)s。") % {"name": strange[0]})
        if told:
            raise ValidationError(told)


def row_sentences(row: StandardRow) -> list[tuple[str, str]]:
    """What is wrong with a row in itself: pairs of a field and a sentence."""
    found = field_sentences(row.field)
    if not row.levels:
        found.append(("levels", _("公开层级至少勾选一级。")))
    if not row.channels:
        found.append(("channels", _("没有勾选公开渠道和载体。")))
    if row.particular_who and not row.particular:
        found.append(("particular_who", _("写明了群体，请同时勾选“特定群体”。")))
    if sum(map(bool, (row.page_id, row.query, row.address))) > 1:
        found.append(("page", _("一行只能指向一处：栏目或者网页、目录查询、网址，请选其一。")))
    try:
        cited = sources.read(row.sources)
    except sources.Unclear as unclear:
        found.append(("sources", str(unclear)))
        cited = []
    found += [("time_limits", sentence) for sentence in limit_sentences(row.time_limits, cited)]
    return found


def field_sentences(name: str) -> list[tuple[str, str]]:
    if FORBIDDEN & set(name) or len(name) > LONGEST_FIELD:
        return [("field", _("领域的名称也是工作表的名称：不超过 31 个字，不含 [ ] : * ? / \\ '。"))]
    return []


def limit_sentences(stored: list[dict], cited: list[str]) -> list[str]:
    """Article 26: 20 working days, unless another law or regulation that the row cites says otherwise."""
    if not stored:
        return [_("没有写公开时限；请写成如“自信息形成或者变更之日起20个工作日内”。")]
    if sources.beyond_the_regulations(cited):
        return []
    late = limits.beyond_the_law(limits.restore(stored))
    words = _("“%(text)s”超过了条例第二十六条的 20 个工作日；法律、法规另有规定的，请在公开依据中写明该规定。")
    return [words % {"text": one.text[:40]} for one in late]


class StandardUpload(models.Model):
    """A workbook between its preview and its confirmation; nothing of it is in the catalogue."""

    catalogue = models.ForeignKey(StandardCatalogue, models.CASCADE, related_name="uploads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    seen = models.CharField(max_length=64)  # digest of the rows against which the preview was made

    def __str__(self):
        return self.name
