import type { Mutant } from "../mutant.js"
import { inDatabase, LOOKS, mutant, PROD, psql } from "./helpers.js"

const HBA = "/etc/postgresql/15/main/pg_hba.conf"
const CONF = "/etc/postgresql/15/main/conf.d/zz-broken.conf"
const READY = "for n in $(seq 40); do pg_isready -q && break; sleep 0.5; done"
const HEALTHY = "curl -s -o /dev/null --retry 40 --retry-connrefused --retry-delay 1 http://127.0.0.1:8000/health"

function stopped(host: "dev" | "prod"): Mutant {
  return mutant({
    name: `postgres-stopped-on-${host}`,
    check: `b6.pg-${host}`,
    message: new RegExp(`installed on ${host} and does not run`),
    host,
    break: "systemctl stop postgresql@15-main",
    repair: `systemctl start postgresql@15-main\n${READY}`,
    named: LOOKS,
    // Both hosts' logins and tables are judged together.
    also: ["b6.login"],
  })
}

export const databaseMutants: Mutant[] = [
  stopped("dev"),
  stopped("prod"),
  mutant({
    name: "database-open-to-the-network",
    check: "b6.pg-local",
    message: /accepts connections from other machines/,
    host: "prod",
    break: `echo "listen_addresses = '*'" >${CONF} && systemctl restart postgresql@15-main\n${READY}`,
    repair: `rm ${CONF} && systemctl restart postgresql@15-main\n${READY}`,
    named: LOOKS,
  }),
  inDatabase("dev", "role-may-create-databases", "b6.role-dev", /is createdb/, [
    "ALTER ROLE pixelwise CREATEDB",
    "ALTER ROLE pixelwise NOCREATEDB",
  ]),
  inDatabase("prod", "role-is-superuser", "b6.role-prod", /is superuser/, [
    "ALTER ROLE pixelwise SUPERUSER",
    "ALTER ROLE pixelwise NOSUPERUSER",
  ]),
  inDatabase("dev", "database-of-postgres-on-dev", "b6.db-dev", /on dev belongs to postgres/, [
    "ALTER DATABASE pixelwise OWNER TO postgres",
    "ALTER DATABASE pixelwise OWNER TO pixelwise",
  ]),
  inDatabase("prod", "database-of-postgres-on-prod", "b6.db-prod", /on prod belongs to postgres/, [
    "ALTER DATABASE pixelwise OWNER TO postgres",
    "ALTER DATABASE pixelwise OWNER TO pixelwise",
  ]),
  mutant({
    name: "password-not-propagated",
    check: "b6.login",
    message: /On dev the role cannot log in with the password/,
    host: "dev",
    break: `umask 077; ${psql("SELECT rolpassword FROM pg_authid WHERE rolname = 'pixelwise'").replace("-q ", "-qAt ")} >/root/role.off && ${psql("ALTER ROLE pixelwise PASSWORD 'another'")}`,
    repair: `{ printf "ALTER ROLE pixelwise PASSWORD '%s';" "$(cat /root/role.off)"; } | (cd / && runuser -u postgres -- psql -X -q -v ON_ERROR_STOP=1 -d pixelwise) && rm /root/role.off`,
    named: LOOKS,
  }),
  mutant({
    name: "trust-in-pg-hba",
    check: "b6.login-wrong",
    message: /On prod anybody gets into the database with any password/,
    host: "prod",
    break: `cp -p ${HBA} /root/hba.off && sed -i '1i host all all 127.0.0.1/32 trust' ${HBA} && systemctl reload postgresql@15-main && sleep 1`,
    repair: `mv /root/hba.off ${HBA} && systemctl reload postgresql@15-main && sleep 1`,
    named: LOOKS,
  }),
  inDatabase("prod", "role-reads-server-files", "b6.least-privilege", /can read files of the server/, [
    "GRANT pg_read_server_files TO pixelwise; GRANT EXECUTE ON FUNCTION pg_read_file(text) TO pixelwise",
    "REVOKE pg_read_server_files FROM pixelwise; REVOKE EXECUTE ON FUNCTION pg_read_file(text) FROM pixelwise",
  ]),
  inDatabase("dev", "member-of-a-mighty-role", "b6.least-privilege", /may act as mighty/, [
    "CREATE ROLE mighty CREATEROLE; GRANT mighty TO pixelwise",
    "DROP ROLE mighty",
  ]),
  inDatabase("dev", "table-of-postgres", "b6.table-dev", /table predictions on dev belongs to postgres/, [
    "ALTER TABLE predictions OWNER TO postgres",
    "ALTER TABLE predictions OWNER TO pixelwise",
  ]),
  inDatabase("prod", "column-on-prod-only", "b6.table-prod", /tables on dev and prod differ/, [
    "ALTER TABLE predictions ADD COLUMN remark text",
    "ALTER TABLE predictions DROP COLUMN remark",
  ]),
  inDatabase("prod", "single-precision", "b6.columns", /column confidence on prod is of type real/, [
    "ALTER TABLE predictions ALTER COLUMN confidence TYPE real",
    "ALTER TABLE predictions ALTER COLUMN confidence TYPE double precision",
  ]),
  inDatabase("dev", "further-column-demanded", "b6.columns", /demands further values: origin/, [
    "ALTER TABLE predictions ADD COLUMN origin text NOT NULL DEFAULT 'x'; ALTER TABLE predictions ALTER COLUMN origin DROP DEFAULT",
    "ALTER TABLE predictions DROP COLUMN origin",
  ]),
  mutant({
    name: "url-missing-on-prod",
    check: "b6.url-config",
    message: /missing in \.env on prod/,
    host: "prod",
    break: `cp -p ${PROD}/.env /root/env.off && sed -i '/^DATABASE_URL=/d' ${PROD}/.env`,
    repair: `mv /root/env.off ${PROD}/.env`,
    named: LOOKS,
  }),
  mutant({
    name: "url-with-wrong-password",
    check: "b6.url-effective",
    message: /no way into its database/,
    host: "prod",
    break: `cp -p ${PROD}/.env /root/env.off && sed -i -E 's#^DATABASE_URL=.*#DATABASE_URL=postgresql://pixelwise:stale@localhost:5432/pixelwise#' ${PROD}/.env && systemctl restart pixelwise && ${HEALTHY}`,
    repair: `mv /root/env.off ${PROD}/.env && systemctl restart pixelwise && ${HEALTHY}`,
    named: LOOKS,
  }),
  mutant({
    name: "results-firewalled",
    check: "b6.results-prod",
    message: /got no answer/,
    also: ["b6.catchup"],
    host: "prod",
    break:
      "nft add table inet broken && nft 'add chain inet broken input { type filter hook input priority 0; }' && nft add rule inet broken input ip saddr 192.168.56.10 tcp dport 8000 drop",
    repair: "nft delete table inet broken",
    named: LOOKS,
  }),
  mutant({
    name: "emptied-at-every-start",
    check: "b6.persist",
    message: /restart of the service on prod loses rows/,
    host: "prod",
    break:
      "mkdir -p /etc/systemd/system/pixelwise.service.d && printf '[Service]\\nExecStartPre=+/usr/sbin/runuser -u postgres -- psql -q -d pixelwise -c \"DELETE FROM predictions\"\\n' >/etc/systemd/system/pixelwise.service.d/zz-broken.conf && systemctl daemon-reload",
    repair: "rm -r /etc/systemd/system/pixelwise.service.d && systemctl daemon-reload",
    named: ["b6.persist"],
  }),
  inDatabase("dev", "no-count-of-migrations", "b6.mig-tool", /keeps no count of applied migrations/, [
    "ALTER TABLE schema_migrations RENAME TO done",
    "ALTER TABLE done RENAME TO schema_migrations",
  ]),
  inDatabase("prod", "address-of-the-proxy", "b6.mig-value", /No row on prod holds 192\.168\.56\.10/, [
    "UPDATE predictions SET client_ip = '127.0.0.1' WHERE client_ip = '192.168.56.10'",
    "UPDATE predictions SET client_ip = '192.168.56.10' WHERE client_ip = '127.0.0.1'",
  ]),
  inDatabase("prod", "migration-not-noted", "b6.mig-applied", /has not noted migrations\/0002_client_ip\.sql/, [
    "DELETE FROM schema_migrations WHERE name LIKE '0002%'",
    "INSERT INTO schema_migrations (name) VALUES ('0002_client_ip.sql')",
  ]),
  inDatabase("prod", "old-rows-filled-in", "b6.mig-nulls", /No row on prod is older than the migration/, [
    "UPDATE predictions SET client_ip = '10.9.9.9' WHERE client_ip IS NULL",
    "UPDATE predictions SET client_ip = NULL WHERE client_ip = '10.9.9.9'",
  ]),
]
