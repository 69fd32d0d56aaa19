"""The workplace as a Django app."""

from django.apps import AppConfig


class WorkplaceConfig(AppConfig):
    """Records, permissions and pages of one city."""

    name = "luheng.workplace"
    label = "workplace"
    verbose_name = "绿衡"
