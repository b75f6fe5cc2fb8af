#!/usr/bin/env bash
# Builds the samples and shows what happens when a worker dies; with the argument two-queues, when one of two queues
# does; with the argument pair, when the serving one of a primary and a backup does. Ends by itself; exit status 0 only
# if no call failed.
set -euo pipefail
cd "$(dirname "$0")"
bin="${JAVA_HOME:+$JAVA_HOME/bin/}"
echo "Building ..."
./mvnw -q -DskipTests package
"${bin}javac" -d target/demo demo/*.java
exec "${bin}java" -cp target/demo Demo "$@"
