#!/usr/bin/env bash
# s3rver, for tests: s3rver.sh FOLDER PORT
# Prints "ready" when it answers and ends, with what it started, when its input does.
set -euo pipefail
folder=$1 port=$2

# Without the old ciphers it cannot list more than 1,000 keys.
NODE_OPTIONS=--openssl-legacy-provider node "$(dirname "$0")/node_modules/s3rver/bin/s3rver.js" \
    --silent --directory "$folder" --address 127.0.0.1 --port "$port" > "$folder/s3rver.out" 2>&1 < /dev/null &
server=$!
trap 'kill -9 "$server" 2>/dev/null || true' EXIT
for ((i = 0; i < 300; i++)); do
    if (exec 3<> "/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        echo ready
        cat > /dev/null
        exit 0
    fi
    sleep 0.1
done
echo "s3rver does not answer: see $folder." >&2
exit 1
