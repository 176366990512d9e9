from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "检索"

    def ready(self):
        from cms import outbox, registry
        from search import admin, census_rules, facets, given, offering, receivers, tasks

        outbox.handler("index", tasks.index, batch=tasks.AT_ONCE, things=tasks.named)
        registry.staff_search.register("desk", admin.ids)
        registry.public_answers.register("search", offering.answers)
        registry.facets.register("catalogue", facets.catalogue)
        registry.periodic.register("index-calendar", ("search.tasks.follow_calendar", 6 * 3600))
        registry.periodic.register("index-check", ("search.checks.mend_by_night", 600))
        census_rules.register()
        given.register_search()
        receivers.connect()
