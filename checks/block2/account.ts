import { defineCheck } from "../../src/engine/check.js"
import { all, expect, fail, pass, unobserved } from "../../src/engine/verdict.js"
import { answerTo } from "../library/answers.js"
import { gitHost } from "../library/git-host.js"

/** Letters, digits and single marks in between, as all Git hosts allow them. */
const HANDLE = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/

/** A person types the name; the page of the account then has to exist. */
export default defineCheck({
  id: "b2.account",
  title: "The account at the Git host is recorded, and everybody can see its page",
  host: "laptop",
  probes: (context) => ({ answer: answerTo("b2.account"), host: gitHost(context) }),
  question: {
    text: ({ settings }) => `What is your account at ${settings.gitHost} called?`,
    fields: [{ name: "handle", label: "Name of the account" }],
    solution: ({ settings }) => ({ handle: settings.gitAccount || "student" }),
  },
  judge: ({ answer, host }, { settings }) => {
    const handle = (answer?.handle ?? "").trim().replace(/^@/, "")
    if (answer === null)
      return fail({
        message: "This question is not answered yet.",
        expected: "an answer",
        actual: "(none)",
        hint: "Run `course answer b2.account`.",
      })
    return all(
      expect(!handle.includes("@"), {
        message: "That is an e-mail address and not the name of an account.",
        expected: "the name in the address of your profile page",
        actual: handle,
        hint: `Open your profile: its address is ${settings.gitWeb}/ followed by the name.`,
      }),
      expect(HANDLE.test(handle), {
        message: "No Git host has an account of that name.",
        expected: "letters, digits and marks in between",
        actual: handle,
      }),
      () => {
        const known = settings.gitAccount || host.greeted || host.account
        if (known === "")
          return unobserved(
            "Which page belongs to you is known once the repository has a remote, or `gitAccount` stands in the settings of course.yaml.",
          )
        // Where the repository belongs to a group, the greeting names the person and the address the group.
        if ([host.account, host.greeted, settings.gitAccount].some((name) => same(name, handle)))
          return same(host.account, handle) ? pageOf(host.account, host.profileStatus, settings.gitWeb) : pass()
        return fail({
          message: "The account that was typed in is not the one that dev works with.",
          expected: known,
          actual: handle,
          hint: "Compare the name in the address of your profile with the one in `git remote -v`.",
        })
      },
    )
  },
  hint: "Create the account, then record its name with `course answer b2.account`.",
})

function same(a: string, b: string): boolean {
  return a !== "" && a.toLowerCase() === b.toLowerCase()
}

function pageOf(account: string, status: string, web: string): ReturnType<typeof pass> {
  if (status === "000" || status === "" || status.startsWith("5"))
    return unobserved(`The page ${web}/${account} did not answer dev (HTTP ${status || "000"}).`)
  return expect(status === "200", {
    message: "The Git host has no public page of that account.",
    expected: "HTTP 200",
    actual: `HTTP ${status}`,
  })
}
