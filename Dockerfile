# The images of the platform: one shape, `docker build --build-arg APP=orders -t ballast-orders .`
# Why it is so: docs/adr/009-images.md.
ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim
# Where bundles come from: `built` makes them here, from the sources, with nothing but Docker.
# `staged` takes those that `npm run images` has made, in a second.
ARG BUNDLES=built

FROM ${NODE_IMAGE} AS manifests
WORKDIR /src
COPY . .
# What is to be installed depends on these alone: while they stay, so does the layer of npm's.
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete \
  && find . -type d -empty -delete

FROM ${NODE_IMAGE} AS built
WORKDIR /src
COPY --from=manifests /src ./
RUN npm ci --omit=dev --ignore-scripts
COPY . .
ARG APP
RUN node tools/images/src/main.ts ${APP}

FROM scratch AS staged
ARG APP
COPY dist/images/${APP} /src/dist/images/${APP}

FROM ${BUNDLES} AS bundles

# For development alone: `docker build --target postgres --build-arg APP=postgres -t ballast-postgres .`
FROM ${NODE_IMAGE} AS postgres
COPY --from=bundles /src/dist/images/postgres /opt/postgres
ENV PATH=/opt/postgres/bin:$PATH
USER 1000:1000
# To PostgreSQL, SIGTERM means to wait until every client has left.
STOPSIGNAL SIGINT
ENTRYPOINT ["postgres"]

# The last one: what is built where no target is named.
FROM ${NODE_IMAGE} AS app
ARG APP
COPY --from=bundles /src/dist/images/${APP} /app
WORKDIR /app
# V8 lets the space for new objects grow to 32 MiB, and an idle process never gives it back. malloc
# keeps an arena for each thread that ever asked. `--enable-source-maps` would make stack traces speak
# of the sources, for 40 MiB more; the maps are there for whoever adds it.
ENV NODE_ENV=production \
    NODE_OPTIONS=--max-semi-space-size=4 \
    MALLOC_ARENA_MAX=2 \
    HOST=0.0.0.0
USER 1000:1000
# Process 1 itself: it listens to signals from its first line, and has no children to reap.
ENTRYPOINT ["node", "main.js"]
