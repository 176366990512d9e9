"""What every installation shares. The other settings modules hold only their differences; all are read from the environment."""

import os
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parent.parent.parent

# The folder that holds the embedded database, index, media and queue, so that several instances can live side by side.
GONGKAI_VAR = Path(os.environ.get("GONGKAI_VAR", ROOT / "var")).resolve()
GONGKAI_VAR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = os.environ.get("SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host]

INSTALLED_APPS = [
    "cms",
    "disclosure",
    "decisions",
    "interaction",
    "search",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.people.PeopleConfig",  # wagtail.users with our forms
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.headers.HeadersMiddleware",
    "cms.page_cache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.preferences.PreferencesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.gate.RefusalMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "cms.accounts.middleware.StaffSessionMiddleware",
    "cms.admin.selection.SelectionMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "cms.masthead.masthead",
            ],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets of ours stand in templates/

# SQLite with a write-ahead log: readers never wait. IMMEDIATE, so that two writers queue instead of failing at the upgrade
# of a lock; synchronous FULL, so that what was acknowledged survives a power cut.
DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{GONGKAI_VAR / 'db.sqlite3'}", conn_max_age=60)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "cms.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Lock-out after failed sign-ins, by name and address together; how many proxies of ours stand before the application.
AXES_FAILURE_LIMIT = int(os.environ.get("LOGIN_FAILURES", "5"))
AXES_COOLOFF_TIME = timedelta(minutes=int(os.environ.get("LOGIN_LOCK_MINUTES", "15")))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "cms.accounts.views.locked"
AXES_CLIENT_IP_CALLABLE = "cms.accounts.locking.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))
# Roles (cms/roles.py) that sign in with a second factor; "superuser" names the superusers.
SECOND_FACTOR_ROLES = [role for role in os.environ.get("SECOND_FACTOR_ROLES", "").split(",") if role]
OTP_TOTP_ISSUER = "公开"
# A staff session ends after this long without anything done, and after this long in any case; a link to set a password.
SESSION_IDLE_SECONDS = int(os.environ.get("SESSION_IDLE_SECONDS", str(30 * 60)))
SESSION_LONGEST_SECONDS = int(os.environ.get("SESSION_LONGEST_SECONDS", str(12 * 3600)))
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS
PASSWORD_RESET_TIMEOUT = 72 * 3600

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = GONGKAI_VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = GONGKAI_VAR / "media"

# Keys that seal identity numbers and contact data, the newest first (cms/sealed.py); how applications may be filed online.
SEALING_KEYS = [key for key in os.environ.get("SEALING_KEYS", "").split(",") if key]
FILINGS_PER_HOUR = int(os.environ.get("FILINGS_PER_HOUR", "10"))  # from one address; many people may share one
# When an application over the Internet counts as received: "confirmed" when the office confirms it (Article 31), or "filed" on the
# day of filing, after office hours on the next working day.
ONLINE_RECEIPT = os.environ.get("ONLINE_RECEIPT", "confirmed")

# Where ClamAV's clamd listens, "/run/clamav/clamd.ctl" or "127.0.0.1:3310"; without it uploads are not scanned for viruses.
CLAMD_SOCKET = os.environ.get("CLAMD_SOCKET", "")

# A TrueType file whose letters are put into every PDF; without it the reader's own Song typeface shows them (cms/papers/pdf.py).
PAPER_FONT = os.environ.get("GONGKAI_PAPER_FONT", "")
# A program that turns older office files into DOCX the way LibreOffice's soffice does; without it they are attachments only.
OFFICE_CONVERTER = os.environ.get("OFFICE_CONVERTER", "")

# An electronic seal: the dotted name of a function that takes the bytes of a letter's PDF and answers with those of the sealed one.
LETTER_SEAL = os.environ.get("GONGKAI_LETTER_SEAL", "")

INDEX_ROOT = GONGKAI_VAR / "index"
QUEUE_ROOT = GONGKAI_VAR / "queue"
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", "files://")
CELERY_TASK_ALWAYS_EAGER = False
# How long a worker may hold outbox items; after a kill they are taken up again when this has passed.
OUTBOX_CLAIM_SECONDS = int(os.environ.get("OUTBOX_CLAIM_SECONDS", "30"))
# What the pages kept for anonymous visitors may take up in each web process; 0 keeps none.
PAGE_CACHE_BYTES = int(os.environ.get("PAGE_CACHE_BYTES", str(32 * 1024 * 1024)))
# How often one address may ask the API within a minute, in each web process; 0 limits nothing.
API_PER_MINUTE = int(os.environ.get("API_PER_MINUTE", "120"))
# How many exports one address may have made anew within an hour, in each web process; 0 limits nothing.
EXPORTS_PER_HOUR = int(os.environ.get("EXPORTS_PER_HOUR", "20"))
ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "")

# The application's rules; whatever is local practice is a setting with the law's or the mock's default.
# The address of the site, for mails, exports and the API: of the port that is served unless it is said.
BASE_URL = (os.environ.get("BASE_URL") or f"http://127.0.0.1:{os.environ.get('PORT') or 8000}").rstrip("/")
# Who the mails come from: an address at the site's own host unless another is said.
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL") or f"noreply@{urlsplit(BASE_URL).hostname or 'localhost'}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Policies written from this day on (2026-12-01, say) need a decided disclosure attribute; empty asks it of none.
SOURCE_REVIEW_FROM = date.fromisoformat(os.environ["SOURCE_REVIEW_FROM"]) if os.environ.get("SOURCE_REVIEW_FROM") else None
# Older documents written from this day on come up for the backlog review, until each has a decided attribute and a subject.
BACKLOG_REVIEW_FROM = date.fromisoformat(os.environ.get("BACKLOG_REVIEW_FROM", "2010-01-01"))

WAGTAIL_SITE_NAME = "公开"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", _("简体中文"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True  # what was passed is this text, not the next one
WAGTAIL_FINISH_WORKFLOW_ACTION = "wagtail.workflows.publish_workflow_state"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_USER_LOGIN_FORM = "cms.accounts.forms.SignInForm"
WAGTAIL_PASSWORD_RESET_ENABLED = False  # a lost password is served by an invitation, which is recorded (docs/security.md)
WAGTAILUSERS_PASSWORD_ENABLED = False  # nobody sets another's password: a new person gets a link
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.upload_forms.DocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.upload_forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILEMBEDS_FINDERS = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}
TAGGIT_CASE_INSENSITIVE = True
X_FRAME_OPTIONS = "SAMEORIGIN"  # the preview beside the editor
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
