"""The API told to OpenAPI: what the endpoints' own words cannot say to drf-spectacular."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import django_filters
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.drainage import get_override, set_override
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    inline_serializer,
)
from rest_framework import serializers

from .problems import PROBLEM, TITLES, ChangedMeanwhile

QUERY: Final = "query"
HEADER: Final = "header"
PAGING_PARAMETERS = [
    OpenApiParameter("limit", OpenApiTypes.INT, QUERY, description=_("每页条数，1至500，默认100。")),
    OpenApiParameter(
        "after", OpenApiTypes.INT, QUERY, description=_("上一页最后一条的 id；一般直接用 next。")
    ),
    OpenApiParameter("order", str, QUERY, enum=["id", "-id"], description=_("按 id 正序或倒序。")),
    OpenApiParameter("fields", str, QUERY, description=_("只要这些字段，以逗号分隔。")),
    OpenApiParameter("count", int, QUERY, enum=[0, 1], description=_("1：同时给出总数，最多数到10000。")),
]
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, HEADER, description=_("上次所得的 ETag；没有变化时答复304。")
)
IF_MATCH = OpenApiParameter(
    "If-Match", str, HEADER, required=True, description=_("所读数据的 ETag；已被他人更改时答复412。")
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", str, HEADER, description=_("每次新请求用一个新的随机值，重发时沿用，不会重复办理。")
)
REFUSALS = {
    400: _("请求有误，errors 逐项说明。"),
    401: _("没有令牌，或令牌已失效。"),
    403: _("看得到，但无权办理；或令牌缺少权限范围。"),
    404: _("没有这条数据，或无权查看。"),
    406: _("只提供 application/json。"),
    429: _("请求过于频繁，请在 Retry-After 秒后再试。"),
}
WRITE_REFUSALS = {
    409: _("当前状态下不能这样办理。"),
    415: _("请求内容应为 application/json。"),
    422: _("有数据需要确认（confirmation_required），或 Idempotency-Key 已用于另一请求。"),
}
IF_MATCH_REFUSALS = {412: _("数据已被他人更改。"), 428: _("缺少 If-Match。")}


class ProblemError(serializers.Serializer[Any]):
    field = serializers.CharField(help_text=_("出错的字段或参数；空表示整个请求。"))
    code = serializers.CharField()
    message = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text=_("稳定不变，供程序判断。"))
    detail = serializers.CharField(help_text=_("给人看的说明。"))
    errors: Any = ProblemError(many=True, required=False)


def _problem(status: int, code: str, detail: Any, **more: Any) -> OpenApiExample:
    told = {"type": "about:blank", "title": TITLES[status], "status": status, "code": code, "detail": detail}
    return OpenApiExample(code, value=told | more, status_codes=[status], media_type=PROBLEM)


def _found(field: str, code: str, message: str) -> dict[str, Any]:
    """The detail and errors of a problem with one error."""
    return {"detail": message, "errors": [{"field": field, "code": code, "message": message}]}


PROBLEMS = {
    400: _problem(400, "invalid", **_found("limit", "invalid", "应为1至500的整数。")),
    412: _problem(412, "changed_meanwhile", ChangedMeanwhile.default_detail),
    422: _problem(
        422, "confirmation_required", **_found("confirmations", "year_fell", "年初累计比上月减少了，请核对。")
    ),
}


@cache
def page_of(out: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    page = inline_serializer(
        f"{out.__name__.removesuffix('Out')}Page",
        {
            "results": out(many=True),
            "next": serializers.URLField(allow_null=True, help_text=_("下一页的地址；没有下一页时为 null。")),
            "count": serializers.IntegerField(required=False, help_text=_("只在 count=1 时给出。")),
            "count_is_capped": serializers.BooleanField(required=False, help_text=_("总数是否超过10000。")),
        },
    )
    examples = [
        OpenApiExample(row.name, value={"results": [row.value], "next": None})
        for row in get_override(out, "examples", [])
    ]
    set_override(type(page), "examples", examples)
    return page


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "supervision.rest.access.ClientAuthentication"
    name = "oauth2"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        provider: Any = settings.OAUTH2_PROVIDER
        scopes = {name: str(label) for name, label in provider["SCOPES"].items()}
        flow = {"tokenUrl": "/api/oauth/token/", "scopes": scopes}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        view = auto_schema.view
        needed = "read" if auto_schema.method == "GET" else view.write_scope
        return {self.name: [needed] if needed else []}


class EndpointSchema(AutoSchema):
    view: Any
    """Reads the attributes of an Endpoint: ``title``, ``out``, ``words``, ``filterset_class``."""

    def get_summary(self) -> str:
        return str(self._of_method("title"))

    def get_description(self) -> str:  # type: ignore[override]
        return str(getattr(self.view, "about", ""))

    def get_operation_id(self) -> str:
        path = [part.replace("-", "_") for part in self._tokenize_path()]
        verb = {"GET": "read", "POST": "do", "PUT": "replace", "PATCH": "change"}[self.method]
        if self.method == "GET" and self._is_page():
            verb = "list"
        return "_".join([verb, *path])

    def get_request_serializer(self) -> Any:
        return None if self.method == "GET" else getattr(self.view, "words", None)

    def get_response_serializers(self) -> Any:
        out = page_of(self.view.out) if self._is_page() else self._of_method("out")
        done = 201 if self.method == "POST" and self._of_method("creates") else 200
        refusals = dict(REFUSALS)
        if self.method == "GET" and "{" not in self.path:
            del refusals[404]
        if self.method != "GET":
            refusals |= WRITE_REFUSALS
            refusals |= IF_MATCH_REFUSALS if self._of_method("if_match") else {}
        refusals |= getattr(self.view, "refuses", {})
        answers = {
            (code, PROBLEM): OpenApiResponse(Problem, text, [PROBLEMS[code]] if code in PROBLEMS else [])
            for code, text in refusals.items()
        }
        unchanged = {304: OpenApiResponse(description=_("没有变化。"))} if self.method == "GET" else {}
        return {done: out} | unchanged | answers

    def get_override_parameters(self) -> list[Any]:
        if self.method != "GET":
            wanted = [IDEMPOTENCY_KEY]
            return [IF_MATCH, *wanted] if self._of_method("if_match") else wanted
        own = [OpenApiParameter(n, str, QUERY, description=d) for n, d in self._own_parameters().items()]
        filters = getattr(self.view, "filterset_class", None) if self._is_page() else None
        known = self.view.known_parameters
        every: Any = filters.base_filters.items() if filters else ()
        chosen = [
            _parameter(name, f) for name, f in every if name in known and name not in self.view.parameters
        ]
        return [*own, *chosen, *(PAGING_PARAMETERS if self._is_page() else ()), IF_NONE_MATCH]

    def get_tags(self) -> list[str]:
        return [next(part for part in self.path.split("/") if part not in ("", "api", "v1"))]

    def _is_page(self) -> bool:
        return self.method == "GET" and hasattr(self.view, "filterset_class")

    def _own_parameters(self) -> dict[str, Any]:
        return {name: WORDS_OF_PARAMETERS[name] for name in sorted(self.view.parameters)}

    def _of_method(self, name: str) -> Any:
        """``post_title`` before ``title``: an endpoint with several methods tells them apart."""
        return getattr(self.view, f"{self.method.lower()}_{name}", getattr(self.view, name, None))


WORDS_OF_PARAMETERS = {
    "period": _("截至月份，如 2026-08；不填为最近应报月份。"),
    "as_of": _("当时所知：只用到这一天为止报来的数据，如 2026-03-31；不填为现在所知。"),
    "on": _("按这一天的情况，如 2026-09-12；不填为今天。"),
    "start": _("自这一天起，如 2026-01-01；不填为当年1月1日。"),
    "end": _("到这一天为止（不含）；不填为今天止。"),
}
TYPES: dict[type[forms.Field], Any] = {
    forms.IntegerField: OpenApiTypes.INT,
    forms.ModelChoiceField: OpenApiTypes.INT,
    forms.NullBooleanField: OpenApiTypes.BOOL,
    forms.DateField: OpenApiTypes.DATE,
}


def _parameter(name: str, chosen: django_filters.Filter) -> OpenApiParameter:
    """Choices that are rows are not listed: they differ with who asks."""
    kinds = (kind for base, kind in TYPES.items() if issubclass(chosen.field_class, base))
    fixed = chosen.extra.get("choices", ())
    enum = [str(value) for value, _label in fixed] or None
    kind = next(kinds, OpenApiTypes.STR)
    return OpenApiParameter(name, kind, QUERY, enum=enum, description=str(chosen.label or ""))
