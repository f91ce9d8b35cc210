import type { Campaign } from "../campaign.js"
import { answerMutants } from "./answers.js"
import { classifierMutants } from "./classifier.js"
import { fileMutants } from "./files.js"
import { forkMutants, plantFork } from "./fork.js"
import { gitMutants } from "./git.js"
import { scriptMutants } from "./script.js"

export default {
  block: 4,
  state: "v0.5",
  mutants: [...fileMutants, ...gitMutants, ...scriptMutants, ...classifierMutants, ...forkMutants],
  answerMutants,
  across: ["b4.catchup"],
  prepare: plantFork,
} satisfies Campaign
