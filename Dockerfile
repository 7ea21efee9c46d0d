# syntax=docker/dockerfile:1

# Built on the machine's own platform for the one asked for, so that nothing is emulated.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
ARG TARGETARCH
WORKDIR /source

# Packages are a layer of their own: they change seldom.
COPY Directory.Build.props Directory.Packages.props ./
COPY src/ImageGen.Core/ImageGen.Core.csproj src/ImageGen.Core/
COPY src/ImageGen.Bot/ImageGen.Bot.csproj src/ImageGen.Bot/
RUN dotnet restore src/ImageGen.Bot -a $TARGETARCH -p:PublishReadyToRun=true

# Compiled ahead of time (ReadyToRun): 18 MB more, for a shorter start and first requests (docs/operations.md). Analyzers
# have had their say in CI.
COPY .editorconfig BannedSymbols.txt ./
COPY src/ src/
RUN dotnet publish src/ImageGen.Bot -c Release -a $TARGETARCH --no-restore --no-self-contained -p:PublishReadyToRun=true -p:RunAnalyzers=false -o published
RUN mkdir data

# Chiseled: no shell, no package manager, no root. "extra" has ICU, with which prompts are compared; OpenSSL's libcrypto,
# with which Discord's signatures are checked, is in every variant.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
LABEL org.opencontainers.image.title="ImageGen.Bot" \
      org.opencontainers.image.description="Type /imagine in Discord or Slack, get a picture in the thread" \
      org.opencontainers.image.licenses="MIT"

# Watching appsettings.json costs a file watch of which a host has few, and settings are read once.
ENV ASPNETCORE_HTTP_PORTS=8080 \
    DOTNET_HOSTBUILDER__RELOADCONFIGONCHANGE=false \
    DataPath=/data

WORKDIR /app
COPY --from=build /source/published ./
COPY --from=build --chown=1654:1654 /source/data /data
USER 1654:1654
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s CMD ["/app/ImageGen.Bot", "healthcheck"]
ENTRYPOINT ["/app/ImageGen.Bot"]
