import { defineCheck } from "../../src/engine/check.js"
import { lines, sh } from "../../src/engine/shell.js"
import { expect, unobserved } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"
import { envValueFunction } from "../library/env-file.js"

export default defineCheck({
  id: "b5.key-not-logged",
  title: "The key never appears in the service's journal",
  host: "prod",
  needs: ["b5.prod-key", "b5.active"],
  probes: ({ settings }) => ({
    journal: facts(
      "prod",
      lines(
        envValueFunction,
        sh`
env_value ${`${settings.prodRepo}/.env`} SECRET_API_KEY && [ -n "$value" ] || exit 0
fact lines "$(journalctl -q --no-pager -o cat -u ${settings.unit} -n 1 | wc -l)"
fact hits "$(journalctl -q --no-pager -o cat -a -u ${settings.unit} -n 50000 | grep -c -F -f <(printf '%s\n' "$value"))"`,
      ),
    ),
  }),
  judge: ({ journal }) => {
    if (!journal.has("lines") || journal.number("lines") === 0)
      return unobserved(
        "The journal of the service on prod cannot be read: add the account to the group adm (`sudo usermod -aG adm $USER`, then log in again).",
      )
    const hits = journal.number("hits")
    return expect(hits === 0, {
      message: "The API key stands in the journal.",
      expected: "0 lines with the key",
      actual: `${hits} lines with the key`,
    })
  },
  hint: "Do not log request headers, or redact X-API-Key; then choose a new key, since the old one is known.",
})
