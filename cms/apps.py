from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "站点"

    def ready(self):
        from cms import outbox, registry, tasks

        outbox.handler("mail", tasks.send_mails, batch=1)
        registry.periodic.register("prune-outbox", ("cms.tasks.prune_outbox", 3600))
