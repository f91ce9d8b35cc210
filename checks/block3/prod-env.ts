import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { envContract } from "../library/env-contract.js"

export default defineCheck({
  id: "b3.prod-env",
  title: "prod has a .env of its own, which Git ignores",
  host: "prod",
  optional: true,
  probes: (context) => ({ contract: envContract(context, "prod") }),
  judge: ({ contract }, { settings }) => {
    if (!contract.has("repository")) return consequenceOf("b3.prod-head")
    return all(
      expect(contract.has("env"), {
        message: "prod has no .env.",
        expected: `${settings.prodRepo}/.env`,
        actual: "(none)",
      }),
      expect(!contract.has("tracked") && contract.has("ignored"), {
        message: "Git on prod does not ignore .env.",
        expected: "an ignored file",
        actual: contract.has("tracked") ? "a tracked file" : "no rule that matches",
        hint: "The rule comes with the pull: commit it on dev and push.",
      }),
      expect(contract.has("set") || contract.has("placeholder"), {
        message: "prod's .env does not set SECRET_API_KEY.",
        expected: "SECRET_API_KEY=...",
        actual: "no such line",
      }),
      expect(!contract.has("placeholder"), {
        message: "SECRET_API_KEY in prod's .env is empty or still a placeholder.",
        expected: "a key that nobody can guess",
        actual: "nothing, or what the example says",
      }),
    )
  },
  hint: "On prod: `cp .env.example .env`, a key of its own (`openssl rand -hex 32`), DEBUG=false, `chmod 600 .env`.",
})
