import type { Mutant } from "../mutant.js"
import { inRepository, rewritten } from "./on-dev.js"

/** Puts a file into the tree of a commit without touching the work tree; prints the commit. */
const WITH_FILE = `with_file() { GIT_INDEX_FILE=.git/aside git read-tree HEAD && GIT_INDEX_FILE=.git/aside git update-index --add --cacheinfo "100644,$2,$1" && git commit-tree -p HEAD -m 'feat: add a file' "$(GIT_INDEX_FILE=.git/aside git write-tree)"; }`

/** Faults of steps 2.1.8 to 2.4.1: what is committed, merged and tagged. */
export const devHistoryMutants: Mutant[] = [
  inRepository("branch-master", "b2.branch-main", /no branch main/, "git branch -q -m main master"),
  inRepository(
    "readme-untracked",
    "b2.readme",
    /never added/,
    "git rm -q --cached README.md && git commit -q -m 'docs: forget the readme'",
    { also: ["b2.clean-tree", "b2.pushed"] },
  ),
  inRepository(
    "readme-missing",
    "b2.readme",
    /There is no README/,
    "git rm -q README.md && git commit -q -m 'docs: drop the readme'",
    {
      also: ["b2.pushed"],
    },
  ),
  inRepository(
    "readme-empty",
    "b2.readme",
    /is empty/,
    ": >README.md && git commit -q -a -m 'docs: empty the readme'",
    {
      also: ["b2.pushed"],
    },
  ),
  inRepository("gitignore-misnamed", "b2.ignore-rules", /There is no \.gitignore/, "mv .gitignore gitignore", {
    also: ["b2.clean-tree"],
  }),
  inRepository(
    "env-not-ignored",
    "b2.ignore-rules",
    /would take \.env into a commit/,
    "sed -i '/^\\.env$/d' .gitignore",
    {
      also: ["b2.clean-tree"],
    },
  ),
  inRepository(
    "pattern-with-blanks",
    "b2.ignore-rules",
    /would take \.vscode\/x into/,
    "sed -i 's#^\\.vscode/$#.vscode/\\\\ #' .gitignore",
    {
      also: ["b2.clean-tree"],
    },
  ),
  inRepository(
    "rules-of-this-machine-only",
    "b2.ignore-rules",
    /hold on this machine only/,
    "cat .gitignore >>.git/info/exclude && echo '# nothing' >.gitignore",
    { also: ["b2.clean-tree"] },
  ),
  inRepository("example-ignored", "b2.ignore-not-too-wide", /ignores \.env\.example/, "echo '.env*' >>.gitignore", {
    also: ["b2.clean-tree"],
  }),
  inRepository("sources-ignored", "b2.ignore-not-too-wide", /ignores src\/main\.ts/, "echo '*.ts' >>.gitignore", {
    also: ["b2.clean-tree"],
  }),
  {
    ...inRepository("scratch-left", "b2.scratch-gone", /still lies in the work tree/, "touch scratch.pyc"),
    repair: "rm -rf /root/git.off /home/user/pixelwise/scratch.pyc",
  },
  inRepository(
    "scratch-committed",
    "b2.scratch-gone",
    /scratch\.pyc was committed/,
    "touch scratch.pyc && git add -f scratch.pyc && git commit -q -m 'test: try' && git rm -q scratch.pyc && git commit -q -m 'test: take it back'",
    { also: ["b2.pushed"] },
  ),
  rewritten(
    "everything-in-the-first-commit",
    "b2.first-commit",
    /first commit also holds/,
    `become "$(commit "$all" 'feat: everything')"`,
    ["b2.merge-commit"],
  ),
  rewritten(
    "first-commit-without-rules",
    "b2.first-commit",
    /lacks \.gitignore/,
    `become "$(commit "$all" 'feat: the rest' "$(commit "$(tree 'README.md=# Title\\n')" 'docs: readme')")"`,
    ["b2.merge-commit"],
  ),
  rewritten(
    "first-commit-of-somebody-else",
    "b2.first-commit",
    /under another name/,
    `root=$(GIT_AUTHOR_NAME=Other GIT_AUTHOR_EMAIL=other@example.org commit "$(tree 'README.md=# Title\\n' ".gitignore=$ignore")" 'docs: readme')
become "$(commit "$all" 'feat: the rest' "$root")"`,
    ["b2.merge-commit"],
  ),
  inRepository("message-wip", "b2.messages", /do not say what they do/, "git commit -q --allow-empty -m wip", {
    also: ["b2.pushed"],
  }),
  inRepository(
    "message-too-long",
    "b2.messages",
    /longer than 72/,
    "git commit -q --allow-empty -m 'Add the readme and the ignore rules and the page and the service and the tests and more'",
    { also: ["b2.pushed"] },
  ),
  inRepository("change-not-committed", "b2.clean-tree", /in no commit/, "echo more >>README.md"),
  inRepository("editor-backup-left", "b2.clean-tree", /Backup files of an editor/, "cp README.md README.md~"),
  inRepository(
    "merge-not-finished",
    "b2.clean-tree",
    /begun and not finished/,
    `git checkout -q -b side HEAD && echo one >>README.md && git commit -q -a -m 'docs: one' && git checkout -q main && echo two >>README.md && git commit -q -a -m 'docs: two' && ! git merge -q side >/dev/null`,
    { also: ["b2.pushed"] },
  ),
  inRepository(
    "secret-deleted-later",
    "b2.hygiene",
    /still holds \.env, though it was deleted/,
    `${WITH_FILE}\ngit update-ref refs/heads/side "$(git commit-tree -p "$(with_file .env "$(echo SECRET=1 | git hash-object -w --stdin)")" -m 'fix: remove it' 'HEAD^{tree}')"`,
  ),
  inRepository(
    "secret-tracked",
    "b2.hygiene",
    /tracks what must stay out of it: \.env/,
    `${WITH_FILE}\ngit update-ref refs/heads/main "$(with_file .env "$(git hash-object -w .env)")" && git read-tree HEAD`,
    { also: ["b2.pushed"] },
  ),
  inRepository(
    "model-in-a-branch",
    "b2.hygiene",
    /still holds models\/digits\.onnx/,
    `${WITH_FILE}\ngit update-ref refs/heads/side "$(with_file models/digits.onnx "$(echo model | git hash-object -w --stdin)")"`,
  ),
  inRepository(
    "key-under-another-name",
    "b2.hygiene",
    /private key was committed: notes\.txt/,
    `${WITH_FILE}\nssh-keygen -q -t ed25519 -N '' -f .git/throwaway && git update-ref refs/heads/side "$(with_file notes.txt "$(git hash-object -w .git/throwaway)")"`,
  ),
  inRepository(
    "large-file-in-a-tag",
    "b2.hygiene",
    /more than 5 MB/,
    `${WITH_FILE}\ngit update-ref refs/tags/big "$(with_file movie.bin "$(head -c 6000000 /dev/urandom | git hash-object -w --stdin)")"`,
  ),
  rewritten(
    "merged-by-fast-forward",
    "b2.merge-commit",
    /no merge commit/,
    `become "$(commit "$all" 'feat: the rest' "$(git rev-list --max-parents=0 HEAD)")"`,
    [],
  ),
  rewritten(
    "second-edit-on-the-branch",
    "b2.diverged",
    /main had not moved/,
    `base=$(git rev-list --max-parents=0 HEAD)
side=$(commit "$(tree 'README.md=# Other\\n' ".gitignore=$ignore")" 'docs: change' "$base")
merge=$(commit "$side^{tree}" "Merge branch 'feature-readme'" "$base" "$side")
become "$(commit "$all" 'feat: the rest' "$merge")"`,
    ["b2.tag-place"],
  ),
  rewritten(
    "different-lines-changed",
    "b2.conflict-real",
    /went through without a conflict/,
    `base=$(commit "$(tree 'README.md=one\\n2\\n3\\n4\\n5\\n6\\nseven\\n' ".gitignore=$ignore")" 'docs: readme')
left=$(commit "$(tree 'README.md=ONE\\n2\\n3\\n4\\n5\\n6\\nseven\\n' ".gitignore=$ignore")" 'docs: first line' "$base")
right=$(commit "$(tree 'README.md=one\\n2\\n3\\n4\\n5\\n6\\nSEVEN\\n' ".gitignore=$ignore")" 'docs: last line' "$base")
merge=$(commit "$(tree 'README.md=ONE\\n2\\n3\\n4\\n5\\n6\\nSEVEN\\n' ".gitignore=$ignore")" "Merge branch 'feature-readme'" "$left" "$right")
become "$(commit "$all" 'feat: the rest' "$merge")"`,
    ["b2.tag-place"],
  ),
  inRepository(
    "marker-left",
    "b2.markers-gone",
    /conflict marker was committed/,
    "echo '>>>>>>> feature-readme' >>README.md && git commit -q -a -m 'docs: resolve'",
    { also: ["b2.pushed"] },
  ),
  rewritten(
    "middle-marker-left",
    "b2.markers-gone",
    /conflict marker was committed/,
    `base=$(commit "$(tree 'README.md=one\\n' ".gitignore=$ignore")" 'docs: readme')
left=$(commit "$(tree 'README.md=left\\n' ".gitignore=$ignore")" 'docs: left' "$base")
right=$(commit "$(tree 'README.md=right\\n' ".gitignore=$ignore")" 'docs: right' "$base")
become "$(commit "$(tree 'README.md=left\\n=======\\nright\\n' ".gitignore=$ignore")" "Merge branch 'feature-readme'" "$left" "$right")"`,
    ["b2.tag-place", "b2.clean-tree"],
  ),
  inRepository("merged-branch-kept", "b2.branch-deleted", /feature-readme is still there/, "git branch feature-readme"),
  inRepository("tag-missing", "b2.tag-annotated", /no tag v0\.1/, "git tag -d v0.1 >/dev/null"),
  inRepository(
    "tag-without-message",
    "b2.tag-annotated",
    /v0\.1 is lightweight/,
    "git tag -f v0.1 'v0.1^{commit}' >/dev/null",
  ),
  inRepository(
    "tagged-before-the-merge",
    "b2.tag-place",
    /set before the merge/,
    `git tag -f -a -m 'too early' v0.1 "$(git rev-list --max-parents=0 HEAD)" >/dev/null`,
    { also: ["b2.tag-pushed"] },
  ),
]
