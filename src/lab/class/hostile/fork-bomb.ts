import type { Hostile } from "./hostile.js"

/**
 * Processes that multiply until the account may have no more: also a login finds no room then. The limit is one of the account and not a
 * control group's, because guests do not have the controller on every machine; the lowest priority and the pauses leave the machine to others.
 */
export const forkBomb: Hostile = {
  summary: "a fork bomb within the account's limit of processes",
  host: "dev",
  script: `
set -eu
echo 'user hard nproc 150' > /etc/security/limits.d/bomb.conf
cat > /usr/local/bin/bomb <<'TEXT'
#!/usr/bin/perl
# Where no further process is allowed, each of them waits and tries again: the account stays full.
while (1) { sleep 1 unless defined fork }
TEXT
chmod 755 /usr/local/bin/bomb
systemd-run --quiet --unit=bomb --uid=user --nice=19 --property=LimitNPROC=150 /usr/local/bin/bomb
# Until it has grown as far as it can.
for _ in $(seq 60); do
  [ "$(pgrep --count --exact bomb)" -ge 120 ] && break
  sleep 0.5
done
`,
}
