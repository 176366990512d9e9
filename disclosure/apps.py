from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "信息公开"

    def ready(self):
        from cms import registry
        from disclosure import publication

        publication.register_checks()
        registry.periodic.register("publish-due", ("disclosure.publication.publish_due", 10))
