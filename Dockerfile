# Stage 1: production dependencies only; no install script runs.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts
# --build-arg CLUSTER=true: the clients of KurrentDB and Redis too, which the embedded size never loads.
ARG CLUSTER=false
RUN if [ "$CLUSTER" = true ]; then \
  npm pkg delete devDependencies peerDependenciesMeta && npm install --no-save --ignore-scripts --omit=dev; fi

# Stage 2: the program as it stands in the repository; TypeScript runs by type stripping, nothing is built.
FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 OUTCRY_DATA=/data
WORKDIR /app
RUN mkdir /data /keys && chown node:node /data /keys
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json settings.ts ./
COPY events ./events
COPY sources ./sources
COPY analysis ./analysis
COPY projections ./projections
COPY views ./views
COPY server ./server
COPY workers ./workers
COPY adapters ./adapters
COPY cli ./cli
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--disable-warning=ExperimentalWarning", "server/main.ts"]
