"""Staff members: one row for one person for life."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import uuid7
from lms.lib.text import search_key


class UserQuerySet(models.QuerySet["User"]):
    def in_office(self, on: date) -> Self:
        """Keep the people who had joined and not left on this date."""
        joined = models.Q(joined_on__isnull=True) | models.Q(joined_on__lte=on)
        not_left = models.Q(left_on__isnull=True) | models.Q(left_on__gt=on)
        return self.filter(joined & not_left)

    def matching(self, words: str) -> Self:
        """Keep the people whose name, kana or staff number contains the words, in any script width."""
        return self.filter(search_key__contains=search_key(words))


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, staff_no: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(staff_no=staff_no, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, staff_no: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(staff_no, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A staff member, known by 職員番号 (text: leading zeros count) and by a name as written.

    The name is never normalised (R04); `search_key` holds the folded form of name, kana and number.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff_no = models.CharField(_("staff number"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=50, blank=True)
    given_name = models.CharField(_("given name"), max_length=50, blank=True)
    kana = models.CharField(_("name in kana"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    # Empty until the person chooses one.
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    weekly_minutes = models.PositiveIntegerField(_("working minutes a week"), default=2325)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    # Since then name and number are a pseudonym that leads back to nobody.
    forgotten_at = models.DateTimeField(_("pseudonymised at"), null=True, editable=False)
    search_key = models.CharField(max_length=300, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "staff_no"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        indexes = [models.Index(fields=["kana", "staff_no"], name="user_by_kana")]

    def __str__(self) -> str:
        return f"{self.name} ({self.staff_no})"

    def save(self, **options: Any) -> None:
        self.search_key = search_key(self.name, self.kana, self.staff_no)
        super().save(**options)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.family_name or self.name

    @property
    def mail_language(self) -> str:
        """What this person's mails and notices are written in."""
        return self.language or settings.LANGUAGE_CODE

    @property
    def first_name(self) -> str:
        """What Wagtail's sidebar calls a person by."""
        return self.name
