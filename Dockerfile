# The tag pins Python's minor version and Debian's release; a rebuild takes their security updates.
FROM python:3.13-slim-trixie AS builder
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
COPY requirements/run.lock requirements/build.lock requirements/
RUN python -m venv --without-pip /opt/build \
    && pip --python /opt/build/bin/python install --no-deps --require-hashes -r requirements/build.lock \
    && python -m venv --without-pip /opt/projektbank \
    && pip --python /opt/projektbank/bin/python install --no-deps --require-hashes -r requirements/run.lock
COPY pyproject.toml LICENSE ./
COPY app app
COPY migrations migrations
RUN pip --python /opt/build/bin/python wheel --no-deps --no-build-isolation --wheel-dir dist . \
    && pip --python /opt/projektbank/bin/python install --no-deps dist/*.whl

FROM python:3.13-slim-trixie
LABEL org.opencontainers.image.title="Projektbank" \
      org.opencontainers.image.description="The projects of the Swedish ESF Council as a REST API" \
      org.opencontainers.image.licenses="MIT"
COPY --from=builder /opt/projektbank /opt/projektbank
# Only /data is written to: the container can run with a read-only root.
RUN install -d -o 10001 -g 10001 /data
ENV PATH=/opt/projektbank/bin:$PATH \
    PROJEKTBANK_DATABASE_URL=sqlite:////data/projektbank.db \
    PROJEKTBANK_FETCH_CACHE=/data/cache \
    PROJEKTBANK_HOST=0.0.0.0 \
    PROJEKTBANK_PORT=8000 \
    PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PROJEKTBANK_PORT\"]}/health/ready', timeout=4)"]
ENTRYPOINT ["projektbank"]
CMD ["serve"]
