#!/usr/bin/env bash
# Builds the samples and shows what happens when a worker dies; with the argument two-queues, when a queue does. Ends by
# itself; exit status 0 only if no call failed.
set -euo pipefail
cd "$(dirname "$0")"
echo "Building ..."
./mvnw -q -DskipTests package
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" demo/Demo.java "$@"
