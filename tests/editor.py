"""An editor at a desk of his own: a process with its own connection to an instance's database, told what to do line by line.

``Editor(instance)`` starts one; it runs this module. Whatever it does between judging and writing takes a moment, so that two
who are told at once would come between each other if nothing kept them apart.
"""

import json
import subprocess
import sys
import time

from tests.instance import ROOT, Instance

LINGERS = 0.5  # seconds


class Editor:
    def __init__(self, instance: Instance):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.editor"],
            cwd=ROOT,
            env=instance.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def told(self, act: str, *arguments) -> "Editor":
        self.process.stdin.write(json.dumps([act, *arguments]) + "\n")
        self.process.stdin.flush()
        return self

    def answer(self):
        """What came of the last act; an act that failed otherwise than by a refusal fails the test."""
        line = self.process.stdout.readline()
        assert line, "the editor's process ended"
        return json.loads(line)

    def leave(self) -> None:
        self.process.stdin.close()
        self.process.wait(30)


def lingering(item, on):
    """Judges nothing, but takes its time, as a gate check of an app may."""
    time.sleep(LINGERS)
    return []


def draft(title: str, number: str) -> int:
    from tests import factories

    return factories.draft_policy(title, document_number=number).pk


def publish(pk: int) -> list[str]:
    """The sentences of a refusal; none when the policy is public."""
    from cms.gate import Refused
    from disclosure import publication
    from disclosure.models import PolicyDocument

    try:
        publication.publish(PolicyDocument.objects.get(pk=pk))
    except Refused as refused:
        return refused.sentences
    return []


def allocate(year: int) -> str:
    from django.db import transaction

    from disclosure import index_numbers

    with transaction.atomic():
        number = index_numbers.allocate(year)
        time.sleep(LINGERS)
    return number


def number_letter(year: int) -> int:
    from django.db import transaction

    from disclosure import letters
    from disclosure.letter_kinds import LetterKind

    with transaction.atomic():
        number = letters.next_number(LetterKind.REPLY, year)
        time.sleep(LINGERS)
    return number


def public(number: str) -> list[str]:
    from disclosure.models import PolicyDocument

    return list(PolicyDocument.objects.visible().filter(document_number=number).values_list("title", flat=True))


def in_review(title: str) -> int:
    """A draft that stands at its first step, in the column that the workflow reviews."""
    from wagtail.models import Workflow, WorkflowPage

    from cms import review
    from cms.review_steps import WORKFLOW
    from tests import factories

    column = factories.column("行政规范性文件")
    WorkflowPage.objects.create(page=column, workflow=Workflow.objects.get(name=WORKFLOW))
    policy = factories.draft_policy(title, column=column)
    review.submit(policy, factories.person("编辑", username="writer"))
    for name in ("first", "second"):
        factories.person("保密审查", username=name)
    return policy.pk


def approve(pk: int, name: str) -> list[str]:
    """The sentences of a refusal; none when this reviewer's approval counts."""
    from django.db import transaction

    from cms.gate import Refused
    from cms.models import User
    from disclosure.models import PolicyDocument

    state = PolicyDocument.objects.get(pk=pk).current_workflow_task_state
    time.sleep(LINGERS)  # both have the page open
    try:
        with transaction.atomic():
            state.approve(user=User.objects.get(username=name))
    except Refused as refused:
        return refused.sentences
    return []


def old(title: str) -> int:
    """A document of the backlog, and two officers who may set its attribute."""
    from datetime import date

    from tests import factories

    for name in ("officer", "colleague"):
        factories.person("信息公开工作人员", username=name)
    return factories.policy(title, written_on=date(2012, 5, 4), published_on=date(2012, 5, 8)).pk


def set_attribute(pk: int, name: str) -> list[str]:
    """The sentences of a refusal; none when this officer's batch counts."""
    from django.utils import timezone

    from cms.gate import Refused
    from cms.models import User
    from disclosure import backlog
    from disclosure.attribution import Statement

    by = User.objects.get(username=name)
    try:
        return backlog.set_many([pk], Statement("active", basis="made"), None, None, by, timezone.now())[1]
    except Refused as refused:
        return refused.sentences


ACTS = {act.__name__: act for act in (draft, publish, allocate, number_letter, public, in_review, approve, old, set_attribute)}


def main() -> None:
    import django

    django.setup()
    from cms import gate
    from disclosure.models import PolicyDocument

    gate.register(PolicyDocument, lingering)
    for line in sys.stdin:
        act, *arguments = json.loads(line)
        print(json.dumps(ACTS[act](*arguments)), flush=True)


if __name__ == "__main__":
    main()
