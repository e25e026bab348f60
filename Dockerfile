# One image for web, worker, beat and migrate; docker-compose.yml says which command each runs.
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MEDIA_ROOT=/srv/media STATIC_ROOT=/srv/static
RUN useradd --uid 10001 --create-home app \
    && install -d -o app -g app /srv/media /srv/beat \
    && install -d /srv/app /srv/static
# Prints documents as PDF. The official fonts are not free: mount those that the office owns.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libreoffice-writer fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/app

# Give --build-arg PIP_INDEX_URL=… to install from a mirror; the hashes hold for any.
ARG PIP_INDEX_URL
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt

COPY . .
RUN SECRET_KEY=build DATABASE_URL=postgres:///build REDIS_URL=redis://build \
    python manage.py collectstatic --noinput --verbosity 0

USER app
EXPOSE 8000
CMD ["gunicorn", "supervision.wsgi", "--bind", "0.0.0.0:8000", "--preload", "--no-control-socket"]
