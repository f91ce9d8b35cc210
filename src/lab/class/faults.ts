import type { HostName } from "../spec.js"

/** One thing that a student has got wrong on hosts at v0.5, as it is done to them. */
export interface Fault {
  readonly name: string
  /** The check that notices. */
  readonly check: string
  readonly host: HostName
  /** Bash text, run as root. */
  readonly script: string
}

const REPO = "/home/user/pixelwise"
const SERVICE = "/opt/pixelwise"

/** Faults that do not hide one another: any of them may be put together. */
export const FAULTS: readonly Fault[] = [
  { name: "service-stopped", check: "b5.active", host: "prod", script: "systemctl stop pixelwise" },
  { name: "env-readable", check: "b5.prod-key", host: "prod", script: `chmod 644 ${SERVICE}/.env` },
  {
    name: "edited-on-prod",
    check: "b5.prod-head",
    host: "prod",
    script: `echo '# quick fix' >>${SERVICE}/setup-server.sh`,
  },
  {
    name: "host-name",
    check: "b1.hostnames",
    host: "prod",
    script: "echo ubuntu >/etc/hostname; hostname ubuntu",
  },
  {
    name: "password-login",
    check: "b1.password-off-config",
    host: "prod",
    script:
      "sed -i 's/^PasswordAuthentication no/PasswordAuthentication yes/' /etc/ssh/sshd_config; sshd -t; systemctl restart ssh",
  },
  {
    name: "not-pushed",
    check: "b2.pushed",
    host: "dev",
    script: `runuser -u user -- env HOME=/home/user git -C ${REPO} commit -q --allow-empty -m 'fix: forgotten'`,
  },
  {
    name: "package-of-another-version",
    check: "b5.prod-deps",
    host: "prod",
    script: `sed -i -E 's/"version": "[^"]+"/"version": "0.0.1"/' ${SERVICE}/node_modules/zod/package.json`,
  },
  {
    name: "role-is-superuser",
    check: "b6.role-prod",
    host: "prod",
    script: "cd / && runuser -u postgres -- psql -X -q -v ON_ERROR_STOP=1 -c 'ALTER ROLE pixelwise SUPERUSER'",
  },
  {
    name: "database-stopped",
    check: "b6.pg-dev",
    host: "dev",
    script: "systemctl stop 'postgresql@*'",
  },
]
