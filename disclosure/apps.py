from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "信息公开"

    def ready(self):
        from cms import gate, registry
        from disclosure import deadlines, gate_checks, home, listings, publication, sitemaps
        from disclosure.models import PolicyDocument
        from disclosure.open_data import given
        from disclosure.sample import loader

        registry.register_terms(deadlines.TERMS)
        gate_checks.register()
        listings.register()
        home.register()
        sitemaps.register()
        given.register_catalogue()
        registry.sample_content.register("disclosure", loader.load)
        gate.follow(PolicyDocument, publication.publish_companions)
        registry.audit_actions.register("import.documents", gettext_lazy("导入文件"))
        registry.audit_actions.register("delivery.make", gettext_lazy("制作移交包"))
        registry.periodic.register("publish-due", ("disclosure.publication.publish_due", 10))
