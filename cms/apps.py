from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "站点"

    def ready(self):
        from django.core import checks
        from wagtail import hooks

        from cms import deadlines, home, outbox, registry, scanner, stamps, tasks
        from cms.accounts import work
        from cms.api import site
        from cms.regulations import sitemap
        from cms.sample import welcome

        home.register()
        site.register_site()
        registry.register_terms(deadlines.TERMS)
        for name, kind in work.KINDS.items():
            registry.owned_work.register(name, kind)
        outbox.handler("mail", tasks.send_mails, batch=1)
        registry.welcome.register("sample", welcome.lines)
        registry.sitemaps.register("law", sitemap.LawSitemap)
        registry.periodic.register("prune-outbox", ("cms.tasks.prune_outbox", 3600))
        registry.periodic.register("refresh-statistics", ("cms.tasks.refresh_statistics", 3600))
        checks.register(scanner.check_answers, deploy=True)
        hooks.register("after_move_page", stamps.page_moved)
