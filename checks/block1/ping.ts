import { defineCheck } from "../../src/engine/check.js"
import { devToProd } from "../library/dev-to-prod.js"
import { answersPing } from "../library/way-verdicts.js"

export default defineCheck({
  id: "b1.ping",
  title: "prod answers dev's pings",
  host: "dev",
  needs: ["b1.static-dev", "b1.static-prod"],
  probes: (context) => ({ way: devToProd(context) }),
  judge: ({ way }) => answersPing(way),
  hint: "Are both machines on, and are their second adapters attached to the same host-only network? Then `ping -c 3` again.",
})
