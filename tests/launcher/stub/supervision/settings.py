from __future__ import annotations

import environ

env = environ.FileAwareEnv()
SECRET_KEY = env("SECRET_KEY")
USE_TZ = True
INSTALLED_APPS = ["django.contrib.contenttypes"]
DATABASES = {"default": env.db("DATABASE_URL")}
vars().update(env.email("EMAIL_URL", default="memorymail://"))
CELERY_BROKER_URL = env("REDIS_URL").replace("unix://", "redis+socket://", 1)
