"""The one settings file: everything that differs between machines comes from the environment.

See docs/deployment.md for each variable. There is no secret default: without SECRET_KEY nothing starts.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import environ
import pghistory
import pgtrigger
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

# --- where we stand -------------------------------------------------------------------------------
SECRET_KEY: str = env("SECRET_KEY")
DEBUG: bool = env.bool("DEBUG", default=False)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SITE_URL: str = env("SITE_URL", default="http://localhost:8000")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
OFFICE_NAME: str = env("OFFICE_NAME", default="县人民政府督查办公室")
COUNTY_NAME: str = env("COUNTY_NAME", default="本县")
# 机关代字: stands before the year in the numbers of matters, as in 督办〔2026〕12号.
OFFICE_CODE: str = env("OFFICE_CODE", default="督办")
# Before the colour in the numbers of slips, as in 云督蓝〔2026〕3号.
SLIP_PREFIX: str = env("SLIP_PREFIX", default="督")
# The program that turns a Word file into PDF.
SOFFICE: str = env("SOFFICE", default="soffice")
# A demonstration or training day; unset in service. Doors ask accounts.clock.today(), nobody else does.
_fixed_today: str = env("FIXED_TODAY", default="")
FIXED_TODAY: datetime.date | None = datetime.date.fromisoformat(_fixed_today) if _fixed_today else None

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "oauth2_provider",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "rules",
    "tree_queries",
    "accounts",
    "rulebook",
    "projects",
    "indicators",
    "supervision.matters",
    "supervision.inspections",
    "supervision.alerts",
    "supervision.reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LanguageOfUser",
    "accounts.middleware.WhoAndWhy",
    "accounts.middleware.PasswordMustBeOwn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "supervision.urls"
WSGI_APPLICATION = "supervision.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.site",
            ],
            "builtins": ["accounts.templatetags.ui"],
        },
    },
]

# --- data -----------------------------------------------------------------------------------------
DATABASES = {"default": {**env.db("DATABASE_URL"), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
# Compiling a statement's expressions takes PostgreSQL longer than running it over 100,000 projects.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media")))
MEDIA_URL = ""  # uploads are never served by address, only through a view that asks who may see them
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
MAX_WORKBOOK_BYTES: int = env.int("MAX_WORKBOOK_BYTES", default=20 * 1024 * 1024)
MAX_PHOTO_BYTES: int = env.int("MAX_PHOTO_BYTES", default=15 * 1024 * 1024)

# Row history is written by the database: statement-level triggers into append-only tables.
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_APPEND_ONLY = True
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField()
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True)  # the history of a row is a look-up, not a scan
PGHISTORY_ADMIN_ALL_EVENTS = False

# --- people ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.rules.passwords.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
# 等保2.0 (GB/T 22239-2019) 8.1.4: limited attempts, and a session that ends by itself.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = datetime.timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "accounts.middleware.address_of"
PASSWORD_DAYS: int = env.int("PASSWORD_DAYS", default=90)  # 0: a password never grows old
SESSION_COOKIE_AGE: int = env.int("SESSION_IDLE_SECONDS", default=30 * 60)
SESSION_SAVE_EVERY_REQUEST = True

# --- words and days -------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- files we serve -------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(BASE_DIR / "var" / "static")))
WHITENOISE_USE_FINDERS = True  # the demo serves straight from static/; an image collects first
WHITENOISE_MAX_AGE = 3600

# --- what a browser may do ------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # the style sheet draws its check boxes and arrows as data: pictures
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
_https = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SECURE_SSL_REDIRECT = _https and env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31536000 if _https else 0
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- letters --------------------------------------------------------------------------------------
vars().update(env.email("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL: str = env("DEFAULT_FROM_EMAIL", default="ducha@localhost")

# Other ways to tell people. What is not set is offered to nobody (supervision.alerts.selectors.ways).
GATEWAYS: dict[str, str] = {
    "SMS_URL": env("SMS_URL", default=""),
    "SMS_TOKEN": env("SMS_TOKEN", default=""),
    "SMS_SIGN": env("SMS_SIGN", default=""),
    "SMS_TEMPLATE": env("SMS_TEMPLATE", default=""),
    "WECOM_URL": env("WECOM_URL", default="") or "https://qyapi.weixin.qq.com",
    "WECOM_CORP_ID": env("WECOM_CORP_ID", default=""),
    "WECOM_AGENT_ID": env("WECOM_AGENT_ID", default=""),
    "WECOM_SECRET": env("WECOM_SECRET", default=""),
    "GOVWECHAT_URL": env("GOVWECHAT_URL", default=""),
    "GOVWECHAT_CORP_ID": env("GOVWECHAT_CORP_ID", default=""),
    "GOVWECHAT_AGENT_ID": env("GOVWECHAT_AGENT_ID", default=""),
    "GOVWECHAT_SECRET": env("GOVWECHAT_SECRET", default=""),
    "DINGTALK_URL": env("DINGTALK_URL", default="") or "https://oapi.dingtalk.com",
    "DINGTALK_APP_KEY": env("DINGTALK_APP_KEY", default=""),
    "DINGTALK_APP_SECRET": env("DINGTALK_APP_SECRET", default=""),
    "DINGTALK_AGENT_ID": env("DINGTALK_AGENT_ID", default=""),
    "WEBHOOK_URL": env("WEBHOOK_URL", default=""),
    "WEBHOOK_SECRET": env("WEBHOOK_SECRET", default=""),
}

# --- the queue: a nudge; the database knows what is due -------------------------------------------
REDIS_URL: str = env("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "unacked_restore_throttle": 1}
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "supervision.celery:HeardScheduler"
# After so many seconds without a sign of beat, the workers or their rounds the office is told.
SILENT_SECONDS: int = env.int("SILENT_SECONDS", default=30 * 60)
CELERY_BEAT_SCHEDULE = {
    "plan-reminders": {"task": "alerts.plan_reminders", "schedule": crontab(minute="*/10")},
    "send-digests": {"task": "alerts.send_digests", "schedule": crontab(minute="*/2")},
    "close-lapsed-matters": {"task": "matters.close_lapsed", "schedule": crontab(hour="6", minute="10")},
    "close-published-rectifications": {
        "task": "inspections.close_published",
        "schedule": crontab(hour="6", minute="15"),
    },
    # Until April: the figures of last December come one after the other.
    "freeze-season-curves": {
        "task": "indicators.freeze_season_curves",
        "schedule": crontab(hour="6", minute="20", month_of_year="1-4"),
    },
    "sweep-jobs": {"task": "accounts.sweep_jobs", "schedule": 60.0},
    "forget-old-calls": {"task": "accounts.forget_old_calls", "schedule": crontab(hour="3", minute="20")},
}

# --- the REST API ---------------------------------------------------------------------------------
REST_FRAMEWORK = {
    # Every door is an Endpoint (supervision.rest), which names its own classes; anything else stays shut.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_RATES": {"actor": env("API_RATE", default="600/min"), "token": "30/min"},
    "EXCEPTION_HANDLER": "supervision.rest.problems.problem_response",
    "COERCE_DECIMAL_TO_STRING": True,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "督查系统 API",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "LightEnum": "projects.serializers.LIGHTS",
        "ProgressStatusEnum": "projects.models.progress.ProgressStatus.choices",
        "ObservationStatusEnum": "indicators.models.ObservationStatus.choices",
        "UnitKindEnum": "accounts.models.unit.UnitKind.choices",
        "PlanKindEnum": "projects.models.plan.PlanKind.choices",
        "TargetKindEnum": "indicators.models.TargetKind.choices",
        "ResponsibilityRoleEnum": "projects.models.responsibility.ResponsibilityRole.choices",
        "MatterStatusEnum": "supervision.matters.serializers.ledger.STATUSES",
        "MatterStateEnum": "supervision.matters.serializers.ledger.STATE_WORDS",
        "DutyRoleEnum": "supervision.matters.serializers.requests.ROLES",
        "DutyStatusEnum": "supervision.matters.serializers.answers.DUTY_STATUSES",
        "FeedbackKindEnum": "supervision.matters.serializers.requests.KINDS",
        "FeedbackStatusEnum": "supervision.matters.serializers.answers.FEEDBACK_STATUSES",
        "ExtensionStatusEnum": "supervision.matters.serializers.answers.EXTENSION_STATUSES",
        "InspectionKindEnum": "supervision.inspections.serializers.requests.KINDS",
        "InspectionStatusEnum": "supervision.inspections.serializers.answers.INSPECTION_STATUSES",
        "FindingStatusEnum": "supervision.inspections.serializers.answers.FINDING_STATUSES",
        "ConclusionStatusEnum": "supervision.inspections.serializers.answers.CONCLUSION_STATUSES",
        "ReviewStatusEnum": "supervision.inspections.serializers.answers.REVIEW_STATUSES",
        "RecommendationKindEnum": "supervision.inspections.serializers.requests.RECOMMENDATIONS",
        "RecommendationStatusEnum": "supervision.inspections.serializers.answers.RECOMMENDATION_STATUSES",
        "RectificationStatusEnum": "supervision.inspections.serializers.answers.STATUSES",
        "RectificationProgressKindEnum": "supervision.inspections.serializers.answers.PROGRESS_KINDS",
        "VerificationStatusEnum": "supervision.inspections.serializers.answers.VERIFICATION_STATUSES",
        "TeamRoleEnum": "supervision.inspections.serializers.requests.TEAM_ROLES",
        "MemberKindEnum": "supervision.inspections.serializers.requests.MEMBERS",
        "ReminderColourEnum": "supervision.alerts.serializers.reminders.COLOUR_WORDS",
        "SlipColourEnum": "supervision.alerts.serializers.slips.SLIP_COLOUR_WORDS",
        "SlipKindEnum": "supervision.alerts.serializers.slips.SLIP_KIND_WORDS",
        "SlipStatusEnum": "supervision.alerts.serializers.slips.SLIP_STATUS_WORDS",
        "ReminderOutcomeEnum": "supervision.alerts.models.Outcome.choices",
        "EntryOutcomeEnum": "indicators.serializers.figures.OUTCOMES",
        "ScheduleKindEnum": "indicators.serializers.figures.SCHEDULES",
        "ScoreSchemeStatusEnum": "supervision.reports.serializers.scores.SCHEME_WORDS",
        "ScoreRoundStatusEnum": "supervision.reports.serializers.scores.ROUND_WORDS",
        "ScoreAdjustmentStatusEnum": "supervision.reports.serializers.scores.ADJUSTMENT_WORDS",
        "ScoreAppealStatusEnum": "supervision.reports.serializers.scores.APPEALS",
        "ScoreListColourEnum": "supervision.reports.serializers.scores.LIST_COLOURS",
        "ScoreListStatusEnum": "supervision.reports.serializers.scores.LIST_WORDS",
        "DocumentKindEnum": "supervision.reports.serializers.documents.DOCUMENT_KINDS",
        "DocumentStatusEnum": "supervision.reports.serializers.documents.DOCUMENT_STATUSES",
    },
}
OAUTH2_PROVIDER = {
    "SCOPES": {
        "read": _("读取数据"),
        "progress": _("报送项目进度"),
        "matters": _("办理督办事项"),
        "rectifications": _("办理督查整改"),
        "observations": _("填报指标值"),
        "scores": _("考核申诉"),
        "documents": _("起草和办理公文"),
    },
    "DEFAULT_SCOPES": ["read"],
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "OAUTH2_GRANT_TYPES_SUPPORTED": ["client_credentials"],
    # RFC 9700: only a checksum of the token is kept.
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "SCOPES_BACKEND_CLASS": "accounts.backends.GrantedScopes",
    "OAUTH2_VALIDATOR_CLASS": "supervision.rest.access.OpenClients",
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL},
}

# --- watching -------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {"axes": {"level": "WARNING"}},  # what it says of every sign-in, the access log says better
}
