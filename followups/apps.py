from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "followups"
    verbose_name = "What you do about it"

    def ready(self) -> None:
        from followups.mailbox.hooks import listen

        listen()
