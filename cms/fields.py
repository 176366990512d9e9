"""Where rich text is kept: whatever is stored through these has passed the sanitizer, whoever wrote it."""

from django import forms
from wagtail.blocks import RichTextBlock
from wagtail.fields import RichTextField
from wagtail.rich_text import RichText

from cms import sanitize


class CleanCharField(forms.CharField):
    """Cleans in the form, so that previews and drafts, which no `save` sees, are clean too."""

    def to_python(self, value):
        return str(sanitize.clean(super().to_python(value)))


class CleanTextField(RichTextField):
    """Rich text of a model. Cleaned in forms, on save, in bulk operations and in revisions (modelcluster asks `pre_save`)."""

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": CleanCharField, **kwargs})

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if not isinstance(value, str):  # NULL, or an expression of the database, whose text has been through here before
            return value
        cleaned = sanitize.clean(value)
        setattr(model_instance, self.attname, cleaned)
        return cleaned

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return str(sanitize.clean(value)) if isinstance(value, str) else value


class CleanRichTextBlock(RichTextBlock):
    """Rich text within a StreamField, cleaned on its way in from the form and on its way to the database."""

    def value_from_form(self, value):
        return RichText(str(sanitize.clean(value or "")))

    def get_prep_value(self, value):
        return str(sanitize.clean(super().get_prep_value(value) or ""))

    def deconstruct(self):
        """What a migration needs is stock rich text: the cleaning leaves no trace in the schema."""
        return ("wagtail.blocks.RichTextBlock", *super().deconstruct()[1:])
