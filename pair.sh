#!/usr/bin/env bash
# Builds the samples and shows how one queue of a pair takes over from the other, and gives back. Ends by itself; exit status 0 only if
# no call failed.
set -euo pipefail
cd "$(dirname "$0")"
echo "Building ..."
./mvnw -q -DskipTests package
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" demo/PairDemo.java
