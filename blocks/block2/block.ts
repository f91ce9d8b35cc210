import { defineBlock } from "../../src/engine/block.js"

export default defineBlock({
  id: "block2",
  number: 2,
  title: "Version control with Git and a Git host",
  from: "B1-complete",
  tag: "v0.1",
  exercises: [
    {
      id: "2.0",
      title: "Catch up to block 1",
      optional: true,
      steps: [
        {
          id: "2.0.1",
          title: "Restore B1-complete on both machines and try the way between them",
          outcomes: ["b2.catchup"],
        },
      ],
    },
    {
      id: "2.1",
      title: "Git, identity, host key, repository",
      steps: [
        { id: "2.1.1", title: "Create an account at the Git host", outcomes: ["b2.account"] },
        { id: "2.1.2", title: "Install Git on dev", outcomes: ["b2.git-dev"] },
        { id: "2.1.3", title: "Tell Git who you are, for all repositories", outcomes: ["b2.identity"] },
        {
          id: "2.1.4",
          title: "Look at the keys that are there, make one for the Git host",
          outcomes: ["b2.host-key", "b2.prod-key-intact"],
        },
        { id: "2.1.5", title: "Register the public half at the Git host", outcomes: ["b2.key-registered"] },
        {
          id: "2.1.6",
          title: "Let the Git host greet you, and compare its fingerprint",
          outcomes: ["b2.handshake", "b2.known-host"],
        },
        {
          id: "2.1.7",
          title: "Give the Git host an entry of its own in ~/.ssh/config",
          outcomes: ["b2.ssh-config", "b2.ssh-config-mode", "b2.ssh-agent-bypass"],
        },
        { id: "2.1.8", title: "Make the repository", outcomes: ["b2.repo-place", "b2.branch-main"] },
        { id: "2.1.9", title: "Write a readme of one line", outcomes: [] },
      ],
    },
    {
      id: "2.2",
      title: "Staging, committing, ignoring",
      steps: [
        {
          id: "2.2.1",
          title: "Write the ignore rules",
          outcomes: ["b2.ignore-rules", "b2.ignore-not-too-wide"],
        },
        { id: "2.2.2", title: "Prove them with a throwaway file", outcomes: [] },
        {
          id: "2.2.3",
          title: "Make the first commit",
          outcomes: ["b2.first-commit", "b2.readme", "b2.messages", "b2.scratch-gone"],
        },
        { id: "2.2.4", title: "Read history and status", outcomes: ["b2.clean-tree", "b2.hygiene"] },
      ],
    },
    {
      id: "2.3",
      title: "Branch, merge, conflict",
      steps: [
        { id: "2.3.1", title: "Change a line of the readme on a branch", outcomes: [] },
        { id: "2.3.2", title: "Change the same line on main", outcomes: [] },
        {
          id: "2.3.3",
          title: "Merge, and resolve the conflict",
          outcomes: ["b2.diverged", "b2.merge-commit", "b2.conflict-real", "b2.markers-gone"],
        },
        {
          id: "2.3.4",
          title: "Find the merge in the graph, and delete the merged branch",
          outcomes: ["b2.graph", "b2.branch-deleted"],
        },
      ],
    },
    {
      id: "2.4",
      title: "Tag and browse",
      steps: [
        { id: "2.4.1", title: "Tag the state as v0.1", outcomes: ["b2.tag-annotated", "b2.tag-place"] },
        { id: "2.4.2", title: "Browse the history with tig", outcomes: ["b2.tig"] },
      ],
    },
    {
      id: "2.5",
      title: "Remote, push, clone on prod",
      steps: [
        {
          id: "2.5.1",
          title: "Create the repository at the Git host, and name it origin",
          outcomes: ["b2.origin-dev"],
        },
        { id: "2.5.2", title: "Push main", outcomes: ["b2.pushed", "b2.upstream"] },
        { id: "2.5.3", title: "Push the tag", outcomes: ["b2.tag-pushed"] },
        { id: "2.5.4", title: "Look at the repository's page", outcomes: ["b2.public-view"] },
        {
          id: "2.5.5",
          title: "Clone on prod, as the account that owns the folder",
          outcomes: ["b2.git-prod", "b2.opt-owner", "b2.origin-prod", "b2.prod-readonly"],
        },
        { id: "2.5.6", title: "Compare the three histories", outcomes: ["b2.same-head"] },
        { id: "2.5.7", title: "Take the snapshot B2-complete of both machines", outcomes: ["b2.snapshots"] },
        { id: "2.5.8", title: "Open a pull request and merge it", outcomes: ["b2.pull-request"] },
      ],
    },
  ],
})
