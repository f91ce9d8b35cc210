import { defineCheck } from "../../src/engine/check.js"
import { consequenceOf, expect } from "../../src/engine/verdict.js"
import { fingerprints, keys } from "../library/dev-keys.js"
import { devToProd } from "../library/dev-to-prod.js"
import { prodKeys } from "../library/prod-keys.js"

export default defineCheck({
  id: "b1.key-home",
  title: "dev's private key has stayed on dev",
  host: "prod",
  probes: (context) => ({ way: devToProd(context), prod: prodKeys() }),
  judge: ({ way, prod }) => {
    const mine = new Set([...fingerprints(way), ...keys(way).map(({ fingerprint }) => fingerprint)])
    if (mine.size === 0) return consequenceOf("b1.key-type")
    const copies = prod.all("key").flatMap((line) => {
      const [print = "", ...path] = line.split(" ")
      return mine.has(print) ? [path.join(" ")] : []
    })
    return expect(copies.length === 0, {
      message: "A private key of dev lies on prod.",
      expected: "the public half alone",
      actual: copies.join(", "),
    })
  },
  hint: "A private key never travels: delete the copy, make a new pair on dev, and let `ssh-copy-id` bring the public half.",
})
