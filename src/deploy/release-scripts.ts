import type { Settings } from "../engine/context.js"
import { sh, type ShellText } from "../engine/shell.js"
import { MARKER_VARIABLE } from "../transport/script/prelude.js"
import { askpass, nodePath } from "./scripts.js"

export interface ReleaseCall {
  /** The commit whose deploy.sh is run. */
  commit: string
  /** What deploy.sh is told: a tag, or a branch or commit of the remote. */
  name: string
  isTag: boolean
  buildOnly?: boolean
}

/** Runs a commit's own deploy.sh: the checkout may be of a time before there was one. */
export function releaseScript({ prodRepo }: Settings, { commit, name, isTag, buildOnly }: ReleaseCall): ShellText {
  const flags = [...(buildOnly ? ["--build-only"] : []), ...(isTag ? [] : ["--untagged"])]
  return sh`
${unpack(prodRepo, commit)}
trap 'rm -rf -- "$work"' EXIT
${nodePath}
${responsibly(sh`bash "$work/deploy/deploy.sh" ${flags} ${name}`)}`
}

/** Runs a part of a commit's own setup-server.sh, which prepares the host for it. */
export function setupScript(
  { prodRepo }: Settings,
  { commit, part, withPassword }: { commit: string; part: "--host" | "--units"; withPassword: boolean },
): ShellText {
  return sh`
${askpass(withPassword)}
${unpack(prodRepo, commit)}
trap 'rm -rf -- "$work" "\${secrets:-/nonexistent}"' EXIT
${nodePath}
bash "$work/setup-server.sh" ${part} </dev/null`
}

/** Runs the checkout's own rollback.sh. */
export function rollbackScript({ prodRepo }: Settings, tag: string): ShellText {
  return sh`
${nodePath}
export PIXELWISE_DIR=${prodRepo}
${responsibly(sh`bash ${prodRepo}/deploy/rollback.sh ${tag}`)}`
}

/** Lays a commit's scripts out in a scratch folder, `$work`. */
function unpack(prodRepo: string, commit: string): ShellText {
  return sh`
export PIXELWISE_DIR=${prodRepo}
work=$(mktemp -d) || exit 1
git -C ${prodRepo} archive ${commit} deploy setup-server.sh .nvmrc | tar -x -C "$work" || exit 1`
}

/**
 * Runs a command that has to bring what it began to a good end by itself, even when the connection is cut: it is told to stop, as
 * all that runs here, but not swept away. Both scripts take seconds to go back and have limits of their own.
 */
function responsibly(command: ShellText): ShellText {
  return sh`
set +m
env -u ${MARKER_VARIABLE} setsid ${command} </dev/null &
pid=$!
trap 'kill -TERM "$pid" 2>/dev/null' TERM INT HUP
wait "$pid"`
}
