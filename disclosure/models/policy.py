from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cms.addresses import numbered
from disclosure import validity
from disclosure.cleanup_workflow import Outcome
from disclosure.deadlines import PUBLISH_WORKING_DAYS
from disclosure.numbers import number_key

from .catalogue import CatalogueItem, CatalogueQuerySet, newest, passed_gate, reason_given


class Validity(models.TextChoices):
    NOT_YET = validity.Validity.NOT_YET, _("尚未施行")
    VALID = validity.Validity.VALID, _("现行有效")
    AMENDED = validity.Validity.AMENDED, _("已修改")
    EXPIRED = validity.Validity.EXPIRED, _("失效")
    REPEALED = validity.Validity.REPEALED, _("废止")


class Genre(models.TextChoices):
    """体裁: the 15 kinds of 党政机关公文处理工作条例, then rules and others."""

    DECISION = "决定", _("决定")
    RESOLUTION = "决议", _("决议")
    ORDER = "命令", _("命令")
    COMMUNIQUE = "公报", _("公报")
    PROCLAMATION = "公告", _("公告")
    PUBLIC_NOTICE = "通告", _("通告")
    OPINIONS = "意见", _("意见")
    NOTICE = "通知", _("通知")
    CIRCULAR = "通报", _("通报")
    REPORT = "报告", _("报告")
    REQUEST = "请示", _("请示")
    REPLY = "批复", _("批复")
    BILL = "议案", _("议案")
    LETTER = "函", _("函")
    MINUTES = "纪要", _("纪要")
    RULES = "规章", _("规章")
    LAW = "法律法规", _("法律法规")
    OTHER = "其他", _("其他")


DECIDES_VALIDITY = ("declared_validity", "expires_on", "in_force_on")


class PolicyQuerySet(CatalogueQuerySet):
    def in_force(self, on: date):
        """Those valid (amended ones included) on the day ``on``; the same rule as ``validity.validity``."""
        repealed = PolicyAct.objects.filter(
            subject=models.OuterRef("pk"), kind__in=PolicyAct.ENDING, effective_on__lte=on, actor__live=True
        )
        return (
            self.exclude(declared_validity__in=[Validity.REPEALED, Validity.EXPIRED])
            .exclude(expires_on__lt=on)
            .exclude(in_force_on__gt=on)
            .exclude(models.Exists(repealed))
        )

    def having_validity(self, wanted: str, on: date):
        """Those whose validity on the day ``on`` is ``wanted``; the same order of questions as ``validity.validity``."""
        acts = PolicyAct.objects.filter(subject=models.OuterRef("pk"), effective_on__lte=on, actor__live=True)
        repealed = models.Exists(acts.filter(kind__in=PolicyAct.ENDING)) | models.Q(declared_validity=Validity.REPEALED)
        expired = models.Q(expires_on__isnull=False, expires_on__lt=on) | models.Q(declared_validity=Validity.EXPIRED)
        not_yet = models.Q(in_force_on__isnull=False, in_force_on__gt=on)
        amended = models.Exists(acts) | models.Q(declared_validity=Validity.AMENDED)
        asked = {
            Validity.REPEALED: [],
            Validity.EXPIRED: [repealed],
            Validity.NOT_YET: [repealed, expired],
            Validity.AMENDED: [repealed, expired, not_yet],
            Validity.VALID: [repealed, expired, not_yet, amended],
        }
        first = {Validity.REPEALED: repealed, Validity.EXPIRED: expired, Validity.NOT_YET: not_yet, Validity.AMENDED: amended}
        found = self.filter(first[wanted]) if wanted in first else self
        for earlier in asked[Validity(wanted)]:
            found = found.exclude(earlier)
        return found

    def normative(self):
        return self.filter(normative=True)

    def plans(self):
        return self.filter(plan=True)

    def without_interpretation(self):
        """Aimed at enterprises or citizens, and no published interpretation yet."""
        return self.filter(models.Q(for_enterprises=True) | models.Q(for_citizens=True)).exclude(interpretations__live=True)


class PolicyDocument(CatalogueItem):
    """政策文件."""

    document_number = models.CharField(_("发文字号"), max_length=100, blank=True)
    number_key = models.CharField(max_length=100, blank=True, editable=False, db_index=True)
    genre = models.CharField(_("体裁"), max_length=20, choices=Genre, default=Genre.NOTICE)
    normative = models.BooleanField(_("行政规范性文件"), default=False)
    plan = models.BooleanField(_("规划计划"), default=False)
    trial = models.BooleanField(_("试行或者暂行"), default=False)
    in_force_on = models.DateField(_("施行日期"), null=True, blank=True)
    expires_on = models.DateField(
        _("有效期至"), null=True, blank=True, help_text=_("规范性文件留空时：一般五年，通告一年，试行或者暂行的两年。")
    )
    declared_validity = models.CharField(
        _("来源标注的时效"),
        max_length=10,
        choices=Validity,
        blank=True,
        help_text=_("仅用于没有日期和文件可以计算的旧文件；清理结果为废止、失效的，公布时自动填写。"),
    )
    interpretation_waiver = models.CharField(_("暂无解读的理由"), max_length=500, blank=True)
    interpretation_due_on = models.DateField(_("解读补发日期"), null=True, blank=True)

    # what the last published cleanup came to (disclosure/cleanups.py); of the document, not of one of its versions
    cleanup = models.ForeignKey(
        "disclosure.Cleanup", models.PROTECT, null=True, editable=False, related_name="cleaned", verbose_name=_("清理批次")
    )
    cleanup_outcome = models.CharField(_("清理结果"), max_length=10, choices=Outcome, blank=True, editable=False)

    # Article 26: where another law or regulation gives less time than twenty working days, that holds
    publish_within = models.PositiveSmallIntegerField(
        _("应在几个工作日内公开"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(PUBLISH_WORKING_DAYS)],
        help_text=_("只在法律、法规规定了比二十个工作日更短的期限时填写。"),
    )
    publish_within_law = models.CharField(
        _("规定这一期限的法律、法规"), max_length=200, blank=True, help_text=_("写明名称和条款，如《…条例》第十条。")
    )

    objects = PolicyQuerySet.as_manager()
    known_holders = None  # other public documents with this number, where a batch looked them up (gate_checks)
    stamp_name = "policy"
    outlives_revisions = (*CatalogueItem.outlives_revisions, "cleanup", "cleanup_outcome")

    class Meta:
        permissions = [("confirm_policydocument", _("核对公开属性")), ("decide_policydocument", _("决定公开属性"))]
        verbose_name = verbose_name_plural = _("政策文件")
        indexes = [
            newest("policy_newest", also=("theme",)),
            newest("policy_theme_newest", "theme"),
            newest("policy_column_newest", "column"),
            newest("policy_normative_newest", also=DECIDES_VALIDITY, normative=True),
            newest("policy_plans_newest", also=DECIDES_VALIDITY, plan=True),
            # few policies owe an interpretation; the desk asks for them at every sign-in
            models.Index(
                fields=["interpretation_due_on", "id"],
                condition=models.Q(interpretation_due_on__isnull=False),
                name="policy_interpretation_due",
            ),
            # few are drafts; what has to be published by a day is looked for among them
            models.Index(fields=["id"], condition=models.Q(live=False), name="policy_drafts"),
        ]
        constraints = [
            passed_gate("policy_live_passed_gate"),
            reason_given("policy_attribute_reason"),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(in_force_on__isnull=True)
                | models.Q(expires_on__gte=models.F("in_force_on")),
                name="policy_expires_after_start",
                violation_error_message=_("有效期截止日不能早于施行日期。"),
            ),
            models.CheckConstraint(
                condition=models.Q(publish_within=None, publish_within_law="")
                | (
                    # said of its own: what is compared with NULL is neither true nor false, and a check lets that pass
                    models.Q(publish_within__isnull=False)
                    & models.Q(publish_within__range=(1, PUBLISH_WORKING_DAYS))
                    & ~models.Q(publish_within_law="")
                ),
                name="policy_shorter_term_has_its_law",
                violation_error_message=_("较短的公开期限和规定它的法律、法规，要么都填，要么都不填；期限不超过二十个工作日。"),
            ),
        ]

    def get_absolute_url(self):
        return numbered("policy", self.pk)

    def get_preview_template(self, request, mode_name):
        return "disclosure/policy.html"

    def get_preview_context(self, request, mode_name):
        from disclosure.views.documents import policy_context  # a view composes the page; the model only names it

        return {"request": request, **policy_context(request, self)}

    def clean(self):
        super().clean()
        self.number_key = number_key(self.document_number)

    def prepare_release(self, now) -> set[str]:
        self.number_key = number_key(self.document_number)
        self.fill_expiry()
        return super().prepare_release(now) | {"number_key", "expires_on"}

    def fill_expiry(self) -> None:
        """A normative document that states no end has the default one of its kind."""
        if self.normative and self.expires_on is None and self.in_force_on:
            years = validity.default_years(self.genre, self.trial)
            self.expires_on = validity.last_day(self.in_force_on, years)

    def validity_on(self, day: date) -> Validity:
        """时效 on a day, by its dates and by what later public documents did to it."""
        acts = [
            validity.Act(repeals=act.kind in PolicyAct.ENDING, effective_on=act.effective_on)
            for act in (self.suffered.all() if self.pk else ())
            if act.actor.live
        ]
        return Validity(validity.validity(day, self.in_force_on, self.expires_on, acts, self.declared_validity))

    def public_stamps(self) -> set[str]:
        """Its own pages, and those of the documents and interpretations that are linked with it in either direction."""
        done, suffered = PolicyAct.objects.filter(actor=self.pk), PolicyAct.objects.filter(subject=self.pk)
        linked = [*done.values_list("subject", flat=True), *suffered.values_list("actor", flat=True)]
        explained_by = PolicyDocument.interpretations.through.objects.filter(policydocument=self.pk)
        tags = {f"policy:{pk}" for pk in linked}
        tags |= {f"interpretation:{pk}" for pk in explained_by.values_list("interpretation", flat=True)}
        return super().public_stamps() | tags

    @property
    def lead_issuer(self):
        issuers = list(self.issuers.all())
        lead = next((issuer for issuer in issuers if issuer.lead), issuers[0] if issuers else None)
        return lead.unit if lead else None


class PolicyIssuer(Orderable):
    """制发机关; for joint documents one is in the lead (Article 10)."""

    policy = ParentalKey(PolicyDocument, related_name="issuers")
    unit = models.ForeignKey("cms.Department", models.PROTECT, related_name="issued", verbose_name=_("机关"))
    lead = models.BooleanField(_("牵头"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("制发机关")
        constraints = [models.UniqueConstraint(fields=["policy", "unit"], name="issuer_once")]


class PolicyAttachment(Orderable):
    """附件."""

    policy = ParentalKey(PolicyDocument, related_name="attachments")
    document = models.ForeignKey("wagtaildocs.Document", models.PROTECT, related_name="policy_attachments", verbose_name=_("文件"))
    title = models.CharField(_("名称"), max_length=300, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("附件")


class PolicyAct(Orderable):
    """What a document does to another: amends it, repeals it, or takes its place."""

    class Kind(models.TextChoices):
        AMENDS = "amends", _("修改")
        REPEALS = "repeals", _("废止")
        REPLACES = "replaces", _("替代")

    ENDING = (Kind.REPEALS, Kind.REPLACES)

    actor = ParentalKey(PolicyDocument, related_name="acts")
    subject = models.ForeignKey(PolicyDocument, models.PROTECT, related_name="suffered", verbose_name=_("被修改或者废止的文件"))
    kind = models.CharField(_("方式"), max_length=10, choices=Kind)
    effective_on = models.DateField(_("生效日期"))
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("修改或者废止")
        constraints = [
            models.UniqueConstraint(fields=["actor", "subject", "kind"], name="act_once"),
            models.CheckConstraint(
                condition=~models.Q(actor=models.F("subject")),
                name="act_not_on_itself",
                violation_error_message=_("文件不能修改或者废止它自己。"),
            ),
        ]

    def clean(self):
        if self.subject_id and self.actor_id and self.kind in self.ENDING and ends(self.subject_id, self.actor_id):
            raise ValidationError({"subject": _("循环废止：所选文件已经直接或者间接废止了本文件。")})


def ends(actor_id: int, subject_id: int) -> bool:
    """Does ``actor_id`` end ``subject_id``, directly or through others? Terminates on data that is circular already."""
    reached, frontier = set(), {actor_id}
    while frontier:
        reached |= frontier
        subjects = PolicyAct.objects.filter(actor_id__in=frontier, kind__in=PolicyAct.ENDING)
        frontier = set(subjects.values_list("subject_id", flat=True)) - reached
        if subject_id in frontier:
            return True
    return False
