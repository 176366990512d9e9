"""The workflow that comes with the system: secrecy and personal data first, correctness last, for who passes that publishes.

Lays it down in a migration, so it works on historical models; an administrator may change it or make others.
"""

from dataclasses import dataclass

WORKFLOW = "发布前审核"


@dataclass(frozen=True)
class Step:
    name: str
    groups: tuple[str, ...]
    guidance: str


STEPS = (
    Step(
        "保密审查",
        ("保密审查",),
        "是否涉及国家秘密、工作秘密和“三安全一稳定”；拿不准的，报主管部门或者保密行政管理部门（条例第十四条、第十七条）。",
    ),
    Step(
        "个人信息审查",
        ("信息公开工作人员", "信息公开机构负责人"),
        "正文和附件中有没有身份证号、电话、账号、住址等，必须公开的是否已经遮盖（条例第十五条）。",
    ),
    Step(
        "内容审核",
        ("审核", "信息公开机构负责人"),
        "事实、数字、名称、称谓、文号、日期是否准确，与已经公开的是否一致，附件和链接能否打开；通过即公开。",
    ),
)


def install(apps) -> None:
    """Make the workflow and its steps where they are missing."""
    _take_away_stock(apps)
    Workflow, Link, Step_, Group = (
        apps.get_model(*name)
        for name in (("wagtailcore", "Workflow"), ("wagtailcore", "WorkflowTask"), ("cms", "ReviewTask"), ("auth", "Group"))
    )
    if Workflow.objects.filter(name=WORKFLOW).exists():
        return
    kind, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="cms", model="reviewtask")
    workflow = Workflow.objects.create(name=WORKFLOW, active=True)
    for order, step in enumerate(STEPS):
        task = Step_.objects.create(name=step.name, guidance=step.guidance, content_type=kind, active=True)
        task.groups.set(Group.objects.filter(name__in=step.groups))
        Link.objects.create(workflow=workflow, task_id=task.pk, sort_order=order)


def _take_away_stock(apps) -> None:
    """Wagtail assigns a workflow of its own to every page: its group is gone, and its step knows no four eyes."""
    brought = {"name": "Moderators approval"}
    apps.get_model("wagtailcore", "WorkflowPage").objects.filter(workflow__name=brought["name"]).delete()
    apps.get_model("wagtailcore", "Workflow").objects.filter(**brought, workflow_states__isnull=True).delete()
    apps.get_model("wagtailcore", "Task").objects.filter(**brought, task_states__isnull=True).update(active=False)
