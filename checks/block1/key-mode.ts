import { defineCheck } from "../../src/engine/check.js"
import { keyMode } from "../library/dev-keys.js"
import { devToProd } from "../library/dev-to-prod.js"

export default defineCheck({
  id: "b1.key-mode",
  title: "Only its owner can reach dev's private key",
  host: "dev",
  probes: (context) => ({ way: devToProd(context) }),
  judge: ({ way }) => keyMode(way),
  hint: "`chmod 700 ~/.ssh` and `chmod 600` on the private key.",
})
