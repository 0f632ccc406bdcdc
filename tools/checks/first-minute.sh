#!/usr/bin/env bash
# What a newcomer does first, from nothing: clones, runs `npm start`, orders with curl, watches the
# order, stops. Prints each step; exit status 1 where one does not hold.
#   bash tools/checks/first-minute.sh [port]
set -euo pipefail
port=${1:-18080}
shop=http://127.0.0.1:$port
root=$(cd "$(dirname "$0")/../.." && pwd)
clone=$(mktemp -d)
chmod 755 "$clone"
trap 'kill "$platform" 2>/dev/null || true; rm -rf "$clone"' EXIT

git clone -q "$root" "$clone/ballast"
cd "$clone/ballast"
npm start -- --port "$port" >"$clone/out" 2>"$clone/err" &
platform=$!
for _ in $(seq 600); do
  grep -q '^ready in' "$clone/out" && break
  kill -0 "$platform" 2>/dev/null || { tail -5 "$clone/err"; echo 'npm start ended'; exit 1; }
  read -rt 0.5 <> <(:) || true
done
grep '^ready in' "$clone/out"

sku=$(curl -fsS "$shop/v1/products" | sed 's/.*"sku":"\([^"]*\)".*/\1/')
order=$(curl -fsS "$shop/v1/orders" -H 'content-type: application/json' -H "idempotency-key: first-$$" \
  -d "{\"customerId\":\"ada\",\"items\":[{\"sku\":\"$sku\",\"quantity\":2}]}")
echo "ordered: $order"
grep -q '"state":"CONFIRMED"' <<<"$order"

id=$(sed 's/.*"orderId":"\([^"]*\)".*/\1/' <<<"$order")
events=$(curl -sS -N -m 3 "$shop/v1/orders/$id/events" || true)
echo "watched: $(grep -c '^event: state' <<<"$events") changes"
grep -q CONFIRMED <<<"$events"

# To the platform itself, as Ctrl-C in a terminal reaches it: npm would not wait for it.
kill -TERM "$(cut -d@ -f1 .ballast/start.lock)"
wait "$platform"
echo 'stopped with status 0'
curl -fsS -m 1 "$shop/livez" 2>/dev/null && { echo 'it still answers'; exit 1; }
ls "$clone/ballast/.ballast" | grep -E 'lock|sock' && { echo 'it left a lock'; exit 1; }
echo 'nothing left: no answer, no lock, no socket'
