from django.apps import AppConfig


class InteractionConfig(AppConfig):
    name = "interaction"
    verbose_name = "互动"

    def ready(self):
        from cms import registry
        from interaction import deadlines

        registry.register_terms(deadlines.TERMS)
