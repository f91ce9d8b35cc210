import type { Release, Step } from "./git-history.js"
import type { Track } from "./trees.js"

/** The states of a track's service, oldest first: what a student's repository holds at the end of blocks 2 to 6, and beyond. */
export function serviceReleases(track: Track): readonly Release[] {
  const { v02, v03, v04, v05 } = STEPS[track]
  const releases: Release[] = [
    {
      tag: "v0.1",
      steps: FIRST_STEPS,
      tagMessage: "Readme, ignore rules and a first merge",
      date: "2026-09-21T08:00:00Z",
    },
    {
      tag: "v0.2",
      steps: v02,
      tagMessage: "Setup script, pinned dependencies, settings",
      date: "2026-09-28T08:00:00Z",
    },
    { tag: "v0.3", steps: v03, tagMessage: "Model, classifier and smoke test", date: "2026-10-05T08:00:00Z" },
    {
      tag: "v0.4",
      steps: v04,
      tagMessage: "Service with API key, rate limit and systemd unit",
      date: "2026-10-12T08:00:00Z",
    },
    { tag: "v0.5", steps: v05, tagMessage: "Predictions in PostgreSQL", date: "2026-10-19T08:00:00Z" },
  ]
  return track === "typescript" ? [...releases, FINISHED] : releases
}

const TITLE = "# PixelWise\n\n"

/** Block 2: two branches write the same line of the readme, and a person decides. */
const FIRST_STEPS: readonly Step[] = [
  {
    message: "docs: add readme and ignore rules",
    only: [".gitignore"],
    texts: { "README.md": `${TITLE}Recognises digits.\n` },
  },
  { checkout: "feature-readme" },
  {
    message: "docs: say that the digits are handwritten",
    texts: { "README.md": `${TITLE}Recognises handwritten digits.\n` },
  },
  { checkout: "main" },
  {
    message: "docs: name the lecture",
    texts: { "README.md": `${TITLE}Recognises digits, as the running example of Full Stack Handwerk.\n` },
  },
  { merge: "feature-readme", message: "Merge branch 'feature-readme'", only: ["README.md"] },
]

interface Steps {
  v02: readonly Step[]
  v03: readonly Step[]
  v04: readonly Step[]
  v05: readonly Step[]
}

/** The last step of a state names no files: it brings whatever is left. */
const STEPS: Record<Track, Steps> = {
  typescript: {
    v02: [
      { message: "build: pin the first dependencies", only: ["package.json", "package-lock.json", ".npmrc", ".nvmrc"] },
      { message: "feat: set a machine up with one script", only: ["setup-server.sh"] },
      { message: "feat: describe the settings", only: [".env.example"] },
      { message: "chore: make room for sources, data and models", only: ["src", "data", "models"] },
      { message: "docs: tell how a machine is set up" },
    ],
    v03: [
      { message: "feat: fetch the pinned release of the model", only: ["setup-server.sh", ".env.example"] },
      {
        message: "build: add the compiler's settings and what reads a model file",
        only: ["package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json"],
      },
      { message: "feat: classify drawings with the model", only: ["src"] },
      { message: "feat: add a smoke test with five samples", only: ["predict.ts"] },
      { message: "docs: tell what the classifier promises" },
    ],
    v04: [
      { message: "build: pin the web framework", only: ["package.json", "package-lock.json"] },
      { message: "feat: answer health, results and classify over HTTP", only: ["src", "tsconfig.json"] },
      { message: "feat: run as a service on prod", only: ["deploy", "setup-server.sh"] },
      { message: "docs: tell how the service is run and asked" },
    ],
    v05: [
      { message: "build: pin the PostgreSQL driver", only: ["package.json", "package-lock.json"] },
      { message: "feat: provide role and database", only: ["setup-server.sh", ".env.example"] },
      { message: "feat: create the table of predictions", only: ["migrations", "scripts", "src/migrations.ts"] },
      { message: "feat: keep every prediction and show the newest", only: ["src", "tsconfig.json"] },
      { message: "test: cover contract, limits and database", only: ["test", "vitest.config.ts"] },
      { message: "docs: tell where the predictions are kept" },
    ],
  },
  python: {
    v02: [
      { message: "build: pin the first dependencies", only: ["requirements.in", "requirements.txt"] },
      { message: "feat: set a machine up with one script", only: ["setup-server.sh"] },
      { message: "feat: describe the settings", only: [".env.example"] },
      { message: "chore: make room for sources, data and models", only: ["app", "data", "models"] },
      { message: "docs: tell how a machine is set up" },
    ],
    v03: [
      { message: "feat: fetch the pinned release of the model", only: ["setup-server.sh", ".env.example"] },
      { message: "feat: classify drawings with the model", only: ["app", "requirements.in"] },
      { message: "feat: add a smoke test with five samples", only: ["predict.py"] },
      { message: "docs: tell what the classifier promises" },
    ],
    v04: [
      { message: "build: pin the web framework", only: ["requirements.in", "requirements.txt"] },
      { message: "feat: answer health, results and classify over HTTP", only: ["app"] },
      { message: "feat: run as a service on prod", only: ["deploy", "setup-server.sh"] },
      { message: "docs: tell how the service is run and asked" },
    ],
    v05: [
      { message: "build: pin driver and ORM", only: ["requirements.in", "requirements.txt"] },
      { message: "feat: provide role and database", only: ["setup-server.sh", ".env.example"] },
      { message: "feat: create the table of predictions", only: ["app/models.py", "init_db.py"] },
      { message: "feat: keep every prediction and show the newest", only: ["app"] },
      { message: "docs: tell where the predictions are kept" },
    ],
  },
}

/** reference-app/ as it is: the end of blocks 7 to 9 at once. */
const FINISHED: Release = {
  tag: "v0.8",
  steps: [{ message: "feat: add page, proxy, deployment and observability" }],
  tagMessage: "Page, proxy, deployment and observability",
  date: "2026-11-09T08:00:00Z",
}
