"""What the verbs of every room have in common: ``POST …/{id}/<verb>/`` calls one service, with If-Match."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import ErrorDetail
from rest_framework.exceptions import ValidationError as Refused
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.clock import now

from .endpoints import Command
from .problems import NotPossibleNow


class NothingIn(Serializer[Any]):
    """Nothing to say."""


@dataclass(frozen=True)
class Verb:
    """``said`` turns the request's words into the service's arguments; else they are the arguments.

    ``answers``: the rows in which the service makes a new thing, which is then the answer.
    """

    address: str
    title: Any
    service: Callable[..., Any]
    words: type[Serializer[Any]] = NothingIn
    about: Any = ""
    said: Callable[[dict[str, Any]], Mapping[str, Any]] | None = None
    answers: type[ThingRows] | None = None

    def arguments(self, values: dict[str, Any]) -> Mapping[str, Any]:
        return self.said(values) if self.said else values


class ThingRows(Command):
    """A thing as every command answers it, and as its ETag knows it.

    ``whole`` is the path to the key of what is locked with it; ``key_name`` how services call its key;
    ``of_state`` are the codes that speak of the thing's state rather than of the request; ``names`` tells
    where a column has another name in the request.
    """

    thing: ClassVar[str]
    key_name: ClassVar[str]
    whole: ClassVar[str]
    of_state: ClassVar[frozenset[str]] = frozenset()
    names: ClassVar[Mapping[str, str]] = {}

    def lock(self, key: int) -> object:
        """The whole that the thing belongs to."""
        raise NotImplementedError

    def seen(self) -> QuerySet[Any]:
        """By ``visible_to``; ``rows()`` adds what is computed."""
        raise NotImplementedError

    def rows(self) -> QuerySet[Any]:
        return self.seen()

    def told(self, key: int, code: int = status.HTTP_200_OK) -> Response:
        created = {"Location": f"/api/v1/{self.thing}/{key}/"} if code == status.HTTP_201_CREATED else {}
        return self.tagged(self.row(key), status=code, headers=created)

    def locked(self, key: int, *others: int) -> None:
        """Lock the visible thing's whole, and others with it in order; it is as the caller knew it."""
        whole = self.seen().filter(pk=key).values_list(self.whole, flat=True).first()
        if whole is None:
            raise Http404
        for pk in sorted({whole, *others}):
            self.lock(pk)
        self.require_unchanged(key)

    @contextmanager
    def told_by_code(self, words: type[Serializer[Any]]) -> Iterator[None]:
        """The services' refusals with the status and the names of fields that a program expects of them."""
        try:
            yield
        except ObjectDoesNotExist as error:
            raise Refused(
                {"": [ErrorDetail(_("请求中所指的数据不存在。"), code="does_not_exist")]}
            ) from error
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                raise Refused(self._by_field(error, words)) from error
            codes = {item.code for item in error.error_list}
            if len(error.error_list) == 1 and codes <= self.of_state:
                item = error.error_list[0]
                raise NotPossibleNow("；".join(item.messages), code=item.code) from error
            if any(item.params and "entry" in item.params for item in error.error_list):
                raise Refused(self._by_part(error, words)) from error
            raise

    def _by_field(self, error: ValidationError, words: type[Serializer[Any]]) -> dict[str, list[ErrorDetail]]:
        return {
            self._asked_name(field, words): [
                ErrorDetail(str(message), item.code or "invalid")
                for item in items
                for message in item.messages
            ]
            for field, items in error.error_dict.items()
        }

    def _by_part(self, error: ValidationError, words: type[Serializer[Any]]) -> dict[str, list[ErrorDetail]]:
        """``parts.0.approver_id``: the refusals of several entries, each under its place and field."""
        found: dict[str, list[ErrorDetail]] = {}
        for item in error.error_list:
            told: Any = item.params or {}
            name = self._asked_name(str(told.get("field", "")), _parts_of(words))
            place = ".".join(part for part in ("parts", str(told.get("entry", 0)), name) if part)
            found.setdefault(place, []).extend(
                ErrorDetail(str(message), item.code or "invalid") for message in item.messages
            )
        return found

    def _asked_name(self, column: str, words: type[Serializer[Any]]) -> str:
        """The name in the request of what a column is called in ours; "" for the whole."""
        if column == "__all__":
            return ""
        known = words().fields
        for name in (column, f"{column}_id", self.names.get(column, "")):
            if name in known:
                return name
        return column


class Act(ThingRows):
    """The door of one verb; ``as_view`` is given what the verb says. Mixed in after the thing's rows."""

    verb: Any = None  # a Verb
    title: ClassVar[Any] = ""
    about: Any = ""
    words: ClassVar[Any] = None
    creates: Any = False
    post_out: Any = None
    if_match = True

    def post(self, request: Request, pk: int) -> Response:
        return self.once(lambda: self.act(pk))

    def act(self, key: int) -> Response:
        values = self.valid(self.verb.words)
        with self.told_by_code(self.verb.words):
            self.locked(key, *([values["into_id"]] if "into_id" in values else []))
            made = self.verb.service(
                actor=self.actor,
                now=now(),
                **{self.key_name: key},
                **self.verb.arguments(values),
            )
        if self.verb.answers is None:
            return self.told(key)
        return _as(self.verb.answers, self).told(made.pk, status.HTTP_201_CREATED)


def addresses(door: type[Act], verbs: Sequence[Verb]) -> list[URLPattern]:
    return [
        path(
            f"{door.thing}/<int:pk>/{verb.address}/",
            door.as_view(
                verb=verb,
                title=verb.title,
                about=verb.about,
                words=verb.words,
                creates=verb.answers is not None,
                post_out=verb.answers.out if verb.answers else door.out,
            ),
        )
        for verb in verbs
    ]


def _as(rows: type[ThingRows], door: Command) -> ThingRows:
    """The same caller, asking for another thing."""
    other = rows()
    other.request = door.request
    return other


def name_of(path: str) -> Combinable:
    """Who did it: a person's name, or a client's user name."""
    return Coalesce(F(f"{path}__person__name"), F(f"{path}__username"))


def _parts_of(words: type[Serializer[Any]]) -> type[Serializer[Any]]:
    parts: Any = words().fields["parts"]
    return type(parts.child)
