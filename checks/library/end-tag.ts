import { all, expect, type Verdict } from "../../src/engine/verdict.js"
import type { Repository } from "./repository.js"

/** Is the tag that ends a block on the remote, annotated, and on the remote's main? Ask inside of `onRemote`. */
export function judgeEndTag({ tags }: Repository, name: string): Verdict {
  const tag = tags.get(name)
  return all(
    expect(tag !== undefined && tag.remoteCommit !== "", {
      message: `The remote has no tag ${name}.`,
      expected: `${name} on the remote`,
      actual: tag ? `${name} on dev only` : `no tag ${name}`,
      hint: tag
        ? `A plain push leaves tags behind, and \`--follow-tags\` lightweight ones: \`git push origin ${name}\`.`
        : `\`git tag -a ${name} -m '...'\`, then \`git push origin ${name}\`.`,
    }),
    expect(tag?.annotatedOnRemote === true, {
      message: `The tag ${name} on the remote is lightweight.`,
      expected: "an annotated tag",
      actual: "a plain reference",
      hint: `Delete it on both sides and make it anew with \`git tag -a ${name} -m '...'\`; then push it by name.`,
    }),
    expect(tag?.onRemoteMain === true, {
      message: `The tag ${name} does not lie on the remote's main.`,
      expected: "a commit of main",
      actual: tag?.remoteCommit.slice(0, 12) ?? "",
    }),
  )
}
