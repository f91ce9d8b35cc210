import { defineCheck } from "../../src/engine/check.js"
import { expect, unobserved } from "../../src/engine/verdict.js"
import { clientAddresses } from "../library/client-addresses.js"

export default defineCheck({
  id: "b6.mig-value",
  title: "A row that dev caused on prod holds dev's address",
  host: "prod",
  optional: true,
  needs: ["b6.mig-applied"],
  probes: (context) => ({ rows: clientAddresses(context) }),
  judge: ({ rows }, { settings }) => {
    if (rows.has("problem")) return unobserved(`The rows on prod could not be looked at: ${rows.get("problem")}`)
    const addresses = rows.all("address")
    return expect(addresses.includes(settings.devAddress), {
      message: `No row on prod holds ${settings.devAddress}, the address of dev.`,
      expected: settings.devAddress,
      actual: addresses.join(", ") || "no address at all",
      hint: addresses.some((address) => /^(127\.|::1$)/.test(address))
        ? "A loopback address is that of prod itself or of its proxy: send a drawing from dev, and behind a proxy take the forwarded address, from that proxy only."
        : "Store the caller's address in the handler of /classify (request.ip, request.client.host), restart, and send a drawing from dev.",
    })
  },
  hint: "Send a drawing from dev to prod, with prod's key, and look at the newest row.",
})
