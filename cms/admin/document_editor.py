"""The editor for the body of a document: keeps the tables and the layout of official documents, which Wagtail's editor
drops; takes what is pasted from a word processor. What it sends is cleaned like everything else (``cms/sanitize.py``)."""

from django import forms

from cms import sanitize


class DocumentEditor(forms.Textarea):
    template_name = "desk/document_editor.html"

    def format_value(self, value):
        return sanitize.clean(value or "")

    def value_from_datadict(self, data, files, name):
        return sanitize.clean(data.get(name) or "")

    class Media:
        css = {"all": ["gongkai/document-editor.css"]}
        js = ["gongkai/document-editor.js"]
