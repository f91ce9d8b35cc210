import { expect, test } from "vitest"
import { context } from "../../src/engine/context.js"
import handshake from "../../checks/block2/handshake.js"
import { gitHost } from "../../checks/library/git-host.js"

const STUDENT = context.parse({
  track: "typescript",
  settings: { gitAccount: "you" },
  runSeed: "a",
  workspaceSeed: "b",
})

function seen(...facts: string[]) {
  return {
    status: "done" as const,
    exitCode: 0,
    stdout: `${facts.join("\n")}\n`,
    stderr: "",
    truncated: false,
    durationMs: 0,
  }
}

function judge(...facts: string[]) {
  return handshake.judge({ host: seen(...facts) }, STUDENT)
}

test.each([
  ["Hi you! You've successfully authenticated, but GitHub does not provide shell access.", "you"],
  ["Welcome to GitLab, @you!", "you"],
  [
    "Hi there, you! You've successfully authenticated with the key named dev, but Gitea does not provide shell access.",
    "you",
  ],
  ["logged in as you.", "you"],
  ["Hi you/pixelwise! You've successfully authenticated, but GitHub does not provide shell access.", "you/pixelwise"],
  ["git@github.com: Permission denied (publickey).", ""],
])("the greeting %s names the account", (greeting, account) => {
  expect(gitHost(STUDENT).read(seen(`greeting=${greeting}`)).greeted).toBe(account)
})

test("a key of one repository is told from one of the account", () => {
  expect(judge("greeting=Hi you/pixelwise! You've successfully authenticated")).toMatchObject({
    status: "fail",
    message: expect.stringMatching(/one repository/) as string,
  })
})

test("a registered key with a passphrase and no agent tells nothing", () => {
  const denied = ["greeting=git@hub: Permission denied (publickey).", "keys=200", "registered=yes"]
  expect(judge(...denied, "locked=yes").status).toBe("error")
  expect(judge(...denied)).toMatchObject({
    status: "fail",
    message: expect.stringMatching(/none of dev's keys/) as string,
  })
})

test("a Git host that cannot be reached is nobody's mistake", () => {
  expect(judge("greeting=ssh: Could not resolve hostname github.com").status).toBe("error")
  expect(judge("greeting=").status).toBe("error")
})
