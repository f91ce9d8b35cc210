import type { Campaign } from "../campaign.js"
import { answerMutants } from "./answers.js"
import { devMutants } from "./dev.js"
import { plantDrawings } from "./known-drawings.js"
import { prodMutants } from "./prod.js"

export default {
  block: 5,
  state: "v0.4",
  mutants: [...devMutants, ...prodMutants],
  answerMutants,
  across: ["b5.cross-machine"],
  prepare: plantDrawings,
} satisfies Campaign
