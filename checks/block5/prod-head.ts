import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { devRepository, inRepository, onRemote, prodRepository } from "../library/repository.js"

export default defineCheck({
  id: "b5.prod-head",
  title: "prod stands on the remote's main, without changes of its own",
  host: "prod",
  points: 2,
  needs: ["b5.pushed"],
  probes: (context) => ({ dev: devRepository(context), prod: prodRepository(context) }),
  judge: ({ dev, prod }) =>
    inRepository(prod, () =>
      all(
        expect(prod.changes.length === 0, {
          message: "Files were changed on prod.",
          expected: "a clean tree on prod",
          actual: `${prod.changes.length} changed files`,
          excerpt: prod.changes.join("\n"),
          hint: "Discard the change on prod (`git restore .`), make it on dev, push, and pull on prod.",
        }),
        () =>
          onRemote(dev, () =>
            expect(prod.head === dev.remoteMain, {
              message: "prod is not on the commit of the remote's main.",
              expected: dev.remoteMain.slice(0, 12),
              actual: prod.head.slice(0, 12),
            }),
          ),
      ),
    ),
  hint: "On prod: `git pull origin main`. If that refuses, somebody committed on prod: prod only pulls.",
})
