import { defineCheck } from "../../src/engine/check.js"
import { accounts } from "../library/accounts.js"
import { isPersonal } from "../library/personal-account.js"
import { machine } from "../library/machine.js"

export default defineCheck({
  id: "b1.user-prod",
  title: "prod has the account of the service, and it may use sudo",
  host: "prod",
  probes: (context) => ({ prod: machine("prod", context) }),
  judge: ({ prod }, { settings }) => isPersonal("prod", settings.serviceUser, accounts(prod)),
  hint: "Create it (`sudo adduser NAME`, `sudo adduser NAME sudo`), or name yours as `serviceUser` in the settings of course.yaml.",
})
