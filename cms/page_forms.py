"""The form behind every page of ours."""

from wagtail.admin.forms.pages import WagtailAdminPageForm


class DraftFirstForm(WagtailAdminPageForm):
    """A new page is stored as a draft and published from there, so that a refusal at the gate loses nobody's work.

    Wagtail's own "create and publish" stores the page as public first (``Page.live`` is true unless told otherwise).
    """

    def save(self, commit=True):
        if self.instance._state.adding:
            self.instance.live = False
        return super().save(commit=commit)
