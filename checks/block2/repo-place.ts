import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { gitHistory } from "../library/git-history.js"

/** Shared folders of a hypervisor, network drives and file systems that know neither modes nor owners, or that a reboot empties. */
const FOREIGN = /^(vboxsf|v9fs|9p|fuse.*|nfs.*|cifs|smb.*|tmpfs|ramfs|msdos|vfat|exfat|ntfs.*)$/

export default defineCheck({
  id: "b2.repo-place",
  title: "The repository lies in its own folder below the home folder",
  host: "dev",
  needs: ["b2.git-dev"],
  probes: (context) => ({ history: gitHistory(context) }),
  judge: ({ history: { place } }) =>
    all(
      expect(!place.home, {
        message: "The home folder itself is a repository.",
        expected: `a repository at ${place.path} only`,
        actual: "~/.git",
        hint: `Everything you own would be in it: remove ~/.git and run \`git init\` in ${place.path}.`,
      }),
      expect(place.inside === "", {
        message: "The repository lies inside another one.",
        expected: "no repository above it",
        actual: place.inside,
        hint: "Remove the .git folder of the outer one, unless it holds work of yours.",
      }),
      expect(!/dubious ownership/.test(place.problem), {
        message: `${place.path} belongs to another account.`,
        expected: "your own account as owner",
        actual: place.problem,
        hint: `Git was run with sudo: \`sudo chown -R "$USER": ${place.path}\`.`,
      }),
      expect(place.exists, {
        message: `There is no Git repository at ${place.path}.`,
        expected: `a repository at ${place.path}`,
        actual: place.problem || "it belongs to another repository",
      }),
      expect(!FOREIGN.test(place.fileSystem) && !place.path.startsWith("/tmp/"), {
        message: "The repository lies where files do not stay, or lose their modes.",
        expected: "a folder on the disk of dev",
        actual: `${place.path} on ${place.fileSystem}`,
      }),
    ),
  hint: "Make the folder, go into it, and run `git init` there.",
})
