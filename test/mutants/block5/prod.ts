import { as, type Mutant } from "../mutant.js"

const REPO = "/opt/pixelwise"
const INSTALLED = "/etc/systemd/system/pixelwise.service"
const DROP_IN = `${INSTALLED}.d/zz-broken.conf`

/** A drop-in changes the effective unit and leaves the installed file alone. */
function dropIn(
  name: string,
  check: string,
  message: RegExp,
  text: string,
  more: Partial<Mutant> & { restart?: boolean } = {},
): Mutant {
  const { restart = false, ...rest } = more
  const reload = `systemctl daemon-reload${restart ? " && systemctl reset-failed pixelwise; systemctl restart pixelwise" : ""}`
  return {
    name,
    check,
    message,
    host: "prod",
    break: `mkdir -p ${INSTALLED}.d && printf '%b' '${text.replaceAll("\n", "\\n").replaceAll("'", `'\\''`)}\\n' >${DROP_IN} && { ${reload}; } || true`,
    repair: `rm -r ${INSTALLED}.d && ${reload}`,
    ...rest,
  }
}

export const prodMutants: Mutant[] = [
  {
    name: "prod-has-own-commit",
    check: "b5.prod-head",
    message: /not on the commit of the remote's main/,
    host: "prod",
    break: as(
      "produser",
      `cd ${REPO}\ngit -c user.name=x -c user.email=x@example.org commit -q --allow-empty -m 'fix: in a hurry'`,
    ),
    repair: as("produser", `cd ${REPO}\ngit reset -q --hard HEAD~1`),
  },
  {
    name: "edited-on-prod",
    check: "b5.prod-head",
    message: /Files were changed on prod/,
    host: "prod",
    break: `echo '# quick fix' >>${REPO}/setup-server.sh`,
    repair: as("produser", `cd ${REPO}\ngit checkout -q -- setup-server.sh`),
  },
  {
    name: "package-of-another-version",
    check: "b5.prod-deps",
    message: /Installed and pinned versions differ/,
    host: "prod",
    break: `sed -i.off -E 's/"version": "[^"]+"/"version": "0.0.1"/' ${REPO}/node_modules/zod/package.json`,
    repair: `mv ${REPO}/node_modules/zod/package.json.off ${REPO}/node_modules/zod/package.json`,
  },
  {
    name: "env-world-readable",
    check: "b5.prod-key",
    message: /open to every account/,
    host: "prod",
    break: `chmod 644 ${REPO}/.env`,
    repair: `chmod 600 ${REPO}/.env`,
  },
  {
    name: "placeholder-key",
    check: "b5.prod-key",
    message: /still uses the placeholder/,
    host: "prod",
    break: `cp -p ${REPO}/.env /root/env.off && sed -i 's/^SECRET_API_KEY=.*/SECRET_API_KEY=replace-me/' ${REPO}/.env`,
    repair: `mv /root/env.off ${REPO}/.env`,
  },
  {
    name: "docs-exposed",
    check: "b5.docs-debug-only",
    message: /GET \/docs on prod was answered \d+ instead of 404/,
    host: "prod",
    break: `cp -p ${REPO}/.env /root/env.off && sed -i 's/^DEBUG=.*/DEBUG=true/' ${REPO}/.env && systemctl restart pixelwise`,
    repair: `mv /root/env.off ${REPO}/.env && systemctl restart pixelwise`,
  },
  {
    name: "unit-edited-on-prod",
    check: "b5.unit-installed",
    message: /differs from the file in the repository/,
    host: "prod",
    break: `echo '# by hand' >>${INSTALLED} && systemctl daemon-reload`,
    repair: `cp ${REPO}/deploy/pixelwise.service ${INSTALLED} && systemctl daemon-reload`,
  },
  {
    name: "unit-not-reloaded",
    check: "b5.unit-installed",
    message: /still works with the old one/,
    host: "prod",
    break: `sleep 1; touch ${INSTALLED}`,
    repair: "systemctl daemon-reload",
  },
  {
    name: "unit-missing",
    check: "b5.unit-installed",
    message: /prod has no unit/,
    host: "prod",
    break: `systemctl disable --now pixelwise && rm ${INSTALLED} && systemctl daemon-reload`,
    repair: `cp ${REPO}/deploy/pixelwise.service ${INSTALLED} && systemctl daemon-reload && systemctl enable --now pixelwise`,
  },
  dropIn("restart-off", "b5.unit-fields", /Restart is "no"/, "[Service]\nRestart=no"),
  dropIn("restart-on-failure", "b5.unit-fields", /Restart is "on-failure"/, "[Service]\nRestart=on-failure"),
  dropIn("restart-after-half-a-minute", "b5.unit-fields", /RestartUSec is "30s"/, "[Service]\nRestartSec=30"),
  dropIn("no-environment-file", "b5.unit-fields", /does not read \.env/, "[Service]\nEnvironmentFile="),
  dropIn(
    "wrong-working-directory",
    "b5.unit-fields",
    /WorkingDirectory is "\/tmp"/,
    "[Service]\nWorkingDirectory=/tmp",
    { restart: true, also: ["b5.active"] },
  ),
  {
    name: "disabled",
    check: "b5.enabled",
    message: /not enabled/,
    host: "prod",
    break: "systemctl disable -q pixelwise",
    repair: "systemctl enable -q pixelwise",
  },
  {
    name: "stopped",
    check: "b5.active",
    message: /The service is not running/,
    host: "prod",
    break: "systemctl stop pixelwise",
    repair: "systemctl start pixelwise",
  },
  {
    name: "started-by-hand-as-root",
    check: "b5.active",
    message: /started by hand and not by systemd/,
    host: "prod",
    break: `systemctl stop pixelwise && cd ${REPO} && { setsid bash -c 'set -a; . ./.env; exec node dist/main.js' >/dev/null 2>&1 </dev/null & } && sleep 3`,
    repair: `for pid in $(ss -Hltnp 'sport = :8000' | grep -o 'pid=[0-9]*' | cut -d= -f2 | sort -u); do kill "$pid"; done; sleep 1; systemctl start pixelwise`,
  },
  dropIn(
    "crash-loop",
    "b5.active",
    /crashes and is started again/,
    "[Service]\nExecStart=\nExecStart=/bin/sh -c 'sleep 1; exit 1' /opt/pixelwise/dist/main.js\nRestartSec=1\nStartLimitIntervalSec=0",
    {
      restart: true,
      also: ["b5.unit-fields"],
    },
  ),
  dropIn(
    "failed-for-good",
    "b5.active",
    /The service has failed/,
    "[Service]\nExecStart=\nExecStart=/usr/bin/false /opt/pixelwise/dist/main.js\nRestart=no",
    { restart: true, also: ["b5.unit-fields"] },
  ),
  dropIn(
    "runs-as-root",
    "b5.runs-as",
    /account of the main process is "root"/,
    "[Service]\nExecStart=\nExecStart=+/usr/bin/node /opt/pixelwise/dist/main.js",
    { restart: true },
  ),
  dropIn("bound-to-loopback", "b5.listening", /bound to one address only/, "[Service]\nEnvironment=HOST=127.0.0.1", {
    restart: true,
  }),
  {
    name: "journal-without-stop",
    check: "b5.stop-start",
    message: /knows of no stop/,
    host: "prod",
    break:
      "journalctl -q --rotate && journalctl -q --vacuum-time=1s 2>/dev/null; curl -s -o /dev/null http://127.0.0.1:8000/health; sleep 1",
    repair: "systemctl restart pixelwise",
  },
  dropIn(
    "start-limit-hit",
    "b5.restart-after-kill",
    /After a kill the service stays down/,
    "[Unit]\nStartLimitIntervalSec=600\nStartLimitBurst=1",
    { restart: true },
  ),
  dropIn("silent-service", "b5.journal", /leave no trace/, "[Service]\nStandardOutput=null", { restart: true }),
  dropIn(
    "key-in-journal",
    "b5.key-not-logged",
    /API key stands in the journal/,
    "[Service]\nExecStartPost=/bin/sh -c 'echo key $SECRET_API_KEY'",
    {
      restart: true,
      repair: `rm -r ${INSTALLED}.d && systemctl daemon-reload && journalctl -q --rotate && sleep 1 && journalctl -q --vacuum-time=1s 2>/dev/null; systemctl restart pixelwise; curl -s -o /dev/null --retry 20 --retry-connrefused --retry-delay 1 http://127.0.0.1:8000/health`,
    },
  ),
  {
    name: "port-firewalled",
    check: "b5.cross-machine",
    message: /got no answer/,
    host: "prod",
    break:
      "nft add table inet broken && nft 'add chain inet broken input { type filter hook input priority 0; }' && nft add rule inet broken input ip saddr 192.168.56.10 tcp dport 8000 drop",
    repair: "nft delete table inet broken",
  },
  {
    name: "laptop-firewalled",
    check: "b5.laptop-reach",
    message: /got no answer/,
    host: "prod",
    break:
      "nft add table inet broken && nft 'add chain inet broken input { type filter hook input priority 0; }' && nft add rule inet broken input ip saddr 192.168.56.1 tcp dport 8000 drop",
    repair: "nft delete table inet broken",
  },
  dropIn(
    "needs-a-hand-after-reboot",
    "b5.reboot",
    /After the reboot the service does not answer/,
    "[Service]\nExecStartPre=/usr/bin/test -e /run/by-hand",
    {
      named: ["b5.reboot"],
      break: `touch /run/by-hand && mkdir -p ${INSTALLED}.d && printf '[Service]\\nExecStartPre=/usr/bin/test -e /run/by-hand\\n' >${DROP_IN} && systemctl daemon-reload && systemctl restart pixelwise`,
      repair: `rm -r ${INSTALLED}.d && systemctl daemon-reload && systemctl reset-failed pixelwise; systemctl restart pixelwise`,
    },
  ),
]
