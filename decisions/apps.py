from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"
    verbose_name = "重大行政决策"

    def ready(self):
        from cms import registry
        from decisions import deadlines

        registry.register_terms(deadlines.TERMS)
