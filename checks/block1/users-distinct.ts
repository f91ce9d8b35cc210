import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { accounts } from "../library/accounts.js"
import { machine } from "../library/machine.js"

/** Later the setup script asks which account is there, to know whether it runs on prod. */
export default defineCheck({
  id: "b1.users-distinct",
  title: "Neither machine has the account of the other one",
  host: "prod",
  probes: (context) => ({ dev: machine("dev", context), prod: machine("prod", context) }),
  judge: ({ dev, prod }, { settings: { devUser, serviceUser } }) =>
    all(
      expect(!accounts(dev).some(({ name }) => name === serviceUser), {
        message: `dev has the account ${serviceUser}, too.`,
        expected: `${serviceUser} on prod only`,
        actual: "on dev as well",
        hint: `Later scripts take a machine with that account for prod: \`sudo deluser ${serviceUser}\` on dev.`,
      }),
      expect(!accounts(prod).some(({ name }) => name === devUser), {
        message: `prod has the account ${devUser}, too.`,
        expected: `${devUser} on dev only`,
        actual: "on prod as well",
        hint: `Nobody works on prod: \`sudo deluser ${devUser}\` there.`,
      }),
    ),
  hint: "Give each machine one account of its own name.",
})
