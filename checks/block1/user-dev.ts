import { defineCheck } from "../../src/engine/check.js"
import { accounts } from "../library/accounts.js"
import { isPersonal } from "../library/personal-account.js"
import { machine } from "../library/machine.js"

export default defineCheck({
  id: "b1.user-dev",
  title: "dev has the account to work with, and it may use sudo",
  host: "dev",
  probes: (context) => ({ dev: machine("dev", context) }),
  judge: ({ dev }, { settings }) => isPersonal("dev", settings.devUser, accounts(dev)),
  hint: "Create it (`sudo adduser NAME`, `sudo adduser NAME sudo`), or name yours as `devUser` in the settings of course.yaml.",
})
