import { defineCheck } from "../../src/engine/check.js"
import { expect, skip } from "../../src/engine/verdict.js"
import { keysForProd } from "../library/dev-keys.js"
import { devToProd } from "../library/dev-to-prod.js"

export default defineCheck({
  id: "b1.key-comment",
  title: "The comment of dev's key says whose it is",
  host: "dev",
  optional: true,
  needs: ["b1.key-type"],
  probes: (context) => ({ way: devToProd(context) }),
  judge: ({ way }) => {
    const mine = keysForProd(way)
    if (mine.length === 0) return skip("The key for prod is in an agent, and its comment with it.")
    const placeholder = mine.find(({ comment }) => comment.trim().toLowerCase() === "you@example.com")
    return expect(placeholder === undefined, {
      message: "The key's comment is still the placeholder.",
      expected: "a comment that names you and the machine",
      actual: placeholder?.comment ?? "",
    })
  },
  hint: '`ssh-keygen -c -C "you on dev" -f ~/.ssh/id_ed25519` changes it; the key stays the same.',
})
