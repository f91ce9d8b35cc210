import { isDebianLike, isRoot, onPath } from "./machine.js"
import { installPackages, type LabRequirements } from "./requirements.js"

/** What Chromium and its relatives are called on different machines; any of them drives the page. */
const PROGRAMS = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]
const PACKAGE = "chromium"

/** What this machine lacks for using the page in a real browser. Reads only. */
export async function browserRequirements(): Promise<LabRequirements & { readonly program: string | undefined }> {
  for (const program of PROGRAMS) {
    const path = await onPath(program)
    if (path !== undefined) return { ready: true, obstacles: [], packages: [], program: path }
  }
  const installable = isRoot() && (await isDebianLike())
  const obstacles = installable ? [] : [`No browser is here: install ${PROGRAMS.join(" or ")}.`]
  return { ready: false, obstacles, packages: installable ? [PACKAGE] : [], program: undefined }
}

/** Installs the browser where that is possible, after saying so. @throws CourseError COURSE_LAB_UNSUPPORTED */
export async function installBrowser(say: (line: string) => void): Promise<void> {
  await installPackages((await browserRequirements()).packages, "the browser tests", say)
}
