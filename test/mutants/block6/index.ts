import type { Campaign } from "../campaign.js"
import { answerMutants } from "./answers.js"
import { codeMutants } from "./code.js"
import { databaseMutants } from "./database.js"
import { migrateHosts } from "./migrated-hosts.js"
import { repositoryMutants } from "./repository.js"
import { scriptMutants } from "./script.js"

export default {
  block: 6,
  state: "v0.5",
  mutants: [...databaseMutants, ...repositoryMutants, ...codeMutants, ...scriptMutants],
  answerMutants,
  across: [
    "b6.login",
    "b6.login-wrong",
    "b6.least-privilege",
    "b6.columns",
    "b6.pins",
    "b6.url-config",
    "b6.results-prod",
  ],
  prepare: migrateHosts,
} satisfies Campaign
