# Two stages: what is needed to install stays behind; what runs has no compiler, no pip cache and no root.
FROM python:3.11-slim AS build
WORKDIR /app
RUN python -m venv /venv
COPY requirements.txt .
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY manage.py gunicorn.conf.py ./
COPY crm crm
COPY contacts contacts
COPY followups followups
COPY templates templates
COPY static static
# The key made here signs nothing: it stays in this stage, with the rest of its data folder.
RUN mkdir staticfiles \
    && DATA_DIR=/tmp/build /venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && /venv/bin/python -m compileall -q crm contacts followups

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data \
    HOST=0.0.0.0
RUN groupadd --system --gid 10001 afterword \
    && useradd --system --uid 10001 --gid afterword --home-dir /data --shell /usr/sbin/nologin afterword \
    && install -d -o afterword -g afterword -m 0700 /data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER afterword
VOLUME /data
EXPOSE 8000
# By itself a container runs everything; docker-compose.yml gives each part one of its own.
CMD ["python", "manage.py", "up"]
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:%s/healthz' % os.environ.get('PORT', '8000'), timeout=8)"]
