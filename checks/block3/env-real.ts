import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { envContract } from "../library/env-contract.js"

export default defineCheck({
  id: "b3.env-real",
  title: "dev's .env sets a key of its own",
  host: "dev",
  probes: (context) => ({ contract: envContract(context, "dev") }),
  judge: ({ contract }) => {
    if (!contract.has("repository")) return consequenceOf("b3.script-root")
    return all(
      expect(contract.has("env"), {
        message: "dev has no .env.",
        expected: ".env at the root of the repository",
        actual: "(none)",
        hint: "`cp .env.example .env`, then set the key.",
      }),
      expect(contract.get("placeholder") !== "empty", {
        message: "SECRET_API_KEY in dev's .env is empty.",
        expected: "a key",
        actual: "nothing behind the =",
      }),
      expect(contract.has("set"), {
        message: "dev's .env does not set SECRET_API_KEY.",
        expected: "SECRET_API_KEY=...",
        actual: "no such line",
      }),
      expect(!contract.has("placeholder"), {
        message: "SECRET_API_KEY in dev's .env is still a placeholder.",
        expected: "a key that nobody can guess",
        actual: "what the example says, or the like",
        hint: "Copied and left as it was: replace the value, `openssl rand -hex 32` makes one.",
      }),
    )
  },
  hint: "`openssl rand -hex 32` makes a key: put it behind SECRET_API_KEY= in .env.",
})
