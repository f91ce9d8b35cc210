import { defineCheck } from "../../src/engine/check.js"
import { isAuthorized } from "../library/authorized-key.js"
import { devToProd } from "../library/dev-to-prod.js"
import { sshServer } from "../library/sshd.js"

export default defineCheck({
  id: "b1.authorized-key",
  title: "prod knows dev's key, in a file that only the account can change",
  host: "prod",
  probes: (context) => ({ way: devToProd(context), server: sshServer(context) }),
  judge: ({ way, server }, context) => isAuthorized(way, server, context),
  hint: "`ssh-copy-id` on dev brings the public half to ~/.ssh/authorized_keys on prod, with the right modes.",
})
