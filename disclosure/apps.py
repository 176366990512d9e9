from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "信息公开"

    def ready(self):
        from cms import gate, registry
        from disclosure import gate_checks, home, listings, publication, sitemaps
        from disclosure.models import PolicyDocument
        from disclosure.sample import loader

        gate_checks.register()
        listings.register()
        home.register()
        sitemaps.register()
        registry.sample_content.register("disclosure", loader.load)
        gate.follow(PolicyDocument, publication.publish_companions)
        registry.periodic.register("publish-due", ("disclosure.publication.publish_due", 10))
