import { describe, expect, test } from "vitest"
import { isPlaceholder, ownerOf, parseGitUrl, samePath } from "../../checks/library/git-url.js"

describe("the address of a repository is taken apart the same, however it is written", () => {
  test.each([
    ["git@github.com:you/pixelwise.git", "ssh", "github.com", "you/pixelwise", "you"],
    ["ssh://git@github.com/you/pixelwise.git", "ssh", "github.com", "you/pixelwise", "you"],
    ["ssh://git@ssh.github.com:443/you/pixelwise.git", "ssh", "ssh.github.com", "you/pixelwise", "you"],
    ["ssh://git@[fd00::2]:22/you/pixelwise", "ssh", "[fd00::2]", "you/pixelwise", "you"],
    ["work:group/sub/pixelwise.git", "ssh", "work", "group/sub/pixelwise", "group"],
    ["git@hub:pixelwise.git", "ssh", "hub", "pixelwise", ""],
    ["https://github.com/you/pixelwise.git/", "https", "github.com", "you/pixelwise", "you"],
    ["https://someone@github.com/you/pixelwise", "https", "github.com", "you/pixelwise", "you"],
    ["http://hub:8080/pixelwise.git", "http", "hub", "pixelwise", ""],
    ["file:///srv/git/pixelwise.git", "file", "", "srv/git/pixelwise", "srv"],
    ["/srv/git/pixelwise.git", "file", "", "srv/git/pixelwise", "srv"],
    ["", "other", "", "", ""],
  ])("%s", (text, kind, host, path, owner) => {
    const url = parseGitUrl(text)
    expect(url).toEqual({ kind, host, path })
    expect(ownerOf(url)).toBe(owner)
  })
})

test("addresses of one repository over SSH and HTTPS have the same path, whatever the case", () => {
  const ssh = parseGitUrl("git@github.com:You/pixelwise.git")
  expect(samePath(ssh, parseGitUrl("https://github.com/you/pixelwise"))).toBe(true)
  expect(samePath(ssh, parseGitUrl("https://github.com/other/pixelwise"))).toBe(false)
})

test("a name of the notes is told from an account", () => {
  expect(["user", "USERNAME", "your-name", "<you>", "$ACCOUNT"].map(isPlaceholder)).toEqual(Array(5).fill(true))
  expect(["users", "yuki", "user-7", "student"].map(isPlaceholder)).toEqual(Array(4).fill(false))
})
