import { execa } from "execa"
import { installPackages } from "../../lab/requirements.js"

/** The load generator, the peer's libraries and the database, as Debian and Ubuntu call them. */
const PACKAGES = [
  ...["wrk", "postgresql"],
  ...[
    "python3-fastapi",
    "python3-uvicorn",
    "python3-sklearn",
    "python3-joblib",
    "python3-sqlalchemy",
    "python3-psycopg2",
  ],
]

/** Installs what the benchmark of the service lacks, after saying so. @throws CourseError COURSE_LAB_UNSUPPORTED */
export async function prepareServiceBench(say: (line: string) => void): Promise<void> {
  const installed = await Promise.all(PACKAGES.map(isInstalled))
  await installPackages(
    PACKAGES.filter((_, index) => !installed[index]),
    "the benchmark",
    say,
  )
}

async function isInstalled(name: string): Promise<boolean> {
  const { stdout, failed } = await execa("dpkg-query", ["-W", "-f", "${db:Status-Status}", name], { reject: false })
  return !failed && stdout === "installed"
}
