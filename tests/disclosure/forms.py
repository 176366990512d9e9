"""What a browser sends for the forms of staff screens: every field as it stands, then what a test changes."""

from wagtail.admin.panels import get_edit_handler
from wagtail.test.utils.form_data import streamfield

from disclosure.models import Interpretation, PolicyDocument
from tests import factories


def sent(instance, handler) -> dict:
    """The data of an unchanged form."""
    form_class = handler.get_form_class()
    form = form_class(instance=instance, for_user=factories.administrator())
    data = {}
    for bound in form:
        data |= _of(bound.html_name, bound.field.widget, bound.value())
    for formset in form.formsets.values():
        data |= {f"{formset.prefix}-{key}": value for key, value in formset.management_form.initial.items()}
        for row in formset.initial_forms:
            data |= {bound.html_name: value for bound in row if (value := bound.value()) not in (None, False)}
    return data


def _of(name, widget, value) -> dict:
    if value is None or value is False:
        return {}
    if isinstance(value, list | tuple):
        return {name: [getattr(one, "pk", one) for one in value]}
    return {name: "on" if value is True else widget.format_value(value) or ""}


def policy_form(policy: PolicyDocument) -> dict:
    return sent(policy, PolicyDocument.get_edit_handler())


def interpretation_form(policies=(), **fields) -> dict:
    data = sent(Interpretation(**fields), Interpretation.get_edit_handler())
    return data | {"policies": [policy.pk for policy in policies]}


def page_form(page) -> dict:

    handler = get_edit_handler(type(page))
    form = handler.get_form_class()(instance=page, for_user=factories.administrator())
    data = {}
    for bound in form:
        if bound.name != "body":
            data |= _of(bound.html_name, bound.field.widget, bound.value())
    for formset in form.formsets.values():
        data |= {f"{formset.prefix}-{key}": value for key, value in formset.management_form.initial.items()}
    return data | {f"body-{key}": value for key, value in streamfield([]).items()}
