import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { devToProd } from "../library/dev-to-prod.js"
import { keyPairs } from "../library/key-pairs.js"

export default defineCheck({
  id: "b3.catchup-keys",
  title: "dev has two key pairs, and the older one still opens prod",
  host: "dev",
  optional: true,
  probes: (context) => ({ pairs: keyPairs(), way: devToProd(context) }),
  judge: ({ pairs, way }) =>
    all(
      expect(pairs.all("pair").length > 1, {
        message: "dev has one key pair where there should be two.",
        expected: "a pair for prod and a pair for the Git host: four files",
        actual: [...pairs.all("pair"), ...pairs.all("lonely").map((name) => `${name} without its public half`)].join(
          ", ",
        ),
        hint: "The key for the Git host was written over that of block 1: restore B1-complete, and give the new one a name with `-f ~/.ssh/id_ed25519_github`.",
      }),
      expect(way.has("login") || way.number("answered") === 0, {
        message: "prod does not know the key of dev any more.",
        expected: "a login by key",
        actual: way.get("said"),
        hint: "The pair of block 1 was replaced: restore B1-complete on dev, and make the key for the Git host under another name.",
      }),
      expect(way.has("login"), {
        message: "prod does not answer dev.",
        expected: "a login by key",
        actual: way.get("said"),
      }),
    ),
  hint: "`ls ~/.ssh` shows two pairs: one of block 1 for prod, one for the Git host.",
})
