import { as, type Mutant } from "../mutant.js"
import { DEV, inCode, LOOKS, mutant, PROD, pushed } from "./helpers.js"

export const repositoryMutants: Mutant[] = [
  mutant({
    name: "v04-not-on-prod",
    check: "b6.catchup",
    message: /history on prod does not contain the tag v0\.4/,
    host: "prod",
    break: as("produser", `cd ${PROD}\ngit tag -d v0.4 >/dev/null`),
    repair: as("produser", `cd ${PROD}\ngit fetch -q origin tag v0.4`),
    named: LOOKS,
  }),
  pushed(
    "database-without-owner",
    "b6.stanza",
    /gives the database no owner/,
    "sed -i 's/ OWNER pixelwise//' setup-server.sh",
  ),
  pushed(
    "password-in-the-example",
    "b6.example-password",
    /DB_PASSWORD has a value in the example/,
    "sed -i 's/^DB_PASSWORD=$/DB_PASSWORD=hunter2hunter2/' .env.example",
  ),
  pushed("driver-in-a-range", "b6.pins", /pg is not pinned/, `sed -i -E 's/("pg": ")/\\1^/' package.json`),
  pushed(
    "password-in-migration-config",
    "b6.mig-no-secret",
    /password for the database is committed/,
    `echo '{"dev": "postgresql://pixelwise:geheim99@localhost/pixelwise"}' >database.json`,
  ),
  pushed(
    "migration-creates-a-table",
    "b6.mig-single",
    /also creates or drops a table/,
    "echo 'CREATE TABLE more (id integer);' >>migrations/0002_client_ip.sql",
  ),
  pushed(
    "migration-of-no-return",
    "b6.mig-single",
    /cannot be taken back/,
    "git rm -q migrations/down/0002_client_ip.sql",
  ),
  mutant({
    name: "v05-not-pushed",
    check: "b6.tag",
    message: /remote has no tag v0\.5/,
    host: "dev",
    break: as("user", `cd ${DEV}\ngit push -q origin :refs/tags/v0.5`),
    repair: as("user", `cd ${DEV}\ngit push -q origin refs/tags/v0.5`),
    named: LOOKS,
  }),
  mutant({
    name: "v05-lightweight",
    check: "b6.tag",
    message: /lightweight/,
    host: "dev",
    break: as("user", `cd ${DEV}\ngit push -q --force origin 'v0.5^{commit}:refs/tags/v0.5'`),
    repair: as("user", `cd ${DEV}\ngit push -q --force origin refs/tags/v0.5`),
    named: LOOKS,
  }),
  mutant({
    name: "pulled-and-not-restarted",
    check: "b6.restarted",
    message: /still runs what was checked out before/,
    host: "prod",
    break: as(
      "produser",
      `cd ${PROD}\nsleep 2\necho '// pulled' >>src/main.ts\ngit -c user.name=x -c user.email=x@example.org commit -qam 'chore: pulled'`,
    ),
    repair: `${as("produser", `cd ${PROD}\ngit reset -q --hard HEAD~1`)}
sleep 1; systemctl restart pixelwise; curl -s -o /dev/null --retry 40 --retry-connrefused --retry-delay 1 http://127.0.0.1:8000/health`,
    named: LOOKS,
  }),
  pushed("no-probe-script", "b6.probe", /No tracked script talks to \/classify/, "git rm -q scripts/probe.sh", {
    named: ["b6.probe"],
  }),
  inCode(
    "name-that-nobody-defines",
    "b6.session-exported",
    /takes a name that the other one does not define/,
    {
      "src/routes/results.ts": [
        [
          'import type { PredictionStore } from "../db.js"',
          'import type { PredictionStore, SessionLocal } from "../db.js"\nexport type Session = SessionLocal',
        ],
      ],
    },
    { named: ["b6.session-exported"] },
  ),
]
