from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "信息公开"

    def ready(self):
        from cms import gate, registry
        from disclosure import (
            annual_reports,
            census_rules,
            deadlines,
            gate_checks,
            home,
            letter_mail,
            letters,
            listings,
            publication,
            sitemaps,
            standard_catalogue,
            timeliness,
        )
        from disclosure.applications import given_papers, telling
        from disclosure.models import PolicyDocument, StandardCatalogue
        from disclosure.open_data import given
        from disclosure.sample import loader

        registry.register_terms(deadlines.TERMS)
        gate_checks.register()
        listings.register()
        home.register()
        census_rules.register()
        sitemaps.register()
        given.register_catalogue()
        registry.sample_content.register("disclosure", loader.load)
        gate.follow(PolicyDocument, publication.publish_companions)
        timeliness.register()
        registry.audit_actions.register("import.documents", gettext_lazy("导入文件"))
        registry.audit_actions.register("delivery.make", gettext_lazy("制作移交包"))
        registry.periodic.register("publish-due", ("disclosure.publication.publish_due", 10))
        registry.periodic.register("publication-terms", ("disclosure.timeliness.catch_up", 3600))
        gate.register(StandardCatalogue, standard_catalogue.refusals)
        for act, name in standard_catalogue.ACTS.items():
            registry.audit_actions.register(act, name)
        telling.register()
        letter_mail.register()
        for act, name in {**letters.ACTS, **given_papers.ACTS}.items():
            registry.audit_actions.register(act, name)
        annual_reports.register()
        registry.periodic.register("standard-catalogue", ("disclosure.standard_catalogue.check_current", 86400))
