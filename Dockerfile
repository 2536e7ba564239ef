# One image for every process: web, workers, scheduler. It holds no secret and runs as an ordinary user.
FROM python:3.11-slim-bookworm AS packages
COPY requirements.txt .
RUN python -m pip install --no-cache-dir --disable-pip-version-check --only-binary :all: --prefix /packages -r requirements.txt

FROM python:3.11-slim-bookworm
# LightGBM's wheel leaves the OpenMP runtime to the system.
RUN apt-get update && apt-get install --yes --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal /data /keys
COPY --from=packages /packages /usr/local
WORKDIR /srv/portal
COPY . .
ENV DJANGO_SETTINGS_MODULE=noc_portal.settings.prod \
    NOC_DATA_DIR=/data \
    NOC_STATIC_ROOT=/srv/static \
    NOC_VAULT_KEYS=/keys/vault.keys \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
# The values are placeholders: collecting files opens neither the database nor the keys.
RUN NOC_SECRET_KEY=build NOC_HOSTS=build DATABASE_URL=postgres://build/build REDIS_URL=redis://build \
    python manage.py collectstatic --no-input --verbosity 0
USER portal
VOLUME ["/data", "/keys"]
EXPOSE 8000
CMD ["gunicorn", "noc_portal.wsgi", "--config", "deploy/gunicorn.py"]
