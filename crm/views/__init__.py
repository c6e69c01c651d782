from crm.views.insights import insights
from crm.views.more import more
from crm.views.settings import settings
from crm.views.welcome import welcome

__all__ = ["insights", "more", "settings", "welcome"]
