#!/bin/sh
# Makes the secrets that docker-compose.yml mounts, once, in deploy/secrets; keeps those that exist.
# Usage: deploy/make-secrets.sh HOSTNAME
set -eu
host="${1:?Usage: deploy/make-secrets.sh HOSTNAME}"
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
cd secrets

random() { head -c 36 /dev/urandom | base64 | tr -d '+/=\n'; }
keep() { [ -s "$1" ] || cat >"$1"; }

random | keep postgres-password
random | keep redis-password
random | keep secret-key
printf 'postgres://portal:%s@db:5432/portal' "$(cat postgres-password)" | keep database-url
printf 'redis://:%s@redis:6379/0' "$(cat redis-password)" | keep redis-url
printf 'requirepass %s\nappendonly no\nsave ""\nmaxmemory 256mb\nmaxmemory-policy volatile-lru\n' "$(cat redis-password)" | keep redis.conf
if [ ! -s tls-key.pem ]; then
    openssl req -x509 -newkey rsa:3072 -nodes -days 825 -subj "/CN=$host" -addext "subjectAltName=DNS:$host" \
        -keyout tls-key.pem -out tls-certificate.pem 2>/dev/null
    echo "Made a certificate that no browser trusts; put your own into deploy/secrets/tls-*.pem."
fi
# Read inside the containers by users other than this one; the folder itself stays closed to everybody else.
chmod 644 ./*
echo "Secrets stand in deploy/secrets. Next: NOC_HOSTS=$host docker compose up -d"
