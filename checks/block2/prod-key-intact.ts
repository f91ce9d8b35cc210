import { defineCheck } from "../../src/engine/check.js"
import { expect, unobserved } from "../../src/engine/verdict.js"
import { devToProd } from "../library/dev-to-prod.js"

export default defineCheck({
  id: "b2.prod-key-intact",
  title: "dev still gets into prod without a prompt",
  host: "dev",
  needs: ["b2.host-key"],
  probes: (context) => ({ way: devToProd(context) }),
  judge: ({ way }) =>
    way.number("answered") === 0 && !way.has("login") && !/denied|verification/i.test(way.get("said"))
      ? unobserved(`prod does not answer dev: ${way.get("said")}`)
      : expect(way.has("login"), {
          message: "The login from dev to prod asks for something again.",
          expected: "a login by key",
          actual: way.get("said"),
          hint: "If the key for the Git host was written over the one of block 1, restore B1-complete and make the new key under another name with `-f`.",
        }),
  hint: "Try `ssh -v` from dev to prod: it tells which key is offered.",
})
