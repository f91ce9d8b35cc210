import { runTool, type ToolOptions } from "./run-tool.js"

/**
 * Runs a shell script with mounts and processes of its own. All of them vanish with it, also when this process is killed, so that
 * an image build leaves at most files.
 */
export function runIsolated(script: string, args: readonly string[], options: ToolOptions): Promise<string> {
  const namespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
  return runTool("setpriv", ["--pdeathsig", "KILL", "--", ...namespaces, "sh", "-euc", script, "sh", ...args], {
    ...options,
    env: { LANG: "C.UTF-8", LC_ALL: "C.UTF-8", ...options.env },
  })
}
