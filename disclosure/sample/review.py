"""Reviews at work in the sample: the column of normative documents is reviewed, and one draft waits for its last step."""

from wagtail.models import Workflow, WorkflowPage

from cms import review
from cms.models import ColumnPage, User
from cms.review_steps import STEPS, WORKFLOW
from cms.sample.markup import Entry

REVIEWED = "normative"  # the column's slug
PASSED_BY = ("secrecy", "disclosure")  # the first two steps; the last is left to `reviewer`


def set_up(made: list[tuple[Entry, object]]) -> None:
    """After everything else is public, so that only what comes later is reviewed."""
    column = ColumnPage.objects.filter(slug=REVIEWED).first()
    workflow = Workflow.objects.filter(name=WORKFLOW, active=True).first()
    if column is None or workflow is None:
        return
    if not WorkflowPage.objects.filter(page=column).exists():
        WorkflowPage.objects.create(page=column, workflow=workflow)
    for entry, item in made:
        if entry["state"] == "draft" and entry["column"] == REVIEWED:
            pass_first_steps(item)


def pass_first_steps(item) -> None:
    people = {user.username: user for user in User.objects.filter(username__in=["editor", *PASSED_BY])}
    review.submit(item, people["editor"])
    for name in PASSED_BY[: len(STEPS) - 1]:
        item.current_workflow_task_state.approve(user=people[name])
