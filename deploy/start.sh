#!/usr/bin/env bash
# What a container runs: the model of its image into the data folder, the tables up to date, then the service.
set -euo pipefail
mkdir -p "$IPDESK_DATA/model"
# A newer image brings a newer model; what was taught stays.
if ! cmp -s seed/model/fingerprint.json "$IPDESK_DATA/model/fingerprint.json"; then
    rm -f "$IPDESK_DATA"/model/*.tar.gz
    cp seed/model/*.tar.gz seed/model/fingerprint.json "$IPDESK_DATA/model/"
fi
ipdesk kb build
exec ipdesk "${@:-serve}"
