import { defineCheck } from "../../src/engine/check.js"
import { lines, sh } from "../../src/engine/shell.js"
import { token } from "../../src/engine/random.js"
import { expect, fail, skip, unobserved } from "../../src/engine/verdict.js"
import { clientAddresses } from "../library/client-addresses.js"
import { facts } from "../library/command.js"
import { drawDigit } from "../library/drawing.js"
import { envValueFunction } from "../library/env-file.js"

export default defineCheck({
  id: "b6.mig-value",
  title: "A row that dev caused on prod holds dev's address",
  host: "prod",
  optional: true,
  needs: ["b6.mig-applied"],
  probes: (context) => ({
    // With dev's key, which may be prod's as well; a key never leaves its host.
    sent: facts(
      "dev",
      lines(
        envValueFunction,
        sh`
env_value ${`${context.settings.devRepo}/.env`} SECRET_API_KEY
key=\${value//\\/\\\\}; key=\${key//\"/\\\"}; value=
fact code "$(printf 'header = "X-API-Key: %s"\n' "$key" | curl --disable -s --config - --max-time 8 -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' -d ${JSON.stringify({ pixels: drawDigit("3", token(context.runSeed, "address")) })} ${`http://${context.settings.prodAddress}:${context.settings.prodPort}/classify`})"
exit 0`,
      ),
      { effects: "sends one drawing from dev to prod, whose row stays" },
    ),
    rows: clientAddresses(context),
  }),
  judge: ({ sent, rows }, { settings }) => {
    if (rows.has("problem")) return unobserved(`The rows on prod could not be looked at: ${rows.get("problem")}`)
    const addresses = rows.all("address")
    if (addresses.includes(settings.devAddress)) return { status: "pass" }
    if (sent.get("code") !== "200" && addresses.length === 0)
      return skip(
        `No row on prod has an address yet, and dev's key does not open prod (HTTP ${sent.get("code")}): send a drawing from dev with prod's key.`,
      )
    if (addresses.some((address) => /^(127\.|::1$)/.test(address)) || sent.get("code") === "200")
      return fail({
        message: `No row on prod holds ${settings.devAddress}, the address of dev.`,
        expected: settings.devAddress,
        actual: addresses.join(", ") || "no address at all",
        hint: addresses.some((address) => /^(127\.|::1$)/.test(address))
          ? "That is the address of the proxy: take the forwarded address, and only from the proxy you trust."
          : "Store the address of the caller in the handler of /classify (request.ip, request.client.host).",
      })
    return expect(false, {
      message: `No row on prod holds ${settings.devAddress}, the address of dev.`,
      expected: settings.devAddress,
      actual: addresses.join(", "),
    })
  },
  hint: "Send a drawing from dev to prod and look at the newest row.",
})
