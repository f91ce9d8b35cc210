import { defineCheck } from "../../src/engine/check.js"
import { all, expect, skip } from "../../src/engine/verdict.js"
import { gitHost } from "../library/git-host.js"

export default defineCheck({
  id: "b2.ssh-config",
  title: "With several keys, ssh offers the Git host the right one alone",
  host: "dev",
  probes: (context) => ({ host: gitHost(context) }),
  judge: ({ host }, { settings }) =>
    all(
      expect(host.refused === "", {
        message: "ssh refuses ~/.ssh/config.",
        expected: "a file that ssh reads",
        actual: host.refused,
        hint: `\`ssh -G ${settings.gitHost}\` names the line.`,
      }),
      () => (host.privateKeys > 1 ? all() : skip("dev has one key, so there is nothing to choose from.")),
      expect(!host.byDefault, {
        message: "ssh has no entry that names a key for the Git host.",
        expected: "identityfile with the key for the Git host",
        actual: "the defaults",
        ...(host.misnamed && {
          hint: `~/.ssh/${host.misnamed} is not read: the file has to be called config, without an ending.`,
        }),
      }),
      expect(host.ssh.get("user") === "git", {
        message: "The entry for the Git host logs in as another user than git.",
        expected: "user git",
        actual: `user ${host.ssh.get("user") ?? ""}`,
        hint: "Add `User git` to the entry.",
      }),
      expect(host.ssh.get("identitiesonly") === "yes", {
        message: "ssh offers the Git host other keys as well.",
        expected: "identitiesonly yes",
        actual: `identitiesonly ${host.ssh.get("identitiesonly") ?? "no"}`,
        hint: "Add `IdentitiesOnly yes` to the entry: the host takes you for whoever owns the first key it knows.",
      }),
    ),
  hint: "Give the Git host an entry in ~/.ssh/config with HostName, User git, IdentityFile and IdentitiesOnly yes; `ssh -G` shows what holds.",
})
