import { defineCheck } from "../../src/engine/check.js"
import { keyType } from "../library/dev-keys.js"
import { devToProd } from "../library/dev-to-prod.js"

export default defineCheck({
  id: "b1.key-type",
  title: "dev has an Ed25519 key for prod",
  host: "dev",
  probes: (context) => ({ way: devToProd(context) }),
  judge: ({ way }) => keyType(way),
  hint: 'On dev: `ssh-keygen -t ed25519 -C "a comment of yours"`.',
})
