"""Refusals as problem+json (RFC 9457), each with a ``code`` that programs may rely on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

PROBLEM = "application/problem+json"
TITLES = {
    400: gettext_lazy("请求有误"),
    401: gettext_lazy("未通过身份认证"),
    403: gettext_lazy("无权办理"),
    404: gettext_lazy("没有找到"),
    405: gettext_lazy("不支持这个方法"),
    406: gettext_lazy("不提供这种格式"),
    409: gettext_lazy("当前状态不允许"),
    412: gettext_lazy("数据已变化"),
    413: gettext_lazy("请求内容过大"),
    415: gettext_lazy("不接受这种格式"),
    422: gettext_lazy("需要处理后重新提交"),
    428: gettext_lazy("缺少前提条件"),
    429: gettext_lazy("请求过于频繁"),
}
# Where the framework's own words are no help.
DETAILS = {
    "not_authenticated": gettext_lazy("请在 Authorization 中带上访问令牌（Bearer）。"),
    "method_not_allowed": gettext_lazy("这个地址不支持该方法，可用的方法见 Allow。"),
    "not_acceptable": gettext_lazy("本接口只提供 application/json，请检查 Accept。"),
    "unsupported_media_type": gettext_lazy("请求内容应为 application/json，请检查 Content-Type。"),
    "throttled": gettext_lazy("请求次数已达上限，请在 Retry-After 所示的秒数后再试。"),
}


class ChangedMeanwhile(exceptions.APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "changed_meanwhile"
    default_detail = gettext_lazy("数据已被他人更改，请重新读取后再试。")


class PreconditionRequired(exceptions.APIException):
    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "if_match_required"
    default_detail = gettext_lazy("请在 If-Match 中带上所读数据的 ETag。")


class KeyReused(exceptions.APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = gettext_lazy("该 Idempotency-Key 已用于另一个请求，请换一个新的。")


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = gettext_lazy("请求内容过大，请分次提交。")


class NotPossibleNow(exceptions.APIException):
    """The request is sound, but the thing is in another state; ``code`` says which rule speaks."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "not_possible_now"
    default_detail = gettext_lazy("当前状态下不能这样办理。")


class ConfirmationRequired(exceptions.APIException):
    """What looks odd must be confirmed: the caller repeats the request with a reason for each ``code``."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "confirmation_required"
    default_detail = gettext_lazy("有数据需要确认：请核对，并在 confirmations 中逐项说明理由后重新提交。")

    def __init__(self, findings: list[dict[str, str]]) -> None:
        super().__init__()
        self.findings = findings


def problem_response(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Any refusal as a problem; an unforeseen error stays a 500 and is logged."""
    if isinstance(error, Http404):
        error = exceptions.NotFound(_("没有这条数据，或您无权查看。"))
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied(str(error) or None)
    elif isinstance(error, ValidationError):
        error = exceptions.ValidationError(_as_detail(error))
    elif isinstance(error, RequestDataTooBig):
        error = TooLarge()
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {}
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    set_rollback()
    return Response(_problem(error), status=error.status_code, headers=headers, content_type=PROBLEM)


def _as_detail(error: ValidationError) -> dict[str, list[exceptions.ErrorDetail]]:
    """Django's errors with their codes, under the field that each speaks of; "" is the whole."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    return {
        "" if field == "__all__" else field: [
            exceptions.ErrorDetail(str(message), item.code or "invalid") for item in items for message in item
        ]
        for field, items in by_field.items()
    }


def _problem(error: exceptions.APIException) -> dict[str, Any]:
    codes = error.get_codes()
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": str(TITLES.get(error.status_code, "")),
        "status": error.status_code,
        "code": codes if isinstance(codes, str) else "invalid",
    }
    if isinstance(error, ConfirmationRequired):
        problem["errors"] = error.findings
    elif not isinstance(error.detail, str):
        problem["errors"] = list(_errors(error.detail, ""))
    if isinstance(error.detail, str):
        problem["detail"] = str(DETAILS.get(problem["code"], error.detail))
    else:
        problem["detail"] = "；".join(entry["message"] for entry in problem["errors"])
    return problem


def _errors(detail: Any, field: str) -> Iterator[dict[str, str]]:
    """``detail`` flattened; ``field`` is the path to the value, as in ``confirmations.jump``."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            path = "" if name in ("", "non_field_errors") else str(name)
            yield from _errors(inner, ".".join(part for part in (field, path) if part))
    elif isinstance(detail, list):
        for inner in detail:
            yield from _errors(inner, field)
    else:
        yield {"field": field, "code": getattr(detail, "code", "invalid"), "message": str(detail)}
