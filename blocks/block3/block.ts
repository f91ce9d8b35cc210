import { defineBlock } from "../../src/engine/block.js"

export default defineBlock({
  id: "block3",
  number: 3,
  title: "Dependencies and project structure",
  from: "v0.1",
  tag: "v0.2",
  exercises: [
    {
      id: "3.0",
      title: "Catch up to v0.1",
      optional: true,
      steps: [
        {
          id: "3.0.1",
          title: "Bring keys, repository and clone to the end of block 2",
          outcomes: ["b3.catchup-keys", "b3.catchup-dev", "b3.catchup-prod"],
        },
      ],
    },
    {
      id: "3.1",
      title: "A setup script",
      steps: [
        {
          id: "3.1.1",
          title: "Write setup-server.sh, strict from its second line on",
          outcomes: ["b3.script-root", "b3.script-shebang", "b3.script-strict", "b3.script-packages"],
        },
        {
          id: "3.1.2",
          title: "Make it executable, and run it twice",
          outcomes: ["b3.script-mode", "b3.packages-dev", "b3.script-idempotent"],
        },
        { id: "3.1.3", title: "Commit and push it", outcomes: ["b3.script-pushed"] },
        { id: "3.1.4", title: "Try it on a fresh machine", outcomes: ["b3.fresh-vm"] },
      ],
    },
    {
      id: "3.2",
      title: "An environment of its own",
      steps: [
        { id: "3.2.1", title: "Create it in the repository", outcomes: ["b3.env-present"] },
        { id: "3.2.2", title: "See that it is the one in use", outcomes: ["b3.env-isolated"] },
        {
          id: "3.2.3",
          title: "Ignore the environment, and no sources",
          outcomes: ["b3.env-ignored", "b3.sources-visible"],
        },
        { id: "3.2.4", title: "Read the difference, commit and push it", outcomes: ["b3.ignore-committed"] },
      ],
    },
    {
      id: "3.3",
      title: "Pins and audit",
      steps: [
        { id: "3.3.1", title: "Install the three direct dependencies", outcomes: ["b3.deps-installed"] },
        { id: "3.3.2", title: "Pin everything that is installed", outcomes: ["b3.pins-exact", "b3.pins-complete"] },
        { id: "3.3.3", title: "Count what you asked for and what you got", outcomes: ["b3.transitive-count"] },
        {
          id: "3.3.4",
          title: "Audit the packages for known vulnerabilities",
          outcomes: ["b3.audit-runs", "b3.audit-answer"],
        },
        { id: "3.3.5", title: "Commit and push the pins", outcomes: ["b3.pins-committed"] },
        { id: "3.3.6", title: "Read one advisory from beginning to end", outcomes: ["b3.cve"] },
      ],
    },
    {
      id: "3.4",
      title: "Settings and secrets",
      steps: [
        {
          id: "3.4.1",
          title: "Describe the settings in .env.example",
          outcomes: ["b3.example-keys", "b3.example-comments", "b3.example-placeholder"],
        },
        { id: "3.4.2", title: "Copy it to .env and choose a real key", outcomes: ["b3.env-real", "b3.env-mode"] },
        {
          id: "3.4.3",
          title: "Keep .env out of Git",
          outcomes: ["b3.env-untracked", "b3.secret-not-in-history"],
        },
        { id: "3.4.4", title: "Commit and push the example alone", outcomes: ["b3.example-pushed"] },
      ],
    },
    {
      id: "3.5",
      title: "The same on prod",
      steps: [
        { id: "3.5.1", title: "Pull on prod", outcomes: ["b3.prod-head"] },
        { id: "3.5.2", title: "Run setup-server.sh there", outcomes: ["b3.packages-prod"] },
        { id: "3.5.3", title: "Install from the pins", outcomes: ["b3.same-deps"] },
        { id: "3.5.4", title: "Audit on prod as well", outcomes: ["b3.same-audit"] },
        { id: "3.5.5", title: "Give prod a .env of its own", outcomes: ["b3.prod-env"] },
        { id: "3.5.6", title: "Make folders for sources, data and models", outcomes: ["b3.scaffold"] },
        { id: "3.5.7", title: "Tag v0.2 and push main and tag", outcomes: ["b3.tag"] },
      ],
    },
    {
      id: "3.6",
      title: "Other ways to the same end",
      optional: true,
      steps: [
        { id: "3.6.1", title: "Tell what you asked for from what you got", outcomes: ["b3.manifest"] },
        { id: "3.6.2", title: "Compare an environment with a container", outcomes: ["b3.container-answer"] },
      ],
    },
  ],
})
