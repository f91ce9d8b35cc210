import { defineCheck } from "../../src/engine/check.js"
import { consequenceOf, expect } from "../../src/engine/verdict.js"
import { envContract } from "../library/env-contract.js"

export default defineCheck({
  id: "b3.env-mode",
  title: "Only its owner can read dev's .env",
  host: "dev",
  optional: true,
  needs: ["b3.env-real"],
  probes: (context) => ({ contract: envContract(context, "dev") }),
  judge: ({ contract }) =>
    contract.has("env")
      ? expect(/^[4-7]00$/.test(contract.get("mode")), {
          message: "Other accounts of dev can read .env.",
          expected: "600",
          actual: contract.get("mode"),
        })
      : consequenceOf("b3.env-real"),
  hint: "`chmod 600 .env`.",
})
