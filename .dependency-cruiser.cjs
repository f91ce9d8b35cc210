/** The import directions of ARCHITECTURE.md, enforced. */
const only = (name, from, allowed) => ({
  name,
  severity: "error",
  from: { path: from },
  to: { pathNot: allowed },
})
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    only("engine-is-pure", "^src/engine/", ["^src/engine/", "node_modules/zod/"]),
    only("checks-know-only-engine", "^checks/", ["^src/engine/", "^checks/library/", "node_modules/zod/"]),
    only("blocks-know-only-engine", "^blocks/", ["^src/engine/"]),
    only("reporters-are-pure", "^src/reporters/", ["^src/reporters/", "^src/engine/", "^src/errors/", "node_modules/"]),
    {
      name: "transport-below-features",
      severity: "error",
      from: { path: "^src/(transport|inventory|workspace)/" },
      to: { path: "^src/(commands|observe|lab|deploy|grading|catchup|runner|workbook|reporters)/" },
    },
    {
      name: "shell-and-setup-below-features",
      severity: "error",
      from: { path: "^src/(shell|setup)/" },
      to: { path: "^src/(commands|cli|observe|lab|deploy|catchup|runner|notes|reporters)/" },
    },
    {
      name: "runner-reaches-hosts-by-ports",
      severity: "error",
      from: { path: "^src/runner/" },
      to: { path: "^src/(commands|cli|observe|transport|inventory|lab|deploy|catchup|shell)/" },
    },
    {
      name: "pages-of-notes-are-pure",
      severity: "error",
      from: { path: "^src/notes/html/" },
      to: { pathNot: "^src/(notes|engine|errors)/|node_modules/|^node:|^[a-z_/]+$" },
    },
    {
      name: "notes-know-no-hosts",
      severity: "error",
      from: { path: "^src/notes/" },
      to: { path: "^src/(commands|cli|runner|shell|setup|catalog|observe|transport|lab|deploy|catchup|lint)/" },
    },
    {
      name: "exports-are-pure",
      severity: "error",
      from: { path: "^src/grading/export/" },
      to: { pathNot: "^src/grading/(export/|model)|^src/(engine|reporters|errors)/|node_modules/|^[a-z_:/-]+$" },
    },
    {
      name: "grading-below-commands",
      severity: "error",
      from: { path: "^src/grading/" },
      to: { path: "^src/(commands|cli|runner|lab)/" },
    },
    {
      name: "scores-are-pure",
      severity: "error",
      from: { path: "^src/grading/score/" },
      to: { pathNot: "^src/grading/(score/|model)|^src/engine/" },
    },
    {
      name: "nothing-imports-commands",
      severity: "error",
      from: { pathNot: "^src/commands/" },
      to: { path: "^src/commands/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: [".ts", ".js", ".mjs"], conditionNames: ["import", "node", "default"] },
  },
}
