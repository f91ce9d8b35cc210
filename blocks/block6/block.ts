import { defineBlock } from "../../src/engine/block.js"

export default defineBlock({
  id: "block6",
  number: 6,
  title: "Databases and SQL",
  from: "v0.4",
  tag: "v0.5",
  exercises: [
    {
      id: "6.0",
      title: "Catch up to v0.4",
      optional: true,
      steps: [{ id: "6.0.1", title: "Bring dev and prod to v0.4", outcomes: ["b6.catchup"] }],
    },
    {
      id: "6.1",
      title: "PostgreSQL through the setup script",
      steps: [
        {
          id: "6.1.1",
          title: "Add PostgreSQL to the packages of the setup script",
          outcomes: ["b6.pg-dev"],
        },
        { id: "6.1.2", title: "Let the script find its own folder", outcomes: [] },
        {
          id: "6.1.3",
          title: "Append a stanza that provides role and database",
          outcomes: ["b6.stanza", "b6.script-dir"],
        },
        { id: "6.1.4", title: "Name DB_PASSWORD in the example", outcomes: ["b6.example-password"] },
        {
          id: "6.1.5",
          title: "Set dev's password and run the script",
          outcomes: ["b6.role-dev", "b6.db-dev"],
        },
        {
          id: "6.1.6",
          title: "Do the same on prod after a pull",
          outcomes: ["b6.pg-prod", "b6.role-prod", "b6.db-prod", "b6.pg-local"],
        },
        {
          id: "6.1.7",
          title: "Log in as the role of the application",
          outcomes: ["b6.login", "b6.login-wrong", "b6.least-privilege", "b6.password-hidden"],
        },
        { id: "6.1.8", title: "Insert, select and delete by hand", outcomes: ["b6.sql-answers"] },
      ],
    },
    {
      id: "6.2",
      title: "The table of predictions",
      steps: [
        { id: "6.2.1", title: "Install and pin the driver", outcomes: [] },
        { id: "6.2.2", title: "Describe the table", outcomes: [] },
        {
          id: "6.2.3",
          title: "Tell the service where its database is",
          outcomes: ["b6.url-config"],
        },
        {
          id: "6.2.4",
          title: "Create the table on dev",
          outcomes: ["b6.table-dev", "b6.init-twice", "b6.columns", "b6.session-exported", "b6.idempotent"],
        },
        { id: "6.2.5", title: "Create it on prod after a pull", outcomes: ["b6.table-prod", "b6.pins"] },
        { id: "6.2.6", title: "Let the script install the pins and create the schema", outcomes: ["b6.one-shot"] },
      ],
    },
    {
      id: "6.3",
      title: "Service and database together",
      steps: [
        {
          id: "6.3.1",
          title: "Store each classification and list the newest",
          outcomes: [
            "b6.no-row-on-reject",
            "b6.contract-kept",
            "b6.results-shape",
            "b6.results-order",
            "b6.results-limit",
            "b6.injection-safe",
            "b6.results-dev",
          ],
        },
        {
          id: "6.3.2",
          title: "Restart the service on prod",
          outcomes: ["b6.restarted", "b6.url-effective", "b6.row-per-classify", "b6.row-matches", "b6.db-down"],
        },
        {
          id: "6.3.3",
          title: "Look at the history on both machines",
          outcomes: ["b6.results-prod", "b6.persist"],
        },
        { id: "6.3.4", title: "Feed it with a small probe script", outcomes: ["b6.probe"] },
        { id: "6.3.5", title: "Tag v0.5 and push main and tag", outcomes: ["b6.tag"] },
      ],
    },
    {
      id: "6.4",
      title: "A first migration",
      optional: true,
      steps: [
        { id: "6.4.1", title: "Set up a migration tool", outcomes: ["b6.mig-tool"] },
        { id: "6.4.2", title: "Take its connection from .env", outcomes: ["b6.mig-no-secret"] },
        { id: "6.4.4", title: "Add client_ip by a migration, and read it", outcomes: ["b6.mig-single"] },
        { id: "6.4.5", title: "Store the caller's address", outcomes: [] },
        { id: "6.4.6", title: "Apply it on prod before the restart", outcomes: ["b6.mig-applied"] },
        { id: "6.4.7", title: "Look at old and new rows", outcomes: ["b6.mig-nulls", "b6.mig-value"] },
      ],
    },
  ],
})
