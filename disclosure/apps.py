from django.apps import AppConfig
from django.utils.translation import gettext_lazy

ASKED = {  # acts in the audit record
    "ask": gettext_lazy("请示或者协商"),
    "answer": gettext_lazy("登记其他机关的答复"),
    "decide": gettext_lazy("说明理由后决定公开"),
    "withdraw": gettext_lazy("撤回请示或者协商"),
}


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "信息公开"

    def ready(self):
        from cms import gate, registry
        from disclosure import (
            annual_reports,
            asked_bodies,
            census_rules,
            cleanups,
            deadlines,
            gate_checks,
            home,
            letter_mail,
            letters,
            link_holders,
            listings,
            publication,
            sitemaps,
            standard_catalogue,
            statistics,
            timeliness,
        )
        from disclosure.applications import counted, given_papers, telling
        from disclosure.models import PolicyDocument, StandardCatalogue
        from disclosure.open_data import given
        from disclosure.sample import loader

        registry.register_terms(deadlines.TERMS)
        gate_checks.register()
        listings.register()
        home.register()
        census_rules.register()
        sitemaps.register()
        link_holders.register()
        given.register_catalogue()
        registry.sample_content.register("disclosure", loader.load)
        gate.follow(PolicyDocument, publication.publish_companions)
        timeliness.register()
        statistics.register()
        registry.deadline_subjects.register("disclosure.AskedBody", asked_bodies.SPOKEN_OF)
        for act, name in ASKED.items():
            registry.audit_actions.register(f"asked-body.{act}", name)
        registry.audit_actions.register("import.documents", gettext_lazy("导入文件"))
        registry.audit_actions.register("backlog.set", gettext_lazy("历史文件批量认定"))
        registry.audit_actions.register("backlog.undo", gettext_lazy("撤销历史文件批量认定"))
        registry.audit_actions.register("manuscript.take-in", gettext_lazy("从文件新建"))
        for act, name in cleanups.AUDITED.items():
            registry.audit_actions.register(act, name)
        registry.periodic.register("scenes", ("disclosure.scenes.watch", 600))
        registry.periodic.register("validity-watch", ("disclosure.cleanups.watch", 3600))
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
        counted.register()
        annual_reports.register()
        registry.periodic.register("standard-catalogue", ("disclosure.standard_catalogue.check_current", 86400))
