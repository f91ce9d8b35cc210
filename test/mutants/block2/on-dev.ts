import { as, type Mutant } from "../mutant.js"

export const REPO = "/home/user/pixelwise"

type More = Partial<Pick<Mutant, "also" | "shared">>

/** Changes the repository on dev in any way; its .git folder and its files come back as they were. */
export function inRepository(name: string, check: string, message: RegExp, change: string, more: More = {}): Mutant {
  return {
    name,
    check,
    message,
    host: "dev",
    break: `set -e\ncp -a ${REPO}/.git /root/git.off\n${as("user", `cd ${REPO}\n${change}`)}`,
    repair: `set -e\nrm -rf ${REPO}/.git\nmv /root/git.off ${REPO}/.git\n${as("user", `cd ${REPO}\ngit reset -q --hard\ngit clean -q -f -d`)}`,
    ...more,
  }
}

/** Builds another main from trees and parents; `tree FILE=TEXT...` and `commit TREE MESSAGE PARENT...` print what they made. */
export function rewritten(name: string, check: string, message: RegExp, change: string, also: string[]): Mutant {
  return inRepository(name, check, message, `${BUILDING}\n${change}`, { also: ["b2.pushed", ...also] })
}

const BUILDING = `
tree() {
  local pair
  for pair; do printf '100644 blob %s\\t%s\\n' "$(printf '%b' "\${pair#*=}" | git hash-object -w --stdin)" "\${pair%%=*}"; done | git mktree
}
commit() {
  local tree=$1 message=$2 parents=; shift 2
  for parent; do parents="$parents -p $parent"; done
  git commit-tree $parents -m "$message" "$tree"
}
become() { git update-ref refs/heads/main "$1"; git reset -q --hard; }
ignore=$(git show HEAD:.gitignore)
all=$(git rev-parse 'HEAD^{tree}')`

/** Changes what lies in ~/.ssh of dev's account, and puts it back with owners and modes. */
export function inSsh(name: string, check: string, message: RegExp, change: string, more: More = {}): Mutant {
  return {
    name,
    check,
    message,
    host: "dev",
    break: `set -e\ncp -a /home/user/.ssh /root/ssh.off\n${as("user", `cd ~/.ssh\n${change}`)}`,
    repair: "set -e\nrm -rf /home/user/.ssh\nmv /root/ssh.off /home/user/.ssh",
    ...more,
  }
}

/** Changes the global settings of Git. */
export function inGlobal(name: string, check: string, message: RegExp, change: string, more: More = {}): Mutant {
  const mutant = inRepository(name, check, message, change, more)
  return {
    ...mutant,
    break: `set -e\ncp -a /home/user/.gitconfig /root/gitconfig.off\n${mutant.break}`,
    repair: `${mutant.repair}\nmv /root/gitconfig.off /home/user/.gitconfig`,
  }
}
