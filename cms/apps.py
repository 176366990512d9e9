from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "站点"

    def ready(self):
        from django.core import checks
        from wagtail import hooks

        from cms import (
            assignments,
            census_reach,
            census_rules,
            deadlines,
            findings,
            gate,
            home,
            matters,
            outbox,
            registry,
            reminders,
            renditions,
            review,
            scanner,
            stamps,
            tasks,
        )
        from cms.accounts import work
        from cms.api import site
        from cms.links import census_rules as link_rules
        from cms.links import register as links
        from cms.models import ArticlePage, Assignment, ColumnPage, Gated, HomePage, LeaderPage, ServiceGuidePage, TopicPage
        from cms.regulations import sitemap
        from cms.sample import welcome

        renditions.strip()
        home.register()
        gate.register(Gated, findings.check)
        gate.follow_drafts(Gated, findings.note)
        review.register()
        census_rules.register()
        census_reach.register()
        site.register_site()
        links.register()
        links.register_pages(ArticlePage, ColumnPage, TopicPage, ServiceGuidePage, LeaderPage, HomePage)
        link_rules.register()
        registry.register_terms(deadlines.TERMS)
        registry.article_uses.register("deadlines", matters.resting_on)
        for name, kind in work.KINDS.items():
            registry.owned_work.register(name, kind)
        registry.owned_work.register("assignments", assignments.IN_HAND)
        registry.deadline_subjects.register(Assignment._meta.label, assignments.CLOCK)
        outbox.handler("mail", tasks.send_mails, batch=1)
        outbox.handler("reminder", reminders.send, batch=1)
        registry.welcome.register("sample", welcome.lines)
        registry.sitemaps.register("law", sitemap.LawSitemap)
        registry.periodic.register("prune-outbox", ("cms.tasks.prune_outbox", 3600))
        registry.periodic.register("calendar-catch-up", ("cms.clock.catch_up", 3600))
        registry.periodic.register("reminders", ("cms.reminders.remind", 600))
        registry.periodic.register("census", ("cms.census_night.nightly", 3600))
        registry.periodic.register("gather-links", ("cms.links.register.gather", 86400))
        registry.periodic.register("check-links", ("cms.links.checking.check_due", 20))
        registry.periodic.register("refresh-statistics", ("cms.tasks.refresh_statistics", 3600))
        registry.periodic.register("wordings", ("cms.worded_pages.nightly", 86400))
        checks.register(scanner.check_answers, deploy=True)
        hooks.register("after_move_page", stamps.page_moved)
