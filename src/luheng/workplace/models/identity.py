"""What proves who somebody is beside their password: sessions, second factors, outside identities."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from luheng.workplace.language import say


class SiteSession(AbstractBaseSession):
    """Somebody signed in with one browser; its row gone, they are out at the next click."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="sessions"
    )  # empty: nobody is signed in yet
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # to ten minutes
    device = models.CharField(max_length=80, blank=True)  # browser and system, no address
    door = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = say("登录会话", "session")
        verbose_name_plural = say("登录会话", "sessions")

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The store that keeps rows of this model."""
        from luheng.workplace.identity.sessions import SessionStore

        return SessionStore


class Guessable(models.Model):
    """Something that strangers may try to guess: wrong tries are counted, then it must rest."""

    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    rests_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class SecondFactor(Guessable):
    """A person's authenticator (TOTP). Its secret is sealed; unconfirmed, it is asked of nobody."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_factor"
    )
    sealed = models.CharField(max_length=300, editable=False)
    confirmed_at = models.DateTimeField(say("启用时间", "in use since"), null=True, blank=True)
    last_step = models.PositiveBigIntegerField(default=0, editable=False)  # no code counts twice

    class Meta:
        verbose_name = say("两步验证", "second factor")
        verbose_name_plural = say("两步验证", "second factors")

    def __str__(self) -> str:
        return str(self.user_id)


class RecoveryCode(models.Model):
    """A code on paper for the day the phone is lost: good once, kept as a digest."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64, editable=False)
    used_at = models.DateTimeField(say("使用时间", "used at"), null=True, blank=True)

    class Meta:
        verbose_name = say("恢复码", "recovery code")
        verbose_name_plural = say("恢复码", "recovery codes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "digest"], name="one_recovery_code_of_a_kind")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SecondFactorDuty(models.Model):
    """A role whose people must have a second factor."""

    role = models.CharField(say("角色", "role"), max_length=20, unique=True)

    class Meta:
        verbose_name = say("须两步验证的角色", "role that needs a second factor")
        verbose_name_plural = say("须两步验证的角色", "roles that need a second factor")

    def __str__(self) -> str:
        return self.role


class OpenIdentity(models.Model):
    """Who a person is at the city's sign-in provider: its own name for them, which never changes."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="identities"
    )
    issuer = models.CharField(say("认证方", "issuer"), max_length=300)
    subject = models.CharField(say("标识", "subject"), max_length=255)
    since = models.DateTimeField(say("关联时间", "linked at"), auto_now_add=True)

    class Meta:
        verbose_name = say("统一身份", "outside identity")
        verbose_name_plural = say("统一身份", "outside identities")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_person_of_a_subject"),
            models.UniqueConstraint(fields=["user", "issuer"], name="one_subject_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} {self.subject}"
