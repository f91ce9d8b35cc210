import { defineCheck } from "../../src/engine/check.js"
import { sh } from "../../src/engine/shell.js"
import { expect } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"
import { databaseServer } from "../library/database-server.js"

const STANDARD_PORT = 5432

export default defineCheck({
  id: "b6.pg-local",
  title: "The database of prod cannot be reached from dev",
  host: "prod",
  needs: ["b6.pg-prod"],
  probes: (context) => ({
    server: databaseServer(context, "prod"),
    fromDev: facts(
      "dev",
      sh`
timeout 4 bash -c '(exec 3<>"/dev/tcp/$1/$2") 2>/dev/null' - ${context.settings.prodAddress} ${STANDARD_PORT} && fact reached yes
exit 0`,
    ),
  }),
  judge: ({ server, fromDev }) => {
    const open = server.all("listens").filter((address) => !/^(127\.|\[::1\]|\[::ffff:127\.)/.test(address))
    // Another port than the usual one is not tried from dev: where it listens then has to tell.
    const elsewhere = open.filter((address) => !address.endsWith(`:${STANDARD_PORT}`))
    return expect(!fromDev.has("reached") && elsewhere.length === 0, {
      message: "PostgreSQL on prod accepts connections from other machines.",
      expected: "listening on localhost only",
      actual: open.join(", ") || `port ${STANDARD_PORT} answers from dev`,
    })
  },
  hint: "Set `listen_addresses = 'localhost'` in postgresql.conf and restart PostgreSQL: the service lives on the same machine.",
})
