from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disclosure import channels, exemptions, outcomes, workflow
from disclosure.workflow import CLOSED, State

OUTCOMES = [(code, outcome.name) for code, outcome in outcomes.OUTCOMES.items()]


class ApplicationQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(state__in=CLOSED)

    def closed(self):
        return self.filter(state__in=CLOSED)

    def with_due(self):
        """Adds ``due_on``, the nearest day on which one of its terms runs out; the days stand with the clock (`cms/clock.py`)."""
        return self.annotate(due_on=models.Min("deadlines__due_on", filter=models.Q(deadlines__closed_on=None)))

    def soonest(self):
        """What runs out first; what waits for somebody else without a term comes last."""
        return self.with_due().order_by(models.F("due_on").asc(nulls_last=True), "pk")

    def of(self, user):
        """What lies with this person: as the handler, or handed over to the person's unit and not yet given back."""
        mine = models.Q(handler=user)
        if user.unit_id:
            mine |= models.Q(handovers__unit=user.unit_id, handovers__returned_on=None)
        return self.filter(mine).distinct()

    def received_in(self, year: int):
        """新收: what the annual report counts as received in a year."""
        return self.filter(received_on__year=year)

    def closed_in(self, year: int):
        """What the annual report counts as handled in a year."""
        return self.filter(closed_on__year=year)


class Application(models.Model):
    """政府信息公开申请: one application, from the form to the archive. What happened stands in its events; the verbs are in
    `disclosure/applications/`, the moves in `disclosure/workflow.py`."""

    class ApplicantKind(models.TextChoices):
        """The columns of table 3 of the annual report."""

        NATURAL_PERSON = "natural_person", _("自然人")
        COMMERCIAL = "commercial", _("商业企业")
        RESEARCH = "research", _("科研机构")
        PUBLIC_WELFARE = "public_welfare", _("社会公益组织")
        LEGAL_SERVICE = "legal_service", _("法律服务机构")
        OTHER = "other", _("其他组织")

    class Form(models.TextChoices):
        ELECTRONIC = "electronic", _("电子文件")
        PAPER = "paper", _("纸质")
        READING = "reading", _("查阅、抄录")

    class Delivery(models.TextChoices):
        ONLINE = "online", _("在网上查看")
        EMAIL = "email", _("电子邮件")
        POST = "post", _("邮寄")
        PICKUP = "pickup", _("当面领取")
        FAX = "fax", _("传真")

    number = models.CharField(_("回执编号"), max_length=30, unique=True, editable=False)
    code_print = models.CharField(max_length=64, editable=False)  # of the query code, which nobody keeps
    channel = models.CharField(_("提交方式"), max_length=20, choices=channels.choices())
    tracking_number = models.CharField(_("邮件号码"), max_length=40, blank=True)
    applicant_kind = models.CharField(_("申请人类别"), max_length=20, choices=ApplicantKind)
    title = models.CharField(_("信息名称"), max_length=200)
    document_number = models.CharField(_("文号"), max_length=100, blank=True)
    features = models.TextField(_("其他特征描述"), max_length=2000, blank=True)
    form = models.CharField(_("形式"), max_length=20, choices=Form, default=Form.ELECTRONIC)
    delivery = models.CharField(_("途径"), max_length=20, choices=Delivery, default=Delivery.ONLINE)
    help_needed = models.CharField(_("需要的协助"), max_length=300, blank=True)  # Article 43
    mail_wanted = models.BooleanField(_("用电子邮件通知进展"), default=False)
    unit = models.ForeignKey(
        "cms.Department", models.PROTECT, null=True, blank=True, related_name="applications", verbose_name=_("受理机关")
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name=_("承办人")
    )
    state = models.CharField(_("状态"), max_length=20, choices=workflow.STATES.items(), default=State.FILED)
    version = models.PositiveIntegerField(default=0, editable=False)  # rises with each move, so that nobody acts on an old page
    filed_at = models.DateTimeField(_("提交时间"))
    received_on = models.DateField(_("收到申请之日"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=20, choices=OUTCOMES, blank=True)
    ground = models.CharField(_("不予公开的依据"), max_length=10, choices=exemptions.choices(), blank=True)
    closed_on = models.DateField(_("办结日"), null=True, blank=True)  # replied, or ended without a reply
    served_on = models.DateField(_("送达日"), null=True, blank=True)

    deadlines = GenericRelation("cms.Deadline")
    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("政府信息公开申请")
        ordering = ["-filed_at", "-pk"]
        default_permissions = ("view",)
        permissions = [
            ("register_application", _("登记政府信息公开申请")),
            ("handle_application", _("办理政府信息公开申请")),
            ("supply_application", _("为申请查找信息、提出意见")),
            ("review_application", _("审核答复")),
            ("approve_application", _("批准延期、收费和公共利益决定")),
            ("sign_application", _("签发答复")),
            ("identify_application", _("查看申请人的证件号码和联系方式")),
        ]
        indexes = [
            models.Index(fields=["state", "-filed_at"], name="application_state"),
            models.Index(fields=["received_on"], name="application_received"),
            models.Index(fields=["closed_on", "outcome"], name="application_closed"),
            models.Index(fields=["handler", "state"], name="application_handler"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(closed_on=None) | ~models.Q(outcome=""), name="application_closed_has_outcome"),
            models.CheckConstraint(
                condition=models.Q(state__in=[State.FILED, State.ENDED, State.ARCHIVED]) | models.Q(received_on__isnull=False),
                name="application_received_once_registered",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self):
        return reverse("application", args=[self.number])

    @property
    def way_in(self) -> channels.Channel:
        return channels.CHANNELS[self.channel]

    @property
    def row(self) -> outcomes.Row | None:
        """The one row of table 3 of the annual report in which it is counted, once it is closed."""
        return outcomes.row_of(self.outcome, self.ground) if self.outcome and self.closed_on else None
