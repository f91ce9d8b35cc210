import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { originAccess } from "../library/origin-access.js"
import { devRepository, inRepository, onRemote } from "../library/repository.js"

/** Superseded by later tags: then v0.1 has to be part of the history. */
export default defineCheck({
  id: "b3.catchup-dev",
  title: "dev stands on v0.1 or beyond, and origin is the student's repository",
  host: "dev",
  optional: true,
  probes: (context) => ({ repository: devRepository(context), access: originAccess(context) }),
  judge: ({ repository, access }) =>
    inRepository(repository, () =>
      all(
        expect(repository.tags.get("v0.1")?.inHead === true, {
          message: "The history on dev does not contain the tag v0.1.",
          expected: "v0.1 in the history of HEAD",
          actual: repository.tags.has("v0.1") ? "v0.1 exists, but not in this history" : "no tag v0.1",
        }),
        expect(!access.has("refused"), {
          message: "origin on dev is a repository that refuses a push.",
          expected: "the student's own repository",
          actual: access.get("url"),
          excerpt: access.get("refused"),
          hint: "After a catch-up, origin may still be the course's: `git remote set-url origin URL`, with the address of your own.",
        }),
        () =>
          onRemote(repository, () =>
            expect(repository.tags.get("v0.1")?.onRemoteMain === true, {
              message: "The remote's main does not contain v0.1.",
              expected: "v0.1 on the remote's main",
              actual: repository.remoteMain.slice(0, 12),
              hint: "`git push origin main` and `git push origin v0.1`: that tag alone, not all tags.",
            }),
          ),
      ),
    ),
  hint: "Reset main to v0.1, point origin at your own repository, push main and that tag.",
})
