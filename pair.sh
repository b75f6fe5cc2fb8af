#!/usr/bin/env bash
# Builds the samples and shows how one queue of a pair takes over from the other, and gives back. Ends by itself; exit
# status 0 only if no call failed.
exec "$(dirname "$0")/demo.sh" pair
