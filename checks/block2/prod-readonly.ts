import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { prodClone } from "../library/prod-clone.js"

export default defineCheck({
  id: "b2.prod-readonly",
  title: "prod has no private key that it could offer the Git host",
  host: "prod",
  informational: true,
  probes: (context) => ({ clone: prodClone(context) }),
  judge: ({ clone }) =>
    expect(!clone.has("key"), {
      message: "prod has a private key that it would offer the Git host.",
      expected: "no key: prod only reads",
      actual: clone.all("key").join(", "),
    }),
  hint: "Whoever takes prod over could then write to the repository: delete the key on prod, and at the Git host if it is registered there.",
})
