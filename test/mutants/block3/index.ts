import type { Campaign } from "../campaign.js"
import { answerMutants } from "./answers.js"
import { environmentMutants } from "./environment.js"
import { laptopMutants, plantLog, removeLog } from "./laptop.js"
import { looked } from "./looks.js"
import { pinMutants } from "./pins.js"
import { releaseMutants } from "./release.js"
import { scriptMutants } from "./script.js"
import { settingsMutants } from "./settings.js"

export default {
  block: 3,
  state: "v0.5",
  mutants: [
    ...scriptMutants,
    ...looked([...environmentMutants, ...pinMutants, ...settingsMutants, ...releaseMutants]),
    ...laptopMutants,
  ],
  answerMutants,
  prepare: plantLog,
  finish: removeLog,
} satisfies Campaign
